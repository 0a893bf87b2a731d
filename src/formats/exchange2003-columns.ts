/** The fields of a 2000/2003 line in their usual order (KB 246965); names are lower case, as capitals differ by source. */
export const USUAL_FIELDS = {
  date: 0,
  time: 1,
  'client-ip': 2,
  'client-hostname': 3,
  'partner-name': 4,
  'server-hostname': 5,
  'server-ip': 6,
  'recipient-address': 7,
  'event-id': 8,
  msgid: 9,
  priority: 10,
  'recipient-report-status': 11,
  'total-bytes': 12,
  'number-recipients': 13,
  'origination-time': 14,
  encryption: 15,
  'service-version': 16,
  'linked-msgid': 17,
  'message-subject': 18,
  'sender-address': 19,
};
export type Column2003 = keyof typeof USUAL_FIELDS;

/** The 20 column names in their usual order. */
export const COLUMNS_2003: readonly Column2003[] = [
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
];

/** Without one of these a line says nothing: the header that lacks them is not believed. */
export const REQUIRED_2003: readonly Column2003[] = ['date', 'time', 'event-id', 'msgid'];
