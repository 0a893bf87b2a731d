/** The fields of a record in their order (KB 173280): 13 of its first line, two of each recipient line. Names are ours: the files have no header. */
export const COLUMNS_55 = [
  'message-id',
  'event-number',
  'date-time',
  'gateway-name',
  'partner-name',
  'remote-id',
  'originator',
  'priority',
  'length',
  'seconds',
  'cost',
  'subject-id',
  'number-of-recipients',
  'recipient-name',
  'recipient-report-status',
] as const;
export type Column55 = (typeof COLUMNS_55)[number];

/** Fields of the first line of a record. */
export const FIRST_LINE_FIELDS = COLUMNS_55.indexOf('recipient-name');

/** Place of each field in the line that holds it. */
export const FIELD_55 = {
  messageId: 0,
  eventNumber: 1,
  dateTime: 2,
  gateway: 3,
  partner: 4,
  remoteId: 5,
  originator: 6,
  length: 8,
  subjectId: 11,
  recipientCount: 12,
} as const;

/** The lines of a record: its first one, and those of its recipients. The empty line that ends it is left out. */
export function linesOf55(record: string): readonly [first: string, ...recipients: string[]] {
  const [first = '', ...rest] = record.split(/\r?\n/);
  return [first, ...rest.filter((line) => line.trim() !== '')];
}
