import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FileReport } from '../../src/model/ingest-report.ts';
import type { Connection } from '../../src/store/open.ts';
import { dumpContent, dumpTables } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { HEADER_2003, line2003, log2003 } from '../support/log-2003.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const lines = (count: number, server = 'EXCH01'): { id: string; server: string }[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${i}@${server}`, server }));

async function read(db: Connection, path: string): Promise<FileReport> {
  const { files } = await ingestInto(db, [path]);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`not one file: ${files.length}`);
  return file;
}

function eventCount(db: Connection): unknown {
  return db.prepare('select count(*) from events').pluck().get();
}

describe.each([
  ['short', 3],
  ['longer than its fingerprint', 60],
])('a %s file', (_name, count) => {
  test('is known when it comes again, and nothing at all changes', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const db = await memoryDb(path);
    const before = dumpTables(db);
    expect(await read(db, path)).toMatchObject({
      skipped: 'already-ingested',
      lines: 0,
      format: 'exchange2003',
    });
    expect(dumpTables(db)).toEqual(before);
  });

  test('is known under another name', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const copy = temp.write('B.log/copy.log', log2003(lines(count)));
    const db = await memoryDb(path);
    const before = dumpTables(db);
    expect(await read(db, copy)).toMatchObject({ skipped: `copy-of ${path}` });
    expect(dumpTables(db)).toEqual(before);
  });

  test('is known where it was copied earlier, when it was shorter', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const db = await memoryDb(path);
    for (const text of [
      log2003(lines(count - 1)),
      log2003(lines(count - 1)) + line2003().slice(0, 50),
    ]) {
      const copy = temp.write('B.log/earlier.log', text);
      expect(await read(db, copy)).toMatchObject({ skipped: `copy-of ${path}` });
    }
    expect(eventCount(db)).toBe(count);
  });

  test('is read on with when it grew', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const db = await memoryDb(path);
    temp.write('A.log/20040218.log', log2003(lines(count + 2)));
    expect(await read(db, path)).toMatchObject({
      skipped: null,
      continued: true,
      lines: 2,
      events: 2,
    });
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  });

  test('is read on with when a copy of it grew, and is known by that name from then on', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const copy = temp.write('copies/A.log/20040218.log', log2003(lines(count + 2)));
    const db = await memoryDb(path);
    expect(await read(db, copy)).toMatchObject({ skipped: null, continued: true, events: 2 });
    expect(await read(db, copy)).toMatchObject({ skipped: 'already-ingested' });
    expect(await read(db, path)).toMatchObject({ skipped: `copy-of ${copy}` });
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(copy)));
  });

  test('is another one when its name holds other lines now', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const db = await memoryDb(path);
    temp.write('A.log/20040218.log', log2003(lines(count, 'EXCH02')));
    expect(await read(db, path)).toMatchObject({ skipped: null, continued: false, events: count });
    expect(eventCount(db)).toBe(2 * count);
  });

  test('is another one when its last line is another', async () => {
    const path = temp.write('A.log/20040218.log', log2003(lines(count)));
    const other = temp.write(
      'B.log/20040218.log',
      log2003([...lines(count - 1), { id: 'other@b' }]),
    );
    const db = await memoryDb(path);
    expect(await read(db, other)).toMatchObject({ skipped: null, continued: false, events: count });
  });
});

test('the same file named twice in one run is read once', async () => {
  const path = temp.write('A.log/20040218.log', log2003(lines(3)));
  const copy = temp.write('B.log/20040218.log', log2003(lines(3)));
  const db = await memoryDb();
  const report = await ingestInto(db, [
    path,
    temp.path,
    `${temp.path}/A.log/../A.log/20040218.log`,
  ]);
  expect(report.files.map(({ file, skipped }) => [file, skipped])).toEqual([
    [path, null],
    [copy, `copy-of ${path}`],
    [`${temp.path}/A.log/../A.log/20040218.log`, `copy-of ${path}`],
  ]);
});

test('of two copies the longer one wins, whichever comes first', async () => {
  const short = temp.write('short.log', log2003(lines(3)));
  const long = temp.write('long.log', log2003(lines(5)));
  for (const order of [
    [short, long],
    [long, short],
  ]) {
    const db = await memoryDb(...order);
    expect(eventCount(db)).toBe(5);
  }
});

describe('files of header lines only', () => {
  const header = log2003([]);

  test('are not taken for the beginning of the log of another server', async () => {
    const a = temp.write('A.log/20040218.log', header);
    const b = temp.write('B.log/20040218.log', header);
    const db = await memoryDb(a, b);
    temp.write('A.log/20040218.log', log2003(lines(2, 'A')));
    temp.write('B.log/20040218.log', log2003(lines(3, 'B')));
    expect(await read(db, b)).toMatchObject({ continued: true, server: 'B', events: 3 });
    expect(await read(db, a)).toMatchObject({ continued: true, server: 'A', events: 2 });
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(a, b)));
  });

  test('are known again', async () => {
    const a = temp.write('A.log/20040218.log', header);
    const db = await memoryDb(a);
    const before = dumpTables(db);
    expect(await read(db, a)).toMatchObject({ skipped: 'already-ingested' });
    expect(dumpTables(db)).toEqual(before);
  });
});

test('a file that has only a last line without its end is known under another name', async () => {
  const text = log2003([]) + line2003();
  const path = temp.write('A.log/20040218.log', text);
  const copy = temp.write('B.log/copy.log', text);
  const db = await memoryDb(path);
  expect(await read(db, copy)).toMatchObject({ skipped: `copy-of ${path}` });
  expect(eventCount(db)).toBe(1);
});

test('logs of two servers that have only a last line, as long as each other, are two', async () => {
  const a = temp.write('A.log/20040218.log', log2003([]) + line2003({ server: 'A' }));
  const b = temp.write('B.log/20040218.log', log2003([]) + line2003({ server: 'B' }));
  const db = await memoryDb(a, b);
  expect(eventCount(db)).toBe(2);
  for (const path of [a, b])
    expect(await read(db, path)).toMatchObject({ skipped: 'already-ingested' });
});

test('a copy is known though the first one is gone', async () => {
  const path = temp.write('A.log/20040218.log', log2003(lines(3)));
  const db = await memoryDb(path);
  rmSync(path);
  const copy = temp.write('B.log/copy.log', log2003(lines(3)));
  expect(await read(db, copy)).toMatchObject({ skipped: `copy-of ${path}` });
});

describe('what is no log is passed over', () => {
  test.each([
    ['notes', 'notes.txt', 'Call the provider.\r\n', 'not-a-log', null],
    ['an empty file', 'empty.log', '', 'empty', null],
    [
      'a log cut in its first line',
      'cut.log',
      HEADER_2003[0]?.slice(0, 10) ?? '',
      'not-a-log',
      null,
    ],
  ])('%s', async (_name, file, content, skipped, format) => {
    const db = await memoryDb();
    const before = dumpTables(db);
    expect(await read(db, temp.write(file, content))).toMatchObject({ skipped, format, lines: 0 });
    expect(dumpTables(db)).toEqual(before);
  });
});

const NAMELESS = lineMsgtrk({ 'client-hostname': '', 'server-hostname': '' });

test.each<[string, string[]]>([
  [
    'after many header lines',
    [...headerMsgtrk(), ...Array<string>(200).fill('# a remark, and no more'), lineMsgtrk()],
  ],
  ['in a long line', [...headerMsgtrk(), lineMsgtrk({ 'message-subject': 'x'.repeat(6000) })]],
  [
    'after lines that name no server',
    [...headerMsgtrk(), ...Array<string>(60).fill(NAMELESS), lineMsgtrk()],
  ],
])(
  'a log whose first record with a server comes %s is read as any other, and known again',
  async (_name, all) => {
    const text = all.map((line) => `${line}\r\n`).join('');
    const path = temp.write('logs/MSGTRK2024021909-1.LOG', text);
    const db = await memoryDb(path);
    expect(await read(db, temp.write('copy/MSGTRK2024021909-1.LOG', text))).toMatchObject({
      skipped: `copy-of ${path}`,
    });
    expect(db.prepare("select count(*) from events where server = 'EX01'").pluck().get()).toBe(
      all.filter((line) => /^\d/.test(line)).length,
    );
  },
);
