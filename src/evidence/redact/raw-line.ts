import { lineEndsOf } from '../../ingest/encoding.ts';
import type { LogEncoding } from '../../ingest/encoding.ts';
import type { EvidenceLine, EvidenceSource } from '../../model/evidence.ts';
import { lines2003 } from './fields-2003.ts';
import { records55 } from './fields-55.ts';
import { linesMsgtrk } from './fields-msgtrk.ts';
import { linesTrace } from './fields-trace.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** How lines of one format are redacted; lines, or records of several, are text without their last line end. */
export interface LineFormat<L> {
  readonly initialLayout: L;
  readDirective(line: string, layout: L): L;
  layoutOf(columns: readonly string[]): L;
  directive(line: string): string;
  event(line: string, layout: L, names: Pseudonyms): string;
}

/** Redacts the texts of one source's lines, in their order. */
type RedactText = (kind: EvidenceLine['kind'], text: string) => string;
type TextRedactor = (source: EvidenceSource, knowsHeader: boolean, names: Pseudonyms) => RedactText;

function redactorOf<L>(format: LineFormat<L>): TextRedactor {
  return ({ columns }, knowsHeader, names) => {
    let layout = knowsHeader ? format.initialLayout : format.layoutOf(columns);
    return (kind, text) => {
      if (kind === 'event') return format.event(text, layout, names);
      if (knowsHeader) layout = format.readDirective(text, layout);
      return format.directive(text);
    };
  };
}

/** By the name that sources give their format. */
const FORMATS = new Map<string, TextRedactor>([
  ['exchange2003', redactorOf(lines2003)],
  ['exchange55', redactorOf(records55)],
  ['msgtrk', redactorOf(linesMsgtrk)],
  ['messagetrace', redactorOf(linesTrace)],
]);

/** Of lines of a format that nobody knows nothing is left. */
const NOTHING: TextRedactor = () => (kind) => (kind === 'event' ? 'redacted' : '# redacted');

const BOM = '\uFEFF';

/** Redacts the lines of one source, which have to come in their order: a header line says what is in those after it. */
export type RedactLine = (line: EvidenceLine) => Uint8Array | null;

/** `knowsHeader`: all header lines are there with their bytes; else the columns of the source hold for all lines. */
export function createLineRedactor(
  source: EvidenceSource,
  knowsHeader: boolean,
  names: Pseudonyms,
): RedactLine {
  const redact = (FORMATS.get(source.format) ?? NOTHING)(source, knowsHeader, names);
  const ends = lineEndsOf(source.encoding);

  return ({ bytes, kind, offset }) => {
    if (bytes === null) return null;
    const all = ends.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    const bom = offset === 0 && all.startsWith(BOM) ? BOM : '';
    const end = /\r?\n?$/.exec(all)?.[0] ?? '';
    const text = all.slice(bom.length, all.length - end.length);
    return encode(bom + redact(kind, text) + end, source.encoding);
  };
}

function encode(text: string, encoding: LogEncoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}
