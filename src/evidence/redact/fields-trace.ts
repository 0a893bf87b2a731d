import { isKnownEventId } from '../../catalogue/msgtrk-codes.ts';
import type { Layout } from '../../formats/format.ts';
import { fieldsOf } from '../../formats/msgtrk-fields.ts';
import { messageTrace } from '../../formats/messagetrace.ts';
import { readExportTime } from '../../formats/time-export.ts';
import { isKnownTraceColumn, traceColumn } from '../../formats/trace-columns.ts';
import type { TraceColumn } from '../../formats/trace-columns.ts';
import { tracedEvent } from '../../formats/trace-words.ts';
import { address, count, gone, id, messageId, only, REDACTED } from './msgtrk-texts.ts';
import type { TextRule } from './msgtrk-texts.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { LineFormat } from './raw-line.ts';

/** A status that is known, or events that are. */
const word = only((text) => isKnownEventId(tracedEvent(text)?.event ?? ''));

/** `address##Receive, Deliver`, and more of them. */
const statuses: TextRule = (field, names) =>
  field
    .split(';')
    .map((item) => {
      const [, recipient = item, words = ''] = /^(.*?)##(.*)$/s.exec(item) ?? [];
      const kept = words
        .split(',')
        .map((each) => (each.trim() === '' ? '' : word(each.trim(), names)));
      return `${recipient.trim() === '' ? '' : address(recipient.trim(), names)}##${kept.join(', ')}`;
    })
    .join(';');

/** What becomes of each column of a summary trace that is read; nothing is left of others. */
const FIELDS_TRACE: Readonly<Record<TraceColumn, TextRule>> = {
  received: only((text) => typeof readExportTime(text) === 'number'),
  sender: address,
  recipient: address,
  subject: (field, names) => {
    names.subject(field);
    return '';
  },
  status: word,
  'recipient-status': statuses,
  'message-id': messageId,
  'trace-id': id,
  size: count,
};
const RULES = new Map<string, TextRule>(Object.entries(FIELDS_TRACE));

/** A name of a column that is written in letters which `traceColumn` looks at. */
const PLAIN_NAME = /^"?[\w ()-]+"?$/;

/** Lines of summary traces of Exchange Online. */
export const linesTrace: LineFormat<Layout> = {
  initialLayout: messageTrace.initialLayout,
  readDirective: (line, layout) => messageTrace.readDirective(line, layout),
  layoutOf: (columns) => ({ ...messageTrace.initialLayout, columns }),

  directive(line) {
    if (line.startsWith('#')) return `# ${REDACTED}`;
    return line
      .split(',')
      .map((name) => (isKept(name) ? name : REDACTED))
      .join(',');
  },

  event(line, { columns }, names) {
    const fields = fieldsOf(line);
    if (fields === null) return gone(line, names);
    return fields
      .map((field, index) => redactField(field.trim(), columns[index] ?? '', names))
      .map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
      .join(',');
  },
};

function isKept(name: string): boolean {
  return PLAIN_NAME.test(name) && isKnownTraceColumn(traceColumn(name));
}

function redactField(field: string, column: string, names: Pseudonyms): string {
  return field === '' ? '' : (RULES.get(column) ?? gone)(field, names);
}
