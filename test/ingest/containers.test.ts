import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { zipOf } from '../support/zip.ts';

const temp = useTempFolder();

const MONDAY = log2003([{}, { id: 'two@b' }]);
const TUESDAY = log2003([{ id: 'three@b' }]);

/** What is stored, but for the names of files. */
async function contentOf(...paths: string[]): Promise<unknown> {
  const { event, hop, message } = dumpContent(await memoryDb(...paths));
  return { event: event.map((row) => row.slice(4)), hop, message };
}

test('a gzip file is the log in it', async () => {
  const plain = await contentOf(temp.write('A.log/20040216.log', MONDAY));
  const packed = temp.write('B/20040216.log.gz', gzipSync(MONDAY));
  expect(await contentOf(packed)).toEqual(plain);
});

test('a zip file is all logs in it, also those in folders, gzip and zip files in it', async () => {
  const inner = zipOf({ 'EXCH01.log/20040217.log': TUESDAY, 'readme.txt': 'hello' });
  const zip = temp.write(
    'logs.zip',
    zipOf({ 'deep/20040216.log.gz': gzipSync(MONDAY), 'i.zip': inner }),
  );
  const db = await memoryDb();
  const { files } = await ingestInto(db, [zip]);
  expect(
    files.map(({ file, events, skipped }) => [file.slice(zip.length), events, skipped]),
  ).toEqual([
    ['/deep/20040216.log.gz', 2, null],
    ['/i.zip/EXCH01.log/20040217.log', 1, null],
    ['/i.zip/readme.txt', 0, 'not-a-log'],
  ]);
});

test('a copy within one container is recognised, and the container the second time', async () => {
  const zip = temp.write('logs.zip', zipOf({ 'a.log': MONDAY, 'b.log.gz': gzipSync(MONDAY) }));
  const db = await memoryDb();
  const first = await ingestInto(db, [zip]);
  expect(first.files.map(({ skipped }) => skipped)).toEqual([null, `copy-of ${zip}/a.log`]);
  const before = dumpContent(db);
  const second = await ingestInto(db, [zip]);
  expect(second.totals.lines).toBe(0);
  expect(dumpContent(db)).toEqual(before);
});

test('names in a container are labels that lead nowhere', async () => {
  const zip = temp.write('evil.zip', zipOf({ '../../etc/x.log': MONDAY, '/abs/y.log': TUESDAY }));
  const db = await memoryDb();
  const { files } = await ingestInto(db, [zip]);
  expect(files.map(({ file }) => file.slice(zip.length))).toEqual(['/abs/y.log', '/etc/x.log']);
});

test('a damaged container costs itself alone', async () => {
  const gz = gzipSync(MONDAY);
  const cut = temp.write('cut.log.gz', gz.subarray(0, gz.length - 20));
  const broken = temp.write('broken.zip', zipOf({ 'a.log': MONDAY }).subarray(0, 60));
  const good = temp.write('good.log', TUESDAY);
  const db = await memoryDb();
  const { files, totals } = await ingestInto(db, [cut, broken, good]);
  expect(files.map(({ error }) => error?.split(':')[0] ?? null)).toEqual([
    'damaged, or no gzip file to its end',
    'damaged, or no zip file to its end',
    null,
  ]);
  expect(totals.events).toBe(1);
});

test('of a zip file that is an evidence bag nothing is read: its lines are copies', async () => {
  const part = { 'INC-17/data/raw/EXCH01/20040216.log.part': MONDAY };
  const db = await memoryDb();
  const bag = temp.write('bag.zip', zipOf({ ...part, 'INC-17/bagit.txt': 'BagIt-Version: 1.0\n' }));
  expect((await ingestInto(db, [bag])).files).toMatchObject([
    { file: `${bag}/INC-17/bagit.txt`, skipped: 'not-a-log' },
  ]);
  const other = temp.write(
    'other.zip',
    zipOf({ ...part, 'INC-18/bagit.txt': 'BagIt-Version: 1.0\n' }),
  );
  expect((await ingestInto(db, [other])).files).toMatchObject([
    { events: 2, skipped: null },
    { skipped: 'not-a-log' },
  ]);
});
