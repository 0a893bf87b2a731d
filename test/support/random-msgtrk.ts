import fc from 'fast-check';
import { log2003 } from './log-2003.ts';
import {
  COLUMNS_2007,
  COLUMNS_2010,
  COLUMNS_2013,
  COLUMNS_2016,
  headerMsgtrk,
  lineMsgtrk,
} from './log-msgtrk.ts';
import type { MsgtrkFields } from './log-msgtrk.ts';

const MAILBOX = 'aaaa0001-0002-0003-0004-00000000000a';

/** Few values of each, so that lines share messages, submissions, recipients, servers and moments. */
const fields: fc.Arbitrary<MsgtrkFields> = fc
  .record({
    time: fc.constantFrom('08:59:59.000', '09:00:01.250', '09:00:01.250', '09:20:00.000'),
    event: fc.constantFrom(
      'NOTIFYMAPI STOREDRIVER',
      'NOTIFYMAPI STOREDRIVER',
      'SUBMIT STOREDRIVER',
      'SUBMIT STOREDRIVER',
      'RECEIVE STOREDRIVER',
      'RECEIVE SMTP',
      'RECEIVE SMTP',
      'SEND SMTP',
      'DELIVER STOREDRIVER',
      'DEFER SMTP',
      'FAIL ROUTING',
      'DSN DSN',
      'EXPAND ROUTING',
      'RESOLVE ROUTING',
      'INITMESSAGECREATED APPROVAL',
      'MODERATORAPPROVE APPROVAL',
      'SOMETHINGNEW AGENT',
    ),
    id: fc.constantFrom('<one@contoso.example>', '<two@contoso.example>', ''),
    network: fc.constantFrom('', '', 'b', 'c'),
    submission: fc.constantFrom(0, 0, 1, 2),
    client: fc.constantFrom('EX01', 'EX01.contoso.example', 'EX02', 'MX1', ''),
    server: fc.constantFrom('EX01', 'EX02.contoso.example', 'ex02', ''),
    recipients: fc.constantFrom(
      'ann@contoso.example',
      'Ann@contoso.example;bob@contoso.example',
      'eve@fabrikam.example',
      '',
    ),
    related: fc.constantFrom('', 'list@contoso.example', 'ann@contoso.example'),
    reference: fc.constantFrom('', '<two@contoso.example>', '<other@contoso.example>'),
    subject: fc.constantFrom('Status', 'a, b', ''),
  })
  .map((one) => {
    const [event = '', source = ''] = one.event.split(' ');
    return {
      'date-time': `2024-02-19T${one.time}Z`,
      'event-id': event,
      source,
      'client-hostname': one.client,
      'server-hostname': one.server,
      'source-context':
        one.submission === 0
          ? ''
          : `MDB:cccc0001-0002-0003-0004-00000000000c, Mailbox:${MAILBOX}, Event:${one.submission}, MessageClass:IPM.Note`,
      'message-id': event === 'NOTIFYMAPI' ? '' : one.id,
      'network-message-id':
        one.network === '' ? '' : `0a000000-0000-0000-0000-00000000000${one.network}`,
      'recipient-address': event === 'NOTIFYMAPI' ? '' : one.recipients,
      'related-recipient-address': one.related,
      reference: one.reference,
      'message-subject': one.subject,
    };
  });

const COLUMNS = [COLUMNS_2007, COLUMNS_2010, COLUMNS_2013, COLUMNS_2016, COLUMNS_2016];

const NAMES = [
  'EX01/MSGTRK2024021909-1.LOG',
  'EX01/MSGTRKMS2024021909-1.LOG',
  'EX02/MSGTRK2024021909-1.LOG',
  'EX02/MSGTRKMD2024021909-2.LOG',
];

function logOf(rows: readonly MsgtrkFields[], columns: readonly string[], name: string): string {
  // No two lines of a log are the same, whatever they say: a file that has the beginning of another is that one.
  const lines = rows.map((row, index) =>
    lineMsgtrk({ ...row, 'total-bytes': 1000 + index, 'client-ip': `10.0.0.${index}` }, columns),
  );
  return `\uFEFF${[...headerMsgtrk(columns), `# ${name}`, ...lines].join('\r\n')}\r\n`;
}

/** Logs of Exchange 2007 to 2016 and of one 2003 server, some of whose messages are the same. */
export const randomMsgtrkLogs: fc.Arbitrary<readonly { name: string; text: string }[]> = fc
  .tuple(
    fc.tuple(
      ...NAMES.map((name) =>
        fc
          .tuple(fc.array(fields, { minLength: 1, maxLength: 6 }), fc.constantFrom(...COLUMNS))
          .map(([rows, columns]) => ({ name, text: logOf(rows, columns, name) })),
      ),
    ),
    fc.constantFrom('one@contoso.example', 'two@contoso.example'),
    fc.constantFrom(1019, 1031, 1028),
  )
  .map(([modern, id, event]) => [
    ...modern,
    {
      name: 'EXCH03.log/20240219.log',
      text: log2003([
        {
          date: '2024-2-19',
          server: 'EXCH03',
          id,
          event,
          partner: 'ex01.contoso.example',
          recipient: 'ann@contoso.example',
        },
      ]),
    },
  ]);

/** The same with each name in one spelling. */
export const plainMsgtrkLogs = randomMsgtrkLogs.map((logs) =>
  logs.map(({ name, text }) => ({
    name,
    text: text.replaceAll('ex02', 'EX02').replaceAll('Ann@', 'ann@'),
  })),
);
