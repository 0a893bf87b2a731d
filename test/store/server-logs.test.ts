import { appendFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerCoverage } from '../../src/lifecycle/coverage.ts';
import { missingFiles } from '../../src/lifecycle/gap.ts';
import type { Connection } from '../../src/store/open.ts';
import { readCoverage } from '../../src/store/reader.ts';
import { forgetFile } from '../support/forget.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { purgeBefore } from '../support/purge.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** A line at this time of the 19th of February 2024. */
function at(clock: string, more: MsgtrkFields = {}): string {
  return lineMsgtrk({
    'date-time': `2024-02-19T${clock}Z`,
    'message-id': `<${clock}@contoso.example>`,
    ...more,
  });
}

function log(...lines: readonly string[]): string {
  return [...headerMsgtrk(), ...lines, ''].join('\r\n');
}

/** Writes files by name. */
function write(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) => temp.write(name, text));
}

function coverageOf(db: Connection): ServerCoverage[] {
  return readCoverage({ db });
}

/** `EX01 MSGTRK 2 09:00:01 11:00:09`: of each log its files, first and last line. */
function told(db: Connection): string[] {
  return coverageOf(db).flatMap(({ server, logs }) =>
    logs.map(
      ({ log: name, files, from, to }) => `${server} ${name} ${files} ${time(from)} ${time(to)}`,
    ),
  );
}

/** What is missing, and between which lines. */
function gapsOf(db: Connection): string[] {
  return coverageOf(db).flatMap(({ gaps }) =>
    gaps.map((gap) =>
      [gap.why === 'missing-file' ? missingFiles(gap) : gap.why, time(gap.from), time(gap.to)].join(
        ' ',
      ),
    ),
  );
}

function time(moment: number): string {
  return new Date(moment).toISOString().slice(11, 19);
}

const FILES = {
  'EX01/MSGTRK2024021909-1.LOG': log(at('09:00:01.000'), at('09:20:00.000')),
  'EX01/MSGTRK2024021909-3.LOG': log(at('09:40:00.000'), at('09:59:00.000')),
  'EX01/MSGTRK2024021910-1.LOG': log(at('10:00:01.000'), at('10:59:00.000')),
  'EX01/MSGTRKMD2024021909-1.LOG': log(at('09:00:02.000')),
  'EX02/MSGTRK2024021909-1.LOG': log(at('09:30:00.000', { 'server-hostname': 'EX02' })),
};

describe('the logs of modern servers', () => {
  test('are told by the names of their files, with what is missing', async () => {
    const db = await memoryDb(...write(FILES));
    expect(told(db)).toEqual([
      'EX01 MSGTRK 3 09:00:01 10:59:00',
      'EX01 MSGTRKMD 1 09:00:02 09:00:02',
      'EX02 MSGTRK 1 09:30:00 09:30:00',
    ]);
    expect(gapsOf(db)).toEqual(['MSGTRK2024021909-2.LOG 09:20:00 09:40:00']);
    expect(coverageOf(db).map(({ missingLogs }) => missingLogs)).toEqual([
      ['MSGTRKMS'],
      ['MSGTRKMS', 'MSGTRKMD'],
    ]);
  });

  test('have no gap any more when the missing file comes', async () => {
    const db = await memoryDb(...write(FILES));
    await ingestInto(db, [temp.write('later/msgtrk2024021909-2.log', log(at('09:30:00.000')))]);
    expect(gapsOf(db)).toEqual([]);
    forgetFile(db, temp.at('later/msgtrk2024021909-2.log'));
    expect(gapsOf(db)).toEqual(['MSGTRK2024021909-2.LOG 09:20:00 09:40:00']);
  });

  test('end with a last line that has no end yet, until the file grows', async () => {
    const file = temp.write('EX01/MSGTRK2024021909-1.LOG', log(at('09:00:01.000')));
    appendFileSync(file, at('09:30:00.000'));
    const db = await memoryDb(file);
    expect(told(db)).toEqual(['EX01 MSGTRK 1 09:00:01 09:30:00']);
    writeFileSync(file, log(at('09:00:01.000'), at('09:30:00.000').replace('09:30', '09:20')));
    appendFileSync(file, `${at('09:25:00.000')}\r\n`);
    await ingestInto(db, [file]);
    expect(told(db)).toEqual(['EX01 MSGTRK 1 09:00:01 09:25:00']);
  });

  test('do not go as far as a line with an impossible date', async () => {
    const file = temp.write(
      'EX01/MSGTRK2024021909-1.LOG',
      log(at('09:00:01.000'), at('x', { 'date-time': '2031-01-01T00:00:00.000Z' })),
    );
    expect(told(await memoryDb(file))).toEqual(['EX01 MSGTRK 1 09:00:01 09:00:01']);
  });

  test('that their lines contradict are told in order of name, whichever was loaded first', async () => {
    const far = log(at('x', { 'date-time': '2031-01-01T00:00:00.000Z' }));
    const named = (name: string): string => temp.write(`EX01/${name}`, `#${name}\r\n${far}`);
    const paths = [named('MSGTRKMD2024021908-1.LOG'), named('MSGTRK2024021908-2.LOG')];
    expect(coverageOf(await memoryDb(...write(FILES), ...paths))).toMatchObject([
      { misnamedFiles: ['MSGTRK2024021908-2.LOG', 'MSGTRKMD2024021908-1.LOG'] },
      { server: 'EX02' },
    ]);
  });

  test('a file without a line is read, and so is one that was purged', async () => {
    const files = { ...FILES, 'EX01/MSGTRK2024021909-2.LOG': log() };
    const db = await memoryDb(...write(files));
    expect(gapsOf(db)).toEqual([]);
    purgeBefore(db, Date.parse('2024-02-19T09:50:00Z'));
    // The empty one is of that day still.
    expect(told(db)).toEqual(['EX01 MSGTRK 3 09:59:00 10:59:00']);
    expect(gapsOf(db)).toEqual([]);
  });

  test('old logs and files of other names have none', async () => {
    const file = temp.write('EX01/tracking.log', log(at('09:00:01.000')));
    expect(coverageOf(await memoryDb(file))).toMatchObject([
      { server: 'EX01', logs: [], missingLogs: [], gaps: [] },
    ]);
  });
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Few values, so that files share servers, hours and counters. */
const file = fc
  .record({
    server: fc.constantFrom('EX01', 'EX01', 'EX02'),
    role: fc.constantFrom('', '', 'MD', 'MS'),
    hour: fc.integer({ min: 8, max: 12 }),
    counter: fc.integer({ min: 1, max: 3 }),
    minutes: fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 4 }),
    isFar: fc.boolean(),
    share: fc.constantFrom(1, 1, 0.9, 0.6),
  })
  .map(({ server, role, hour, counter, minutes, isFar, share }) => {
    const lines = minutes.map((minute, index) =>
      at(`${pad(hour)}:${pad(minute)}:00.${counter}${index}0`, { 'server-hostname': server }),
    );
    const far = at('far', {
      'date-time': '2031-01-01T00:00:00.000Z',
      'message-id': `<far${server}${role}${hour}${counter}@contoso.example>`,
      'server-hostname': server,
    });
    const name = `${server}/MSGTRK${role}20240219${pad(hour)}-${counter}.LOG`;
    return { name, text: `#${name}\r\n${log(...lines, ...(isFar ? [far] : []))}`, share };
  });

const files = fc.uniqueArray(file, { minLength: 1, maxLength: 6, selector: ({ name }) => name });

test('whatever the order, growth and what was forgotten, only files that are loaded count', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.nat(), async (all, which) => {
      const paths = all.map(({ name, text }) => temp.write(name, text));
      const whole = await memoryDb(...paths);
      const expected = coverageOf(whole);

      const backwards = await memoryDb(...paths.toReversed());
      expect(coverageOf(backwards)).toEqual(expected);

      for (const { name, text, share } of all)
        temp.write(name, text.slice(0, Math.ceil(text.length * share)));
      const grown = await memoryDb(...paths);
      for (const { name, text } of all) temp.write(name, text);
      await ingestInto(grown, paths);
      expect(coverageOf(grown)).toEqual(expected);

      const gone = paths[which % paths.length] ?? '';
      forgetFile(grown, gone);
      const without = await memoryDb(...paths.filter((path) => path !== gone));
      expect(coverageOf(grown)).toEqual(coverageOf(without));
    }),
    { numRuns: 25 },
  );
});

test('what was purged begins with the first line that is left', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 8 * 60, max: 13 * 60 }), async (all, minute) => {
      const before = Date.parse('2024-02-19T00:00:00Z') + minute * 60_000;
      const db = await memoryDb(...all.map(({ name, text }) => temp.write(name, text)));
      purgeBefore(db, before);
      const left = new Map<string, number[]>();
      for (const { name, text } of all) {
        const [, server = '', role = ''] = /^(\w+)\/(MSGTRK\D*)/.exec(name) ?? [];
        const key = `${server} ${role}`;
        const times = [...text.matchAll(/^2024-[^,]+/gm)].map(([one]) => Date.parse(one));
        left.set(key, [...(left.get(key) ?? []), ...times.filter((one) => one >= before)]);
      }
      const bounds = coverageOf(db).flatMap(({ server, logs }) =>
        logs.map(({ log: name, from, to }) => [`${server} ${name}`, from, to]),
      );
      const expected = [...left]
        .filter(([, times]) => times.length > 0)
        .map(([key, times]) => [key, Math.min(...times), Math.max(...times)]);
      expect(bounds.toSorted(byKey)).toEqual(expected.toSorted(byKey));
    }),
    { numRuns: 25 },
  );
});

function byKey(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
