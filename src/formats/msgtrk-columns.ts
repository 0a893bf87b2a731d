/** The columns that are read; logs hold more. */
export const READ_COLUMNS = [
  'date-time',
  'timestamp',
  'client-hostname',
  'server-ip',
  'server-hostname',
  'source-context',
  'source',
  'event-id',
  'internal-message-id',
  'message-id',
  'network-message-id',
  'recipient-address',
  'recipient-status',
  'total-bytes',
  'recipient-count',
  'related-recipient-address',
  'reference',
  'message-subject',
  'sender-address',
  'return-path',
  'message-info',
  'directionality',
] as const;
export type MsgtrkColumn = (typeof READ_COLUMNS)[number];

const REQUIRED: readonly MsgtrkColumn[] = ['event-id', 'message-id'];

const TO_MESSAGE_ID = [
  'date-time',
  'client-ip',
  'client-hostname',
  'server-ip',
  'server-hostname',
  'source-context',
  'connector-id',
  'source',
  'event-id',
  'internal-message-id',
  'message-id',
] as const;
const TO_MESSAGE_INFO = [
  'recipient-address',
  'recipient-status',
  'total-bytes',
  'recipient-count',
  'related-recipient-address',
  'reference',
  'message-subject',
  'sender-address',
  'return-path',
  'message-info',
] as const;
const TO_CUSTOM_DATA = [
  'directionality',
  'tenant-id',
  'original-client-ip',
  'original-server-ip',
  'custom-data',
] as const;

const COLUMNS_2007 = [...TO_MESSAGE_ID, ...TO_MESSAGE_INFO];
const COLUMNS_2010 = [...COLUMNS_2007, ...TO_CUSTOM_DATA];
const COLUMNS_2013 = [
  ...TO_MESSAGE_ID,
  'network-message-id',
  ...TO_MESSAGE_INFO,
  ...TO_CUSTOM_DATA,
] as const;
const COLUMNS_2016 = [
  ...COLUMNS_2013,
  'transport-traffic-type',
  'log-id',
  'schema-version',
] as const;
/** A column that some version of Exchange writes, or its cmdlet, whose `Timestamp` is a local time unless it says its zone. */
export type KnownColumn = (typeof COLUMNS_2016)[number] | 'timestamp';

/** What each version writes, by the number of its columns: 2007, 2010, 2013, and 2016 to Subscription Edition (headers of real logs). */
export const COLUMNS_BY_COUNT: ReadonlyMap<number, readonly string[]> = new Map(
  [COLUMNS_2007, COLUMNS_2010, COLUMNS_2013, COLUMNS_2016].map((columns) => [
    columns.length,
    columns,
  ]),
);

/** What Get-MessageTrackingLog has besides, and what PowerShell adds to objects of another computer. */
const OF_POWERSHELL = [
  'messagelatency',
  'messagelatencytype',
  'pscomputername',
  'runspaceid',
  'psshowcomputername',
];

/** All columns that some version of Exchange writes: any other is new. */
export const KNOWN_COLUMNS: ReadonlySet<string> = new Set([
  ...COLUMNS_2016,
  'timestamp',
  ...OF_POWERSHELL,
]);

/** Names that exports have: Get-MessageTrackingLog drops dashes (`EventId`) and renames some; Exchange Online says that its times are UTC. */
const EXPORTED: ReadonlyMap<string, KnownColumn> = new Map<string, KnownColumn>([
  ...COLUMNS_2016.map((name) => [name.replaceAll('-', ''), name] as const),
  ['date-time-utc', 'date-time'],
  ['recipients', 'recipient-address'],
  ['sender', 'sender-address'],
  ['eventdata', 'custom-data'],
]);

/** Names that only exports have. */
export const EXPORTED_NAMES: readonly string[] = [
  ...EXPORTED.keys(),
  'timestamp',
  ...OF_POWERSHELL,
];

/** A column's name as Exchange Server writes it in its logs. Exports of Exchange Online have underscores. */
export function columnName(written: string): string {
  const name = written
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase()
    .replaceAll('_', '-');
  return EXPORTED.get(name) ?? name;
}

/** Whether these are columns of a message tracking log, and no other log of Exchange. */
export function hasRequired(columns: readonly string[]): boolean {
  const hasTime = columns.includes('date-time') || columns.includes('timestamp');
  return hasTime && REQUIRED.every((name) => columns.includes(name));
}
