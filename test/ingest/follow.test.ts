import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileReport, IngestReport } from '../../src/model/ingest-report.ts';
import { dumpContent } from '../support/dump.ts';
import { followInto } from '../support/follow.ts';
import { memoryDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const nothing = (): undefined => undefined;

function grow(): void {
  add('A.log/20040218.log', {});
}

function log(name: string, ...lines: readonly Partial<Fields2003>[]): string {
  return temp.write(name, log2003(lines));
}

function add(name: string, ...lines: readonly Partial<Fields2003>[]): void {
  appendFileSync(temp.at(name), log2003(lines, { header: [] }));
}

/** The last folder and the name. */
function shortName({ file }: FileReport): string {
  return file.split('/').slice(-2).join('/');
}

/** `A.log/20040218.log 2` for each file that a round read lines of. */
function readIn({ files }: IngestReport): string[] {
  return files
    .filter(({ skipped }) => skipped === null)
    .map((file) => `${shortName(file)} ${file.lines}`);
}

function shortNames(troubles: readonly FileReport[]): string[] {
  return troubles.map((file) => `${shortName(file)} ${file.skipped ?? ''}`);
}

const [first, second, third] = ['9:0:1 GMT', '9:0:2 GMT', '9:0:3 GMT'].map((time, i) => ({
  time,
  event: [1019, 1024, 1033][i] ?? 0,
}));

describe('following', () => {
  test('reads what is added, and ends with what a straight load holds', async () => {
    const path = log('A.log/20040218.log', first ?? {});
    const db = await memoryDb();
    const { rounds, total } = await followInto(
      db,
      [path],
      [
        nothing,
        () => add('A.log/20040218.log', second ?? {}),
        nothing,
        () => add('A.log/20040218.log', third ?? {}, {}),
        nothing,
      ],
    );
    expect(rounds.map(readIn)).toEqual([
      ['A.log/20040218.log 4'],
      ['A.log/20040218.log 1'],
      ['A.log/20040218.log 2'],
    ]);
    expect(total).toMatchObject({
      totals: { files: 1, filesRead: 1, lines: 7, events: 4, directives: 3 },
      seconds: 30,
    });
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  });

  test('finds new files in folders and globs: a log goes on in another file at midnight', async () => {
    log('A.log/20040218.log', {});
    mkdirSync(temp.at('B.log'));
    const paths = [temp.at('A.log/2004*.log'), temp.at('B.log')];
    const db = await memoryDb();
    const { rounds } = await followInto(db, paths, [
      () => {
        add('A.log/20040218.log', { time: '23:59:59 GMT' });
        log('A.log/20040219.log', { date: '2004-2-19' });
      },
      () => log('B.log/20040219.log', { server: 'B', date: '2004-2-19' }),
      () => add('A.log/20040219.log', { date: '2004-2-19', event: 1024 }),
    ]);
    expect(rounds.map(readIn)).toEqual([
      ['A.log/20040218.log 4'],
      ['A.log/20040218.log 1', 'A.log/20040219.log 4'],
      ['B.log/20040219.log 4'],
      ['A.log/20040219.log 1'],
    ]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(...paths)));
  });

  test('takes a last line without its end back when it goes on, and counts it once', async () => {
    const path = temp.write('A.log/20040218.log', log2003([{}]) + line2003({ event: 1024 }));
    const db = await memoryDb();
    const { rounds, total } = await followInto(
      db,
      [path],
      [
        () => appendFileSync(path, '\r\n'),
        () => appendFileSync(path, line2003({ event: 1033 }).slice(0, 30)),
        () => appendFileSync(path, `${line2003({ event: 1033 }).slice(30)}\r\n`),
      ],
    );
    expect(rounds.map(readIn)).toEqual([
      ['A.log/20040218.log 5'],
      ['A.log/20040218.log 1'],
      ['A.log/20040218.log 1'],
    ]);
    expect(total.totals).toMatchObject({ lines: 6, events: 3 });
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  });

  test('keeps other content under a known name beside the old', async () => {
    const path = log('A.log/20040218.log', { id: 'old@corp.example' });
    const db = await memoryDb();
    const { rounds } = await followInto(
      db,
      [path],
      [
        () => log('A.log/20040218.log', { id: 'new@corp.example' }, {}),
        () => add('A.log/20040218.log', { id: 'newer@corp.example' }),
      ],
    );
    expect(rounds[1]?.files).toMatchObject([{ replaces: true, continued: false, lines: 5 }]);
    expect(rounds[2]?.files).toMatchObject([{ replaces: false, continued: true, lines: 1 }]);
    const messages = dumpContent(db).message.map(([id]) => id);
    expect(messages).toEqual(expect.arrayContaining(['old@corp.example', 'newer@corp.example']));
  });

  test('knows a file that was renamed, and goes on with the new one', async () => {
    const path = log('A.log/today.log', { id: '1@corp.example' });
    const db = await memoryDb();
    const { rounds } = await followInto(
      db,
      [temp.at('A.log')],
      [
        () => {
          renameSync(path, temp.at('A.log/yesterday.log'));
          log('A.log/today.log', { id: '2@corp.example' });
        },
      ],
    );
    expect(rounds.map(readIn)).toEqual([['A.log/today.log 4'], ['A.log/today.log 4']]);
    expect(dumpContent(db).event).toHaveLength(2);
  });

  test('whatever is added when, it ends with what a straight load holds', async () => {
    const names = ['A.log/20040217.log', 'A.log/20040218.log', 'B.log/20040218.log'];
    const texts = names.map((name, i) =>
      Buffer.from(
        log2003([
          // Files that begin alike would be taken for one that goes on.
          { ...first, id: `${i}@corp.example` },
          { ...second, server: name.slice(0, 1), subject: ' Gr\u00fc\u00dfe' },
          { ...third, partner: 'mx.partner.example' },
        ]),
      ),
    );
    const portion = fc.record({
      file: fc.nat(names.length - 1),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const rest = names.map((_, file) => ({ file, share: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.array(portion, { maxLength: 8 }), async (portions) => {
        rmSync(temp.path, { recursive: true });
        mkdirSync(temp.path);
        const written = names.map(() => 0);
        const steps = [...portions, ...rest].map(({ file, share }) => () => {
          const text = texts[file] ?? Buffer.alloc(0);
          const from = written[file] ?? 0;
          const to = Math.max(from, Math.ceil(text.length * share));
          written[file] = to;
          const path = temp.at(names[file] ?? '');
          mkdirSync(dirname(path), { recursive: true });
          appendFileSync(path, text.subarray(from, to));
        });
        const db = await memoryDb();
        await followInto(db, [temp.path], steps);
        expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(temp.path)));
      }),
      { numRuns: 15 },
    );
  });
});

describe('a file is looked at', () => {
  test('only when its size or time changed', async () => {
    const path = log('A.log/20040218.log', {});
    const opened: string[] = [];
    const db = await memoryDb();
    await followInto(db, [path], [nothing, () => utimesSync(path, 1, 1), nothing], {
      onProgress: ({ file }) => opened.push(file),
    });
    // With the same bytes there is nothing to read.
    expect(opened).toEqual([path]);
  });

  test('once, if it is an archive', async () => {
    const db = await memoryDb();
    const text = log2003([{}]);
    temp.write('a/20040218.log.gz', gzipSync(text));
    const { rounds, troubles } = await followInto(
      db,
      [temp.at('a')],
      [
        () => temp.write('a/20040218.log.gz', gzipSync(text + log2003([{}], { header: [] }))),
        () =>
          temp.write(
            'a/20040219.log.gz',
            gzipSync(log2003([{ date: '2004-2-19' }])).subarray(0, 50),
          ),
        nothing,
        () => temp.write('a/20040219.log.gz', gzipSync(log2003([{ date: '2004-2-19' }]))),
      ],
    );
    expect(rounds.map(readIn)).toEqual([['a/20040218.log.gz 4'], ['a/20040219.log.gz 4']]);
    expect(shortNames(troubles)).toEqual(['a/20040219.log.gz unreadable']);
  });
});

describe('what cannot be read', () => {
  test('is told once, does not end the run, and is tried again', async () => {
    const path = log('A.log/20040218.log', {});
    const other = log('B.log/20040218.log', { server: 'B' });
    const db = await memoryDb();
    const { rounds, troubles, total } = await followInto(
      db,
      [path, other],
      [
        () => rmSync(path),
        nothing,
        () => add('B.log/20040218.log', { server: 'B', event: 1024 }),
        () => log('A.log/20040218.log', {}, { event: 1024 }),
        nothing,
        () => rmSync(path),
        nothing,
      ],
    );
    expect(shortNames(troubles)).toEqual([
      'A.log/20040218.log unreadable',
      'A.log/20040218.log unreadable',
    ]);
    expect(rounds.map(readIn)).toEqual([
      ['A.log/20040218.log 4', 'B.log/20040218.log 4'],
      ['B.log/20040218.log 1'],
      ['A.log/20040218.log 1'],
    ]);
    expect(total.files.filter(({ error }) => error !== null)).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)(
    'because of its rights, is read when they change',
    async () => {
      const db = await memoryDb();
      const { rounds, troubles } = await followInto(
        db,
        [temp.path],
        [
          () => {
            chmodSync(log('A.log/20040218.log', {}), 0);
          },
          nothing,
          () => chmodSync(temp.at('A.log/20040218.log'), 0o600),
        ],
      );
      expect(shortNames(troubles)).toEqual(['A.log/20040218.log unreadable']);
      expect(rounds.map(readIn)).toEqual([[], ['A.log/20040218.log 4']]);
    },
  );

  test('as it is of a kind that is not known yet, is told once', async () => {
    const db = await memoryDb();
    const text =
      '#Software: Microsoft Exchange Server\r\n#Version: 15.0\r\n#Log-type: SMTP Send Protocol Log\r\n';
    const { troubles } = await followInto(
      db,
      [temp.path],
      [
        () => temp.write('SEND.LOG', text),
        () => temp.write('SEND.LOG', `${text}#Date: 2020\r\n`),
        () => temp.write('notes.txt', 'nothing'),
      ],
    );
    expect(troubles.map(({ skipped }) => skipped)).toHaveLength(1);
  });

  test('as it is gone from its folder, is told once', async () => {
    log('A.log/20040217.log', {});
    const db = await memoryDb();
    const { troubles } = await followInto(
      db,
      [temp.path],
      [() => rmSync(temp.at('A.log/20040217.log')), nothing, nothing],
    );
    expect(shortNames(troubles)).toEqual(['A.log/20040217.log gone']);
    expect(dumpContent(db).event).toHaveLength(1);
  });

  test('is only told in the first summary if it was so from the beginning', async () => {
    const db = await memoryDb();
    temp.write('a/20040218.log.gz', gzipSync(log2003([{}])).subarray(0, 50));
    const { rounds, troubles } = await followInto(db, [temp.path], [nothing, nothing]);
    expect(rounds[0]?.files).toMatchObject([{ skipped: 'unreadable' }]);
    expect([rounds.length, troubles]).toEqual([1, []]);
  });
});

describe('what all logs together tell', () => {
  test('is learned after the first pass, at most once a minute, and at the end', async () => {
    const path = log('A.log/20040218.log', {});
    const { finishedAt } = await followInto(
      await memoryDb(),
      [path],
      Array.from({ length: 26 }, () => grow),
    );
    expect(finishedAt).toEqual([0, 60, 120, 135]);
  });

  test('is not learned anew while nothing is read', async () => {
    const path = log('A.log/20040218.log', {});
    const steps = Array.from({ length: 40 }, () => nothing);
    const { finishedAt } = await followInto(await memoryDb(), [path], steps);
    expect(finishedAt).toEqual([0]);
  });

  test('is learned a minute later if nothing more is read then', async () => {
    const path = log('A.log/20040218.log', {});
    const steps = [grow, ...Array.from({ length: 20 }, () => nothing)];
    const { finishedAt } = await followInto(await memoryDb(), [path], steps);
    expect(finishedAt).toEqual([0, 60]);
  });
});
