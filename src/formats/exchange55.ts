import { findEvent } from '../catalogue/events.ts';
import { foldAddress } from '../model/fold-names.ts';
import { foldHost, isSameHost } from '../model/host-name.ts';
import type { LogEvent } from '../model/log-event.ts';
import { COLUMNS_55, FIELD_55, FIRST_LINE_FIELDS, linesOf55 } from './exchange55-fields.ts';
import type { Decoded, LogFormat } from './format.ts';
import { addressOf55, hostOf55, storeServerOf55, textOf55 } from './names-55.ts';
import { parseDate, parseTime } from './time-2003.ts';

const TAB = '\t';

/** How an MTS-ID begins; an X.400 address goes on differently. */
const MTS_ID = /^c=[^;\t]*;a=[^;\t]*;p=[^;\t]*;l=/i;

/** A recipient line has two fields at most; the first line of a record, also one that is cut short, has more or begins with an MTS-ID. */
const RECIPIENT_FIELDS = 2;

/** Events that only the server's own store is the partner of: it takes from it, or delivers to it. */
const OF_OWN_STORE = new Set(['4', '9', '10', '1000']);

/** Events of receipts and non-delivery reports. */
const REPORTS: ReadonlySet<number> = new Set([
  2, 8, 10, 33, 34, 43, 52, 1005, 1006, 1007, 1015, 1016, 1017, 1018,
]);

/**
 * Exchange 4.0 to 5.5: records of a line of 13 tab-separated fields, a line for each recipient and an empty line; no header, no quoting
 * (KB 173280, KB 317908). No line names the server that wrote it.
 */
export const exchange55: LogFormat = {
  name: 'exchange55',
  title: 'Exchange 4.0 to 5.5 message tracking log',
  initialLayout: { columns: COLUMNS_55, writerVersion: null },
  recognises: (firstLines) => firstLines.some((line) => readFirstLine(line).kind === 'head'),
  isDirective: () => false,
  readDirective: (_line, layout) => layout,
  beginsRecord: (line) => hasFields(line, RECIPIENT_FIELDS + 1) || MTS_ID.test(line),

  serverOf(firstLines) {
    const names = new Map<string, string>();
    for (const line of firstLines) {
      const fields = line.split(TAB);
      const name = OF_OWN_STORE.has(fields[FIELD_55.eventNumber] ?? '')
        ? storeServerOf55(fields[FIELD_55.partner])
        : null;
      if (name !== null) names.set(foldHost(name), name);
    }
    const [only = null, ...others] = names.values();
    return others.length === 0 ? only : null;
  },

  decoder: (_layout, server = null) => {
    return (record) => {
      if (record.includes('\0')) return reject('nul-bytes', 'the record holds NUL bytes');
      const [first, ...recipients] = linesOf55(record);
      const read = readFirstLine(first);
      if (read.kind === 'reject') return read;
      return { kind: 'event', events: eventsOf(read, recipients, server) };
    };
  },
};

function hasFields(line: string, count: number): boolean {
  let at = -1;
  for (let tabs = 1; tabs < count; tabs++) {
    at = line.indexOf(TAB, at + 1);
    if (at < 0) return false;
  }
  return true;
}

interface Head {
  readonly kind: 'head';
  readonly fields: readonly string[];
  readonly messageId: string;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly code: number;
}

function readFirstLine(line: string): Head | (Decoded & { kind: 'reject' }) {
  const fields = line.split(TAB);
  if (fields.length < FIRST_LINE_FIELDS)
    return reject('too-few-fields', `${fields.length} of ${FIRST_LINE_FIELDS} fields`);
  if (fields.slice(FIRST_LINE_FIELDS).some((field) => field.trim() !== ''))
    return reject('too-many-fields', `${fields.length} of ${FIRST_LINE_FIELDS} fields`);
  const [dateText = '', timeText = ''] = (fields[FIELD_55.dateTime] ?? '').split(' ');
  const day = /^[\d.]+$/.test(dateText) ? parseDate(dateText.replaceAll('.', '-')) : null;
  if (day === null) return reject('bad-date', `no such date: ${quote(dateText)}`);
  const time = parseTime(timeText);
  if (time === null) return reject('bad-time', `no such time: ${quote(timeText)}`);
  const code = fields[FIELD_55.eventNumber] ?? '';
  if (!/^\d{1,9}$/.test(code))
    return reject('bad-event-id', `the event id is no number: ${quote(code)}`);
  const messageId = textOf55(fields[FIELD_55.messageId]);
  if (messageId === null) return reject('no-message-id', 'the record names no message');
  return { kind: 'head', fields, messageId, at: day + time, code: Number(code) };
}

function eventsOf(head: Head, recipients: readonly string[], server: string | null): LogEvent[] {
  const { fields, at, code, messageId } = head;
  const peer = peerOf(fields, server);
  const isReport = REPORTS.has(code);
  const stage = findEvent(code)?.stage;
  const isArrival = stage === 'submission' || stage === 'accepted';
  const common = {
    at,
    code,
    messageId,
    server,
    partner: isArrival ? null : peer,
    clientHost: isArrival ? peer : null,
    // Reports that name no sender are those of the null sender, as later logs say it.
    sender: addressOf55(fields[FIELD_55.originator]) ?? (isReport ? '<>' : null),
    subject: null,
    sizeBytes: integer(fields[FIELD_55.length]),
    recipientCount: integer(fields[FIELD_55.recipientCount]),
    originatedAt: null,
    linkedMessageId: isReport ? reportedOf(fields) : linkedOf(fields),
    serviceVersion: null,
  };
  const named = addressesOf(recipients);
  return (named.length === 0 ? [null] : named).map((recipient) => ({ ...common, recipient }));
}

/** Each address once: a record that names it twice tells of one recipient. */
function addressesOf(lines: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const line of lines) {
    const address = addressOf55(line.split(TAB)[0]);
    if (address !== null && !found.has(foldAddress(address)))
      found.set(foldAddress(address), address);
  }
  return [...found.values()];
}

/** The other side; a server's own store, MTA and connectors, which it names by its own directory name, are none. */
function peerOf(fields: readonly string[], server: string | null): string | null {
  for (const field of [fields[FIELD_55.partner], fields[FIELD_55.gateway]]) {
    const host = hostOf55(field);
    if (host !== null && (server === null || !isSameHost(host, server))) return host;
  }
  return null;
}

/** The id of the same message on the Internet, which a gateway notes. */
function linkedOf(fields: readonly string[]): string | null {
  return /<([^<>\s]+@[^<>\s]+)>/.exec(fields[FIELD_55.remoteId] ?? '')?.[1] ?? null;
}

/** The id of the message that a report speaks of. */
function reportedOf(fields: readonly string[]): string | null {
  const subject = textOf55(fields[FIELD_55.subjectId]);
  return subject !== null && MTS_ID.test(subject) ? subject : null;
}

function integer(field: string | undefined): number | null {
  return field !== undefined && /^\d{1,15}$/.test(field) ? Number(field) : null;
}

function reject(
  code: (Decoded & { kind: 'reject' })['code'],
  detail: string,
): Decoded & { kind: 'reject' } {
  return { kind: 'reject', code, detail };
}

/** Enough of a value to recognise it by. */
function quote(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}
