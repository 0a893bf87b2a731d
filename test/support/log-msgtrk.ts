import { COLUMNS_BY_COUNT } from '../../src/formats/msgtrk-columns.ts';

/** Fields by their column; any other field is empty. */
export type MsgtrkFields = Readonly<Record<string, string | number>>;

export const COLUMNS_2007 = columnsOf(21);
export const COLUMNS_2010 = columnsOf(26);
export const COLUMNS_2013 = columnsOf(27);
export const COLUMNS_2016 = columnsOf(30);

function columnsOf(count: number): readonly string[] {
  return COLUMNS_BY_COUNT.get(count) ?? [];
}

/** A mail that comes in over SMTP. */
const ORDINARY: MsgtrkFields = {
  'date-time': '2024-02-19T09:00:01.250Z',
  'client-hostname': 'MX1',
  'server-hostname': 'EX01',
  source: 'SMTP',
  'event-id': 'RECEIVE',
  'internal-message-id': 7,
  'message-id': '<one@contoso.example>',
  'network-message-id': '0a000000-0000-0000-0000-00000000000b',
  'recipient-address': 'ann@contoso.example',
  'total-bytes': 1200,
  'recipient-count': 1,
  'message-subject': 'Status',
  'sender-address': 'ben@contoso.example',
};

/** One line of a modern log, quoted as Exchange does. */
export function lineMsgtrk(
  fields: MsgtrkFields = {},
  columns: readonly string[] = COLUMNS_2016,
): string {
  const all: MsgtrkFields = { ...ORDINARY, ...fields };
  return columns.map((name) => quoted(String(all[name] ?? ''))).join(',');
}

export function headerMsgtrk(columns: readonly string[] = COLUMNS_2016): string[] {
  return [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.01.2375.007',
    '#Log-type: Message Tracking Log',
    '#Date: 2024-02-19T09:00:00.000Z',
    `#Fields: ${columns.join(',')}`,
  ];
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
