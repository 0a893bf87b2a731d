import type { LogEvent } from '../model/log-event.ts';
import type { ByteDecoder } from './byte-line.ts';
import { ByteDecoder2003 } from './exchange2003-bytes.ts';
import type { FieldPlan } from './exchange2003-bytes.ts';
import { COLUMNS_2003, REQUIRED_2003, USUAL_FIELDS } from './exchange2003-columns.ts';
import type { Column2003 } from './exchange2003-columns.ts';
import type { Decoded, Layout, LogFormat } from './format.ts';
import { lineKernel } from './line-kernel.ts';
import { unrelayed } from './relayed-2003.ts';
import { parseDate, parseDateTime, parseTime } from './time-2003.ts';

const TAB = '\t';
const VERSION_LINE = /^# *Exchange System Attendant Version +(\S+)/i;

/**
 * Exchange 2000 and 2003: one tab-separated line for each event and recipient, without quoting (KB 246965).
 * The header names 20 columns, lines hold 21 fields, the last one a lone `-`.
 */
export const exchange2003: LogFormat = {
  name: 'exchange2003',
  title: 'Exchange 2000/2003 message tracking log',
  initialLayout: { columns: COLUMNS_2003, writerVersion: null },

  recognises(firstLines) {
    return firstLines.map(unrelayed).some((line) => {
      if (/^# *Message Tracking Log File/i.test(line) || VERSION_LINE.test(line)) return true;
      if (isColumnLine(line)) return true;
      const fields = line.split(TAB);
      return (
        fields.length >= 19 &&
        parseDate(fields[0] ?? '') !== null &&
        (fields[1] ?? '').endsWith(' GMT') &&
        /^\d+$/.test(fields[8] ?? '')
      );
    });
  },

  // Only a line with a hash can be a header line, relayed or not: the others need no closer look.
  isDirective: (line) =>
    line.startsWith('#') || (line.includes('# ') && unrelayed(line).startsWith('#')),

  readDirective(relayed, layout) {
    const line = unrelayed(relayed);
    const version = VERSION_LINE.exec(line)?.[1];
    if (version !== undefined) return { ...layout, writerVersion: version };
    if (!isColumnLine(line)) return layout;
    const columns = columnsOf(line);
    while (columns.at(-1) === '' || columns.at(-1) === '-') columns.pop();
    return hasRequired(columns) ? { ...layout, columns } : layout;
  },

  decoder,

  byteDecoder: (layout) => byteDecoderOf(layout),
};

/** The decoder of the layout that was read last: most files have the same, and code for it is made once. */
let lastDecoder: { readonly columns: string; readonly decoder: ByteDecoder } | null = null;

function byteDecoderOf(layout: Layout): ByteDecoder | null {
  const kernel = lineKernel();
  if (kernel === null) return null;
  const columns = layout.columns.join(TAB);
  if (lastDecoder?.columns !== columns)
    lastDecoder = { columns, decoder: new ByteDecoder2003(planFields(layout), kernel) };
  return lastDecoder.decoder;
}

function isColumnLine(line: string): boolean {
  return line.startsWith('#') && hasRequired(columnsOf(line));
}

function columnsOf(line: string): string[] {
  return line
    .slice(1)
    .split(TAB)
    .map((name) => name.trim().toLowerCase());
}

function hasRequired(columns: readonly string[]): boolean {
  return REQUIRED_2003.every((name) => columns.includes(name));
}

function planFields(layout: Layout): FieldPlan {
  const at = { ...USUAL_FIELDS };
  for (const name of COLUMNS_2003) at[name] = layout.columns.indexOf(name);
  const lastRequired = Math.max(...REQUIRED_2003.map((name) => at[name]));
  const columnCount = layout.columns.length;
  return { at, columnCount, minFields: Math.max(columnCount - 1, lastRequired + 1) };
}

function decoder(layout: Layout): (line: string) => Decoded {
  const plan = planFields(layout);
  // Lines of one day follow each other, so the last date is almost always the next one too.
  let lastDate = '';
  let lastDay: number | null = null;

  return (line) => {
    if (line.includes('\0')) return reject('nul-bytes', 'the line holds NUL bytes');
    const fields = splitFields(unrelayed(line), plan);
    if (fields.length < plan.minFields)
      return reject('too-few-fields', `${fields.length} of at least ${plan.minFields} fields`);
    const dateText = fields[plan.at.date] ?? '';
    if (dateText !== lastDate) {
      lastDate = dateText;
      lastDay = parseDate(dateText);
    }
    if (lastDay === null) return reject('bad-date', `no such date: ${quote(dateText)}`);
    const timeText = fields[plan.at.time] ?? '';
    const time = parseTime(timeText);
    if (time === null) return reject('bad-time', `no such time: ${quote(timeText)}`);
    const codeText = fields[plan.at['event-id']] ?? '';
    if (!/^\d{1,9}$/.test(codeText))
      return reject('bad-event-id', `the event id is no number: ${quote(codeText)}`);
    return {
      kind: 'event',
      events: [toEvent(fields, plan.at, lastDay + time, Number(codeText))],
    };
  };
}

/** Fields in the order of the columns: a trailing lone `-` is dropped, extra tabs go to the subject. */
function splitFields(line: string, plan: FieldPlan): string[] {
  const fields = line.split(TAB);
  if (fields.length > plan.columnCount && (fields.at(-1) === '-' || fields.at(-1) === ''))
    fields.pop();
  const extra = fields.length - plan.columnCount;
  const subject = plan.at['message-subject'];
  if (extra > 0 && subject >= 0)
    fields.splice(subject, extra + 1, fields.slice(subject, subject + extra + 1).join(TAB));
  return fields;
}

function toEvent(
  fields: readonly string[],
  at: Readonly<Record<Column2003, number>>,
  time: number,
  code: number,
): LogEvent {
  const originated = text(fields[at['origination-time']]);
  return {
    at: time,
    code,
    messageId: messageId(fields[at.msgid]),
    recipient: text(fields[at['recipient-address']]),
    server: text(fields[at['server-hostname']]),
    partner: text(fields[at['partner-name']]),
    clientHost: text(fields[at['client-hostname']]),
    sender: text(fields[at['sender-address']]),
    subject: text(fields[at['message-subject']]),
    sizeBytes: integer(fields[at['total-bytes']]),
    recipientCount: integer(fields[at['number-recipients']]),
    originatedAt: originated === null ? null : parseDateTime(originated),
    linkedMessageId: messageId(fields[at['linked-msgid']]),
    serviceVersion: text(fields[at['service-version']]),
  };
}

/** `-` and nothing both mean none. */
function text(field: string | undefined): string | null {
  if (field === undefined || field === '' || field === '-') return null;
  const trimmed = field.trim();
  return trimmed === '' || trimmed === '-' ? null : trimmed;
}

function messageId(field: string | undefined): string | null {
  const id = text(field);
  if (id === null || !id.startsWith('<') || !id.endsWith('>')) return id;
  return id.length > 2 ? id.slice(1, -1) : null;
}

function integer(field: string | undefined): number | null {
  return field !== undefined && /^\d{1,15}$/.test(field) ? Number(field) : null;
}

function reject(code: (Decoded & { kind: 'reject' })['code'], detail: string): Decoded {
  return { kind: 'reject', code, detail };
}

/** Enough of a value to recognise it by. */
function quote(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}
