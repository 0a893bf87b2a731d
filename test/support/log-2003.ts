/** The fields of one line of a 2000/2003 log, as text, in the order of the columns. */
export interface Fields2003 {
  readonly date: string;
  readonly time: string;
  readonly clientIp: string;
  readonly clientHost: string;
  readonly partner: string;
  readonly server: string;
  readonly serverIp: string;
  readonly recipient: string;
  readonly event: string | number;
  readonly id: string;
  readonly priority: string;
  readonly reportStatus: string;
  readonly bytes: string | number;
  readonly recipients: string | number;
  readonly originated: string;
  readonly encryption: string;
  readonly version: string;
  readonly linked: string;
  readonly subject: string;
  readonly sender: string;
  /** The field without a name. */
  readonly nameless: string;
}

const ORDINARY: Fields2003 = {
  date: '2004-2-18',
  time: '9:0:1 GMT',
  clientIp: '10.1.0.99',
  clientHost: 'client9.corp.example',
  partner: '-',
  server: 'EXCH01',
  serverIp: '10.1.0.1',
  recipient: 'ann@corp.example',
  event: 1019,
  id: 'one@corp.example',
  priority: '0',
  reportStatus: '0',
  bytes: 1200,
  recipients: 1,
  originated: '2004-2-18 9:0:0 GMT',
  encryption: '0',
  version: 'Version: 6.0.3790.0',
  linked: '-',
  subject: ' Status',
  sender: 'ben@corp.example',
  nameless: '-',
};

export const COLUMN_LINE =
  '# Date\tTime\tclient-ip\tClient-hostname\tPartner-Name\tServer-hostname\tserver-IP\tRecipient-Address\t' +
  'Event-ID\tMSGID\tPriority\tRecipient-Report-Status\ttotal-bytes\tNumber-Recipients\tOrigination-Time\t' +
  'Encryption\tservice-Version\tLinked-MSGID\tMessage-Subject\tSender-Address';

export const HEADER_2003: readonly string[] = [
  '# Message Tracking Log File',
  '# Exchange System Attendant Version 6.5.6944.0',
  COLUMN_LINE,
];

/** The 21 fields of an ordinary line, with these in their place. */
export function fields2003(changes: Partial<Fields2003> = {}): string[] {
  return Object.values({ ...ORDINARY, ...changes }).map(String);
}

/** A line, without its line end. */
export function line2003(changes: Partial<Fields2003> = {}): string {
  return fields2003(changes).join('\t');
}

/** A whole log of these lines, each with its line end. */
export function log2003(
  lines: readonly (Partial<Fields2003> | string)[],
  { header = HEADER_2003, lineEnd = '\r\n' } = {},
): string {
  const texts = lines.map((line) => (typeof line === 'string' ? line : line2003(line)));
  return [...header, ...texts].map((line) => line + lineEnd).join('');
}
