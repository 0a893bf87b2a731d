/** The columns that are read; logs hold more. */
export const READ_COLUMNS = [
  'date-time',
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

const REQUIRED: readonly MsgtrkColumn[] = ['date-time', 'event-id', 'message-id'];

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
/** A column that some version of Exchange writes. */
export type KnownColumn = (typeof COLUMNS_2016)[number];

/** What each version writes, by the number of its columns: 2007, 2010, 2013, and 2016 to Subscription Edition (headers of real logs). */
export const COLUMNS_BY_COUNT: ReadonlyMap<number, readonly string[]> = new Map(
  [COLUMNS_2007, COLUMNS_2010, COLUMNS_2013, COLUMNS_2016].map((columns) => [
    columns.length,
    columns,
  ]),
);

/** All columns that some version of Exchange writes: any other is new. */
export const KNOWN_COLUMNS: ReadonlySet<string> = new Set(COLUMNS_2016);

/** A column's name as Exchange Server writes it: Exchange Online has underscores, and says that its times are UTC. */
export function columnName(written: string): string {
  const name = written
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase()
    .replaceAll('_', '-');
  return name === 'date-time-utc' ? 'date-time' : name;
}

/** Whether these are columns of a message tracking log, and no other log of Exchange. */
export function hasRequired(columns: readonly string[]): boolean {
  return REQUIRED.every((name) => columns.includes(name));
}
