/** The 20 column names of a 2000/2003 log in their usual order (KB 246965), lower case: capitals differ by source. */
export const COLUMNS_2003 = [
  'date',
  'time',
  'client-ip',
  'client-hostname',
  'partner-name',
  'server-hostname',
  'server-ip',
  'recipient-address',
  'event-id',
  'msgid',
  'priority',
  'recipient-report-status',
  'total-bytes',
  'number-recipients',
  'origination-time',
  'encryption',
  'service-version',
  'linked-msgid',
  'message-subject',
  'sender-address',
] as const;
export type Column2003 = (typeof COLUMNS_2003)[number];

/** Without one of these a line says nothing: the header that lacks them is not believed. */
export const REQUIRED_2003: readonly Column2003[] = ['date', 'time', 'event-id', 'msgid'];
