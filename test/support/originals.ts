import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { Layout } from '../../src/formats/format.ts';
import type { EvidenceCase } from '../../src/model/evidence.ts';

/** The layout that holds for a line of a source, by the header lines before it. Lines in UTF-8 or windows-1252. */
export function columnsOf2003(given: EvidenceCase): (source: number, offset: number) => Layout {
  return (source, offset) => {
    let layout = exchange2003.initialLayout;
    for (const line of given.lines)
      if (line.kind === 'directive' && line.source === source && line.offset < offset)
        layout = exchange2003.readDirective(textOf(line.bytes), layout);
    return layout;
  };
}

function textOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? [])
    .toString('latin1')
    .replace(/\r?\n$/, '');
}

const NAMED = new Set([
  'client-ip',
  'client-hostname',
  'partner-name',
  'server-hostname',
  'server-ip',
  'recipient-address',
  'msgid',
  'linked-msgid',
  'message-subject',
  'sender-address',
]);

/** Every address, host, id, IP and subject that stands in a field of any line, read in the plainest way. Ordinary words are left out. */
export function originalsOf(given: EvidenceCase): string[] {
  const layout = columnsOf2003(given);
  const found = new Set<string>();
  for (const { kind, source, offset, bytes } of given.lines) {
    if (kind === 'directive') continue;
    const { columns } = layout(source, offset);
    for (const [index, field] of textOf(bytes).split('\t').entries()) {
      const text = field.trim().replace(/^<(.+)>$/, '$1');
      if (NAMED.has(columns[index] ?? '') && text.length > 5) found.add(text);
    }
  }
  for (const { messageId, subject, recipients } of given.trace.messages)
    for (const text of [messageId, subject ?? '', ...recipients.map((one) => one.recipient ?? '')])
      if (text.trim().length > 5) found.add(text.trim());
  return [...found];
}
