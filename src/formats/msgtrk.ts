import { MSGTRK_EVENT_IDS, msgtrkCode, unknownKey } from '../catalogue/msgtrk-codes.ts';
import type { LogEvent } from '../model/log-event.ts';
import type { Decoded, Layout, LogFormat } from './format.ts';
import { lineKernel } from './line-kernel.ts';
import { columnName, COLUMNS_BY_COUNT, hasRequired, KNOWN_COLUMNS } from './msgtrk-columns.ts';
import { fieldsOf } from './msgtrk-fields.ts';
import { ByteDecoderMsgtrk } from './msgtrk-bytes.ts';
import { isEventId } from './msgtrk-event-plans.ts';
import { hostsOf } from './msgtrk-hosts.ts';
import { idsOf, linksTo, referencedId, tellsArrival, visible } from './msgtrk-ids.ts';
import { originalRecipients, recipientsOf, tellsOfOriginal } from './msgtrk-roles.ts';
import { isTypeName, planColumns, rowOf } from './msgtrk-row.ts';
import type { MsgtrkPlan, MsgtrkRow } from './msgtrk-row.ts';
import { senderOf } from './msgtrk-sender.ts';
import { ONLINE_SERVER } from './online-server.ts';
import { createIsoReader } from './time-iso.ts';
import { readExportTime } from './time-export.ts';
import type { IsoTime } from './time-iso.ts';

const BOM = '\uFEFF';
const ONLINE_COLUMNS = /^\uFEFF?"?date_time_utc"?,/i;
const MOST_COLUMNS = Math.max(...COLUMNS_BY_COUNT.keys());
const BEGINS_LATER_LINE = /\n"?\d{4}-\d\d-\d\dT[\d:.]+Z?"?,/;
const VERSION_LINE = /^#Version: *(\S+)/i;
const FIELDS_LINE = /^#Fields: */i;
/** Columns without a hash before them, as exports begin: of Exchange Online, or of Get-MessageTrackingLog, whose columns come in any order. */
const HEADER_LINE = /^"?date[-_]time|^(?=.*timestamp)(?=.*eventid).*messageid/i;

const KNOWN_EVENTS: ReadonlySet<string> = new Set(MSGTRK_EVENT_IDS);

/**
 * Exchange 2007 to Subscription Edition: comma-separated lines, one for each event, with lists of recipients (Microsoft Learn, "Message
 * tracking"). Versions differ in their columns, so only the header says which field is which; without one the number of fields does.
 */
export const msgtrk: LogFormat = {
  name: 'msgtrk',
  title: 'Exchange 2007 and later message tracking log',
  // No columns: each line's own number of fields tells.
  initialLayout: { columns: [], writerVersion: null },

  recognises: (firstLines) =>
    firstLines.some(
      (line) =>
        /^\uFEFF?#Log-type: *Message Tracking Log/i.test(line) ||
        columnsIn(line) !== null ||
        isUsualLine(line),
    ),

  isDirective: (line) => {
    const first = line.codePointAt(0) ?? 0;
    // All but a few lines begin with a digit.
    if (first >= 0x30 && first <= 0x39) return false;
    return withoutBom(line).startsWith('#') || columnsIn(line) !== null;
  },

  readDirective(line, layout) {
    const version = VERSION_LINE.exec(withoutBom(line))?.[1];
    if (version !== undefined) return { ...layout, writerVersion: version };
    const columns = columnsIn(line);
    return columns === null ? layout : { ...layout, columns };
  },

  joinsLines(lines) {
    const fields = fieldsOf(lines)?.length ?? 0;
    // So many may be those of a version to come, or two lines that a stray quote is in.
    if (fields > MOST_COLUMNS) return !BEGINS_LATER_LINE.test(lines);
    return COLUMNS_BY_COUNT.has(fields);
  },

  serverOf: (firstLines) =>
    firstLines.some((line) => ONLINE_COLUMNS.test(line)) ? ONLINE_SERVER : null,

  unknownColumns: ({ columns }) => columns.filter((name) => !KNOWN_COLUMNS.has(name)),

  decoder,

  byteDecoder: ({ columns }) => byteDecoderFor(columns),
};

type Plans = ReadonlyMap<number, MsgtrkPlan>;

interface ColumnPlans {
  readonly plans: Plans;
  /** Undefined until it was asked for: most who read lines as texts need none. */
  byteDecoder?: ByteDecoderMsgtrk | null;
}

/** What was made for the columns that were read lately: files begin with none, and most have the same then. */
const recent = new Map<string, ColumnPlans>();
const MOST_RECENT = 8;

function plansFor(columns: readonly string[]): ColumnPlans {
  const key = columns.join();
  let found = recent.get(key);
  if (found === undefined) {
    found = { plans: plansByCount(columns) };
    if (recent.size === MOST_RECENT) recent.clear();
    recent.set(key, found);
  }
  return found;
}

function byteDecoderFor(columns: readonly string[]): ByteDecoderMsgtrk | null {
  const found = plansFor(columns);
  if (found.byteDecoder === undefined) {
    // An export has times in a column of their own, and may have the name of a type where a list was.
    const kernel = columns.includes('timestamp') ? null : lineKernel();
    found.byteDecoder = kernel === null ? null : new ByteDecoderMsgtrk(found.plans, kernel);
  }
  return found.byteDecoder;
}

function withoutBom(line: string): string {
  return line.startsWith(BOM) ? line.slice(1) : line;
}

/** The columns that a header line of this format names; null for any other line. */
function columnsIn(line: string): string[] | null {
  const bare = withoutBom(line);
  if (!FIELDS_LINE.test(bare) && !HEADER_LINE.test(bare)) return null;
  const columns = bare.replace(FIELDS_LINE, '').split(',').map(columnName);
  return hasRequired(columns) ? columns : null;
}

/** Whether a line without a header is one of these: it has the fields of some version, and begins with a time. */
function isUsualLine(line: string): boolean {
  const fields = fieldsOf(withoutBom(line)) ?? [];
  const columns = COLUMNS_BY_COUNT.get(fields.length);
  if (columns === undefined) return false;
  const row = rowOf(fields, planColumns(columns));
  return typeof createIsoReader()(row('date-time')) === 'number' && isEventId(row('event-id'));
}

function decoder(layout: Layout): (line: string) => Decoded {
  const planFor = planner(layout.columns);
  const readTime = timeReader(layout.columns);
  const readArrival = createIsoReader();

  return (line) => {
    if (line.includes('\0')) return reject('nul-bytes', 'the line holds NUL bytes');
    const fields = fieldsOf(withoutBom(line));
    if (fields === null) return reject('bad-quotes', 'a quote stands where none may be');
    const plan = planFor(fields.length);
    if (typeof plan === 'string') return reject(plan, wrongNumber(fields.length, layout.columns));
    const row = rowOf(fields, plan);
    const at = readTime(row);
    if (typeof at !== 'number') return reject(at, wrongTime(row, at));
    const recipients = plan.has('timestamp') ? fields[plan.get('recipient-address') ?? -1] : '';
    if (isTypeName(recipients))
      return reject('type-names', `the recipients are ${quote(recipients ?? '')}`);
    if (!isEventId(row('event-id')))
      return reject('bad-event-id', `no event id: ${quote(row('event-id'))}`);
    return { kind: 'event', events: toEvents(row, at, readArrival) };
  };
}

type RowTime = IsoTime | 'local-time';

/** How lines tell their time: in UTC, but exports of Get-MessageTrackingLog only with its zone. */
function timeReader(columns: readonly string[]): (row: MsgtrkRow) => RowTime {
  const readTime = createIsoReader();
  return columns.includes('timestamp') && !columns.includes('date-time')
    ? (row) => readExportTime(row('timestamp'), true)
    : (row) => readTime(row('date-time'));
}

function wrongTime(row: MsgtrkRow, code: Exclude<RowTime, number>): string {
  const text = quote(row('date-time') || row('timestamp'));
  return code === 'local-time' ? `a local time without its zone: ${text}` : `no such time: ${text}`;
}

type WrongNumber = 'too-few-fields' | 'too-many-fields';

/** Where columns are in lines of so many fields: of one number, where a header names them. */
function plansByCount(columns: readonly string[]): Plans {
  const named = columns.length > 0 ? new Map([[columns.length, columns]]) : COLUMNS_BY_COUNT;
  return new Map([...named].map(([count, names]) => [count, planColumns(names)]));
}

/** Which plan a line with so many fields has. */
function planner(columns: readonly string[]): (fields: number) => MsgtrkPlan | WrongNumber {
  const plans = plansFor(columns).plans;
  const most = Math.max(...plans.keys());
  return (fields) => plans.get(fields) ?? (fields < most ? 'too-few-fields' : 'too-many-fields');
}

function wrongNumber(fields: number, columns: readonly string[]): string {
  const wanted =
    columns.length > 0 ? String(columns.length) : [...COLUMNS_BY_COUNT.keys()].join(', ');
  return `${fields} fields, not ${wanted}`;
}

function toEvents(row: MsgtrkRow, at: number, readArrival: (text: string) => IsoTime): LogEvent[] {
  const written = row('event-id');
  const source = row('source');
  const event = written.toUpperCase();
  const hosts = hostsOf(row, event);
  const ids = idsOf(row, event, hosts.server);
  const moderates = tellsOfOriginal(event);
  const reference = moderates || linksTo(event) ? referencedId(row) : null;
  const common = {
    at,
    ...ids,
    ...hosts,
    sender: senderOf(row, source, event),
    subject: row('message-subject') || null,
    sizeBytes: integer(row('total-bytes')),
    recipientCount: integer(row('recipient-count')),
    originatedAt: tellsArrival(event) ? arrivalOf(row('message-info'), readArrival) : null,
    linkedMessageId: reference,
    serviceVersion: null,
    ...(KNOWN_EVENTS.has(event) ? {} : { eventText: visible(unknownKey(written, source)) }),
  };
  const events: LogEvent[] = recipientsOf(row, event, hosts).map(({ address, role }) => ({
    ...common,
    code: msgtrkCode(event, source, role),
    recipient: address,
  }));
  if (moderates && reference !== null && reference !== ids.messageId) {
    const code = msgtrkCode(event, source, 'original');
    events.push(
      ...originalRecipients(row).map((recipient) => ({
        ...NOTHING_ELSE,
        ...hosts,
        at,
        code,
        recipient,
        messageId: reference,
      })),
    );
  }
  return events;
}

/** Sender, subject and size of a line about moderation are those of the request, not of the message that waits. */
const NOTHING_ELSE = {
  networkMessageId: null,
  submissionId: null,
  sender: null,
  subject: null,
  sizeBytes: null,
  recipientCount: null,
  originatedAt: null,
  linkedMessageId: null,
  serviceVersion: null,
} as const;

/** When the message came into the organisation: what message-info begins with, where it does not begin with something else. */
function arrivalOf(messageInfo: string, read: (text: string) => IsoTime): number | null {
  const semicolon = messageInfo.indexOf(';');
  const time = read(semicolon < 0 ? messageInfo : messageInfo.slice(0, semicolon));
  return typeof time === 'number' ? time : null;
}

function integer(field: string): number | null {
  return /^\d{1,15}$/.test(field) ? Number(field) : null;
}

function reject(code: (Decoded & { kind: 'reject' })['code'], detail: string): Decoded {
  return { kind: 'reject', code, detail };
}

/** Enough of a value to recognise it by. */
function quote(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}
