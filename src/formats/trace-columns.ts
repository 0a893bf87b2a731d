/** What the columns of summary traces are read as, by their names without case, spaces, underscores and brackets. */
const READ_AS = {
  received: 'received',
  receivedutc: 'received',
  date: 'received',
  dateutc: 'received',
  origintimestamp: 'received',
  origintimestamputc: 'received',
  sender: 'sender',
  senderaddress: 'sender',
  recipient: 'recipient',
  recipientaddress: 'recipient',
  subject: 'subject',
  messagesubject: 'subject',
  status: 'status',
  recipientstatus: 'recipient-status',
  messageid: 'message-id',
  messagetraceid: 'trace-id',
  networkmessageid: 'trace-id',
  size: 'size',
  totalbytes: 'size',
} as const satisfies Readonly<Record<string, string>>;
export type TraceColumn = (typeof READ_AS)[keyof typeof READ_AS];

const NAMES: ReadonlyMap<string, TraceColumn> = new Map(Object.entries(READ_AS));

/** Columns that traces have besides, and that PowerShell adds. */
const UNREAD: ReadonlySet<string> = new Set(
  (
    'organization toip fromip startdate enddate index originalclientip directionality connectorid deliverypriority ' +
    'pscomputername runspaceid psshowcomputername'
  ).split(' '),
);

/** All names of columns that header lines of exports hold, and the words that they are made of. */
export const TRACE_COLUMN_NAMES: readonly string[] = [
  ...NAMES.keys(),
  ...NAMES.values(),
  ...UNREAD,
  'origin_timestamp_utc recipient_status message_subject total_bytes network_message_id',
];

/** Events are no statuses: a log with these columns is another one. */
const OF_LOGS: ReadonlySet<string> = new Set(['eventid', 'event', 'recipients']);

/**
 * The name of a column as it is read. Get-MessageTrace and Get-MessageTraceV2 name it `SenderAddress`, the admin center `Sender`, the enhanced
 * summary `sender_address` (Microsoft Learn). Others stay as they are written, in small letters.
 */
export function traceColumn(written: string): string {
  const bare = written.toLowerCase().replace(/[^a-z\d]+/g, '');
  return NAMES.get(bare) ?? bare;
}

/** Whether these columns are those of a summary trace, and of no other table. */
export function isTrace(columns: readonly string[]): boolean {
  const has = (name: TraceColumn): boolean => columns.includes(name);
  const tellsStatus = (has('status') && has('recipient')) || has('recipient-status');
  const isOther = columns.some((name) => OF_LOGS.has(name));
  return has('received') && has('sender') && tellsStatus && !isOther;
}

export function isKnownTraceColumn(name: string): boolean {
  return UNREAD.has(name) || [...NAMES.values()].some((known) => known === name);
}
