import { describe, expect, it } from 'vitest';
import { openForWriting } from '../../src/store/open.ts';
import { hasActing } from '../support/acting.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';
import type { Run } from './run.ts';

/** Logs that nobody would wish for, in every form that `stuck` and `daily` have. */
const folder = useTempFolder();

const ODD = [
  '\u001B[31mred\u0007@\u001B]0;title.example',
  '\u202Egro.elpmaxe@\u2066bidi.example',
  'a|b\\|c@pipe|d.example',
  '=cmd|/c calc@formula.example',
  '"quoted", name@quote".example',
  '<img src=x onerror=alert(1)>@tag.example',
  '$(reboot)`id`;ls@shell.example',
  `${'long'.repeat(800)}@${'label.'.repeat(200)}example`,
  '\u65E5\u672C\u8A9E@\u4F8B\u3048.example',
  'no at all',
  '@',
  "it's 100% {odd}@percent.example",
];

const FORMS = ['--md', '--csv', '--json', '--prometheus', '--nagios'];
const REPORTS = [
  ['stuck'],
  ['stuck', '--ids'],
  ...['server', 'sender', 'next-hop', 'stage'].map((by) => ['stuck', '--by', by]),
  ['daily'],
];

function line(changes: Partial<Fields2003>): Partial<Fields2003> {
  return { time: '9:0:0 GMT', ...changes };
}

function load(lines: readonly Partial<Fields2003>[]): string {
  folder.write('ODD.log/20040218.log', log2003(lines));
  const db = folder.at('odd.db');
  expect(mailtrail(['ingest', folder.at('ODD.log')], { db }).code).toBe(0);
  return db;
}

/** Each report in each form, as a person or a program would read it. */
function runAll(db: string): { readonly name: string; readonly run: Run }[] {
  return REPORTS.flatMap((report) =>
    [[], ...FORMS.map((form) => [form])].map((form) => {
      const args = [...report, ...form];
      return { name: args.join(' '), run: mailtrail(args, { db }) };
    }),
  );
}

function expectSafe(db: string, codes: readonly number[]): void {
  for (const { name, run } of runAll(db)) {
    expect(run.err, name).toBe('');
    expect(codes, name).toContain(run.code);
    expect(hasActing(run.out), name).toBe(false);
    expect(run.out, name).toMatch(/\n$/);
    if (name.endsWith('--json')) expect(() => JSON.parse(run.out) as unknown).not.toThrow();
    if (name.endsWith('--nagios'))
      expect(run.out).toMatch(/^MAILTRAIL \w+ - [^|;`$\n]*\|[^|\n]*\n$/);
    if (name.endsWith('--csv'))
      for (const row of run.out.split('\n')) expect(row, name).not.toMatch(/(^|,)"?[=+@]/);
  }
}

describe('stuck and daily', () => {
  it('show what acts as what it is', () => {
    const db = load([
      ...ODD.map((odd, index) =>
        line({
          recipient: odd,
          sender: odd,
          subject: ` ${odd}`,
          partner: odd.split('@').at(-1) ?? odd,
          server: index % 3 === 0 ? odd.slice(0, 60) : 'EXCH01',
          id: `${index}-${odd}`,
          event: 1034,
        }),
      ),
      line({ time: '12:0:0 GMT', event: 1028, id: 'last@corp.example' }),
    ]);
    expectSafe(db, [0, 1, 4]);
  }, 60_000);

  it('of a log of one event', () => {
    const db = load([line({ event: 1019 })]);
    expectSafe(db, [0, 1]);
    expect(mailtrail(['stuck'], { db }).out).toContain('Open at the end of the log: 1 ');
    expect(mailtrail(['daily'], { db }).out).toContain('DEGRADED: 0 of 9 hours were read.');
  }, 60_000);

  it('where nothing was ever delivered', () => {
    const events = [1019, 1025, 1024, 1033, 1034];
    const db = load(
      Array.from({ length: 40 }, (_, index) => index).flatMap((index) =>
        events.map((event) =>
          line({ time: `9:${index}:0 GMT`, id: `never-${index}@corp.example`, event }),
        ),
      ),
    );
    expectSafe(db, [1, 4]);
    const daily = mailtrail(['daily'], { db }).out;
    expect(daily).toContain('Latency: nothing delivered or handed on');
    expect(mailtrail(['stuck'], { db }).out).toContain('still growing');
  }, 60_000);
});

it('a first load that was killed is told, not waited for', () => {
  const db = load([line({})]);
  const connection = openForWriting(db);
  connection.exec('drop index hop_open');
  connection.close();
  const { code, err } = mailtrail(['stuck'], { db });
  expect(code).toBe(1);
  expect(err).toContain('is not finished');
  expect(mailtrail(['stuck', '--nagios'], { db })).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^MAILTRAIL UNKNOWN - /),
  });
});
