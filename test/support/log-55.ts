/** The fields of a record of a 4.0 to 5.5 log, as text, in their order; and the lines of its recipients. */
export interface Fields55 {
  readonly id: string;
  readonly event: string | number;
  readonly time: string;
  readonly gateway: string;
  readonly partner: string;
  readonly remoteId: string;
  readonly originator: string;
  readonly priority: string;
  readonly length: string | number;
  readonly seconds: string;
  readonly cost: string;
  readonly subjectId: string;
  readonly count: string | number;
  readonly recipients: readonly string[];
}

export const SITE = '/o=Contoso/ou=Main';
export const mailbox = (name: string): string => `${SITE}/cn=Recipients/cn=${name}`;
export const serverName = (name: string, service: string): string =>
  `${SITE}/cn=Configuration/cn=Servers/cn=${name}/cn=${service}`;
export const store = (name: string): string => serverName(name, 'Microsoft Private MDB');
export const mta = (name: string): string => serverName(name, 'Microsoft MTA');
export const mtsId = (server: string, n: number): string =>
  `c=us;a= ;p=Contoso;l=${server}-980302090000Z-${n}`;

const ORDINARY: Fields55 = {
  id: mtsId('MAIL55', 1),
  event: 4,
  time: '1998.3.2 9:0:1',
  gateway: '',
  partner: store('MAIL55'),
  remoteId: '',
  originator: mailbox('ben'),
  priority: '0',
  length: 1200,
  seconds: '0',
  cost: '1',
  subjectId: '',
  count: 1,
  recipients: [mailbox('ann')],
};

/** The first line of a record, without its line end. */
export function firstLine55(changes: Partial<Fields55> = {}): string {
  const { recipients: _, ...fields } = { ...ORDINARY, ...changes };
  return Object.values(fields).map(String).join('\t');
}

/** The lines of a record, its empty line included, without line ends. */
export function record55(changes: Partial<Fields55> = {}): string[] {
  return [firstLine55(changes), ...(changes.recipients ?? ORDINARY.recipients), ''];
}

/** A whole log of these records. */
export function log55(
  records: readonly (Partial<Fields55> | readonly string[])[],
  { lineEnd = '\n' } = {},
): string {
  return records
    .flatMap((record) => (isLines(record) ? record : record55(record)))
    .map((line) => line + lineEnd)
    .join('');
}

function isLines(record: Partial<Fields55> | readonly string[]): record is readonly string[] {
  return Array.isArray(record);
}
