/** The columns of Exchange 2016, 2019 and SE, in their order. */
export const COLUMNS = [
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
  'tenant-id',
  'original-client-ip',
  'original-server-ip',
  'custom-data',
  'transport-traffic-type',
  'log-id',
  'schema-version',
] as const;

export type Column = (typeof COLUMNS)[number];
export type Row = Partial<Record<Column, string>>;

const OF_2010 = COLUMNS.slice(0, 27).filter((column) => column !== 'network-message-id');

/** 2016 to SE; 2013, which ended with custom-data; 2010 without network-message-id; 2007, which ended with message-info. */
export const LAYOUTS = {
  30: COLUMNS,
  27: COLUMNS.slice(0, 27),
  26: OF_2010,
  21: OF_2010.slice(0, 21),
} as const;
export type Layout = keyof typeof LAYOUTS;

/** One line, with its end; quoted only where it has to be. */
export function lineOf(row: Row, layout: Layout): string {
  return `${LAYOUTS[layout].map((column) => field(row[column] ?? '')).join(',')}\r\n`;
}

function field(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Items with a semicolon of their own stand in single quotes. */
export function listOf(items: readonly string[]): string {
  return items.map((item) => (item.includes(';') ? `'${item}'` : item)).join(';');
}
