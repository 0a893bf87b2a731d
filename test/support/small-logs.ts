import fc from 'fast-check';
import { HEADER_2003, line2003 } from './log-2003.ts';
import type { Fields2003 } from './log-2003.ts';

/** Few values, so that files tell of the same messages, hours and servers, and contradict each other. */
const line: fc.Arbitrary<string> = fc
  .record<Partial<Fields2003>>({
    date: fc.constantFrom('2004-2-18', '2004-2-18', '2004-2-17', '2004-2-19', '2011-1-1'),
    time: fc.constantFrom('9:0:1 GMT', '9:0:2 GMT', '9:30:0 GMT', '10:0:0 GMT'),
    server: fc.constantFrom('EXCH01', 'EXCH01', 'EXCH02', '-'),
    clientHost: fc.constantFrom('-', 'exch01.corp.example', 'exch02.corp.example'),
    partner: fc.constantFrom('-', 'exch02.corp.example', 'mx.partner.example', 'SMTP'),
    recipient: fc.constantFrom('ann@corp.example', 'bob@corp.example', 'EX:/O=CORP/CN=BOB', '-'),
    event: fc.constantFrom(1019, 1024, 1027, 1030, 1031, 1033, 1034, 1028, 9999),
    id: fc.constantFrom('1@exch01.corp.example', '2@corp.example', 'c=us;l=A-1', '-'),
    linked: fc.constantFrom('-', '-', '2@corp.example', 'c=us;l=A-2'),
    bytes: fc.constantFrom('-', 1200, 5000),
    recipients: fc.constantFrom('-', 1, 3),
    originated: fc.constantFrom('-', '2004-2-18 8:0:0 GMT', '2004-2-18 9:0:0 GMT'),
    version: fc.constantFrom('-', 'Version: 6.0.3790.0', 'Version: 5.0.2195.6713'),
    subject: fc.constantFrom('-', ' Status', ' Gr\u00fc\u00dfe', ' a\tb'),
    sender: fc.constantFrom('-', 'ben@corp.example', 'EX:/O=CORP/CN=BEN'),
  })
  .map(line2003);

export interface SmallLog {
  readonly name: string;
  readonly text: string;
}

const log: fc.Arbitrary<SmallLog> = fc
  .record({
    folder: fc.constantFrom('EXCH01.log', 'copy/EXCH01.log', 'EXCH02.log'),
    slot: fc.constantFrom('20040218', '20040219', 'tracking'),
    build: fc.constantFrom('6.5.6944.0', '6.5.7226.0', '6.0.5762.0', null),
    lines: fc.array(fc.oneof({ weight: 9, arbitrary: line }, fc.constant('broken')), {
      maxLength: 8,
    }),
    ends: fc.boolean(),
  })
  .map(({ folder, slot, build, lines, ends }) => {
    const header =
      build === null ? [] : HEADER_2003.map((text) => text.replace('6.5.6944.0', build));
    const name = `${folder}/${slot}.log`;
    // Files with the same bytes are one.
    const text = [...header, `# ${name}`, ...lines].join('\r\n');
    return { name, text: ends ? `${text}\r\n` : text };
  });

/** Logs of one company, of two to four files. */
export const smallLogs = fc.uniqueArray(log, {
  minLength: 2,
  maxLength: 4,
  selector: ({ name }) => name,
});
