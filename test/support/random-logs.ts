import fc from 'fast-check';
import { COLUMN_LINE, line2003 } from './log-2003.ts';
import type { Fields2003 } from './log-2003.ts';

/** Few values of each, so that lines share messages, recipients, servers and moments. */
const fields: fc.Arbitrary<Partial<Fields2003>> = fc.record(
  {
    date: fc.constantFrom('2004-2-18', '2004-2-18', '2004-2-17', '2004-2-19'),
    time: fc.constantFrom('9:0:1 GMT', '9:0:2 GMT', '23:59:59 GMT'),
    clientHost: fc.constantFrom('PC7', 'exch02.corp.example', '-'),
    partner: fc.constantFrom('mx.partner.example', 'EXCH02', 'exch02.corp.example', 'SMTP', '-'),
    server: fc.constantFrom('EXCH01', 'exch01', 'EXCH02', '-'),
    recipient: fc.constantFrom(
      'ann@corp.example',
      'Ann@corp.example',
      'SMTP:bob@corp.example',
      'z\u00f6e@corp.example',
      'Z\u00d6E@corp.example',
      '-',
    ),
    event: fc.constantFrom(1019, 1024, 1025, 1033, 1034, 1020, 1031, 1032, 1036, 1028, 1042, 1077),
    id: fc.constantFrom('one@corp.example', '<two@corp.example>', 'c=us;l=X', 'C=US;L=X', '-'),
    bytes: fc.constantFrom('1200', '90', '-'),
    recipients: fc.constantFrom('1', '7', '-'),
    originated: fc.constantFrom('2004-2-18 9:0:0 GMT', '2004-2-17 8:0:0 GMT', '-'),
    version: fc.constantFrom('Version: 6.0.3790.0', 'Version: 5.0.2195.6713'),
    linked: fc.constantFrom('-', '-', 'one@corp.example', 'other@corp.example'),
    subject: fc.constantFrom(' Status', ' a\tb', '-', ' Gr\u00fc\u00dfe ', ' \u00e9'),
    sender: fc.constantFrom('ben@corp.example', 'BEN@corp.example', '<>', '-'),
  },
  { requiredKeys: [] },
);

/** What a line has of its own; null: all. A message has a line for each event and recipient. */
const own = fc.option(
  fc.constantFrom<readonly (keyof Fields2003)[]>(
    ['event'],
    ['event', 'time', 'recipient'],
    ['recipient', 'server', 'partner'],
  ),
  { freq: 3 },
);

const lineEnd = fc.constantFrom('\r\n', '\r\n', '\n');

/** No record, and no header line that would change how others are read. */
const other = fc.constantFrom('garbage', '', '  ', '# a comment', 'x'.repeat(700));

function linesWith(none: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const list = fc.array(fc.tuple(fields, own, lineEnd, fc.option(none, { freq: 12 })), {
    minLength: 1,
    maxLength: 30,
  });
  return list.map((all) => {
    let before: Partial<Fields2003> = {};
    return all.map(([record, names, end, text], index) => {
      if (text !== null)
        return (text.trim() === '' || text.includes('\t') ? text : `${text} ${index}`) + end;
      const changes = Object.entries(record).filter(
        ([name]) => names === null || names.some((one) => one === name),
      );
      before = names === null ? record : { ...before, ...Object.fromEntries(changes) };
      return numbered(before, index) + end;
    });
  });
}

/** No two lines of a log are the same, whatever they say: a file that has the beginning of another is that one. */
function numbered(record: Partial<Fields2003>, index: number): string {
  const event = String(record.event ?? 1019).padStart(4 + (index % 5), '0');
  return line2003({ ...record, event, clientIp: `10.0.0.${Math.floor(index / 5)}` });
}

/** Lines of a log, with their line ends. */
export const randomLines: fc.Arbitrary<readonly string[]> = linesWith(other);

/** The same with header lines between them that change how those after them are read. */
export const randomLinesAndHeaders: fc.Arbitrary<readonly string[]> = linesWith(
  fc.oneof(
    other,
    fc.constantFrom(
      COLUMN_LINE,
      `${COLUMN_LINE}\tMore`,
      COLUMN_LINE.replace('Message-Subject', 'Nothing'),
    ),
  ),
);
