import { isKnownEventId, msgtrkCode, unknownKey } from '../catalogue/msgtrk-codes.ts';
import type { RejectCode } from '../catalogue/rejects.ts';
import type { LogEvent } from '../model/log-event.ts';
import { foldAddress } from '../model/fold-names.ts';
import type { Decoded, Layout, LogFormat } from './format.ts';
import { fieldsOf } from './msgtrk-fields.ts';
import { bareId, guidId, guidOf, visible } from './msgtrk-ids.ts';
import { ONLINE_SERVER } from './online-server.ts';
import { readExportTime } from './time-export.ts';
import { isKnownTraceColumn, isTrace, traceColumn } from './trace-columns.ts';
import type { TraceColumn } from './trace-columns.ts';
import { tracedEvent } from './trace-words.ts';
import type { TracedEvent } from './trace-words.ts';

const BOM = /^\uFEFF/;
/** PowerShell begins a file so that was exported with its type. */
const TYPE_LINE = /^\uFEFF?#TYPE /;
/** Any header holds these words; most other lines do not, and need not be cut into fields. */
const MAY_BE_HEADER = /^(?=.*status)(?=.*sender)(?=.*(?:received|date|timestamp))/i;
const SOURCE = 'TRACE';

type Row = (column: TraceColumn) => string;
type Reject = Decoded & { readonly kind: 'reject' };

/** A recipient, and how far the message came for it. */
interface Traced {
  readonly recipient: string | null;
  readonly status: TracedEvent;
}

/**
 * Summary traces of Exchange Online, a line for each recipient (Get-MessageTrace, Get-MessageTraceV2, the admin center's summary) or each message (its
 * enhanced summary). They tell when a message came in and what has become of it by the time of the trace, not what happened when.
 */
export const messageTrace: LogFormat = {
  name: 'messagetrace',
  title: 'Exchange Online message trace, summary',
  initialLayout: { columns: [], writerVersion: null },
  recognises: (firstLines) => firstLines.some((line) => columnsIn(line) !== null),
  isDirective: (line) => TYPE_LINE.test(line) || columnsIn(line) !== null,
  readDirective(line, layout) {
    const columns = columnsIn(line);
    return columns === null ? layout : { ...layout, columns };
  },
  unknownColumns: ({ columns }) => columns.filter((name) => !isKnownTraceColumn(name)),
  joinsLines: (lines) => (fieldsOf(lines)?.length ?? 0) >= FEWEST_COLUMNS,
  serverOf: () => ONLINE_SERVER,
  decoder,
};

/** Those of the admin center: date, sender, recipient, subject, status. */
const FEWEST_COLUMNS = 5;

function columnsIn(line: string): string[] | null {
  if (!MAY_BE_HEADER.test(line)) return null;
  const columns = fieldsOf(line.replace(BOM, ''))?.map(traceColumn) ?? [];
  return isTrace(columns) ? columns : null;
}

function decoder({ columns }: Layout): (record: string) => Decoded {
  const places = new Map(columns.map((name, place) => [name, place]));

  return (record) => {
    if (record.includes('\0')) return reject('nul-bytes', 'the line holds NUL bytes');
    const fields = fieldsOf(record.replace(BOM, ''));
    if (fields === null) return reject('bad-quotes', 'a quote stands where none may be');
    if (columns.length === 0) return reject('too-few-fields', 'no header line names the columns');
    if (fields.length !== columns.length) {
      const code = fields.length < columns.length ? 'too-few-fields' : 'too-many-fields';
      return reject(code, `${fields.length} fields, not ${columns.length}`);
    }
    return decode((column) => fields[places.get(column) ?? -1]?.trim() ?? '');
  };
}

function decode(row: Row): Decoded {
  const at = readExportTime(row('received'));
  if (typeof at !== 'number') return reject(at, wrongTime(row('received'), at));
  const traced = tracedIn(row);
  if (traced.length === 0) return reject('bad-event-id', `no status: ${quote(statusOf(row))}`);
  const networkMessageId = guidOf(row('trace-id'));
  const sender = row('sender') || null;
  const common = {
    at,
    messageId: bareId(row('message-id')) ?? guidId(networkMessageId) ?? madeId(at, sender),
    networkMessageId,
    server: null,
    partner: null,
    clientHost: null,
    sender,
    subject: row('subject') || null,
    sizeBytes: integer(row('size')),
    recipientCount: null,
    originatedAt: null,
    linkedMessageId: null,
    serviceVersion: null,
  };
  return { kind: 'event', events: traced.map((one) => eventOf(one, common)) };
}

function eventOf(
  { recipient, status }: Traced,
  common: Omit<LogEvent, 'code' | 'recipient'>,
): LogEvent {
  const code = msgtrkCode(status.event, SOURCE, status.role);
  if (isKnownEventId(status.event)) return { ...common, code, recipient };
  return { ...common, code, recipient, eventText: visible(unknownKey(status.event, SOURCE)) };
}

function statusOf(row: Row): string {
  return row('recipient-status') || row('status');
}

/** Everyone a line tells of, each once; none where a status is no word. */
function tracedIn(row: Row): Traced[] {
  const listed = row('recipient-status');
  if (listed === '') {
    const status = tracedEvent(row('status'));
    return status === null ? [] : [{ recipient: row('recipient') || null, status }];
  }
  const found = new Map<string, Traced>();
  for (const item of listed.split(';')) {
    const [, address = item, words = ''] = /^(.*?)##(.*)$/s.exec(item) ?? [];
    const recipient = address.trim();
    const status = tracedEvent(words.split(',').at(-1) ?? '');
    if (status === null) return [];
    if (recipient !== '') found.set(foldAddress(recipient), { recipient, status });
  }
  return [...found.values()];
}

/** Of what the lines of all recipients say alike, where they name no message. */
function madeId(at: number, sender: string | null): string {
  return visible(`Trace:${new Date(at).toISOString()},${(sender ?? '<>').toLowerCase()}`);
}

function wrongTime(text: string, code: 'bad-date' | 'bad-time' | 'local-time'): string {
  return code === 'local-time'
    ? `day or month may be first: ${quote(text)}`
    : `no such time: ${quote(text)}`;
}

function integer(field: string): number | null {
  return /^\d{1,15}$/.test(field) ? Number(field) : null;
}

function reject(code: RejectCode, detail: string): Reject {
  return { kind: 'reject', code, detail };
}

/** Enough of a value to recognise it by. */
function quote(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}
