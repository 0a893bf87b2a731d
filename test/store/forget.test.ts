import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { resolvePaths } from '../../src/ingest/paths.ts';
import { previewForget } from '../../src/store/forget-source.ts';
import { closeWritten, openForReading, openForWriting } from '../../src/store/open.ts';
import { readCoverage, readOurHosts, openStore } from '../../src/store/reader.ts';
import { readSources } from '../../src/store/read-sources.ts';
import { dumpContent, dumpTables } from '../support/dump.ts';
import { forgetFile } from '../support/forget.ts';
import { fileDb, ingestInto, memoryDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const fixtures = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const { files } = await resolvePaths([fixtures]);
const paths = files.map(({ file }) => file);

function log(name: string, ...lines: readonly (Partial<Fields2003> | string)[]): string {
  return temp.write(name, log2003(lines));
}

test('each file of the stories can be taken out, and read again', async () => {
  const db = await memoryDb(...paths);
  const all = dumpContent(db);
  expect(paths).toHaveLength(11);
  for (const path of paths) {
    forgetFile(db, path);
    const others = paths.filter((other) => other !== path);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(...others)));
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(all);
  }
});

test('all files can be taken out, one after the other', async () => {
  const db = await memoryDb(...paths);
  for (const path of paths) forgetFile(db, path);
  const { meta: _, slot, host, address, ...tables } = dumpTables(db);
  expect(Object.values(tables).flat()).toEqual([]);
  expect([slot?.length, address]).toEqual([3, []]);
  expect(host?.length).toBeGreaterThan(0);
  await ingestInto(db, paths);
  expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(...paths)));
});

test('what it says is what was there', async () => {
  const a = log('A.log/20040218.log', { server: 'A' }, { server: 'A', id: 'two@corp.example' });
  const b = temp.write(
    'B.log/20040218.log',
    log2003([{ server: 'B' }, 'broken', { server: 'B', id: 'three@corp.example' }]) +
      line2003({ server: 'B', id: 'last@corp.example' }),
  );
  const db = await memoryDb(a, b);
  const [, source] = readSources(db);
  const preview = previewForget(db, source?.id ?? 0, () => undefined);
  expect(preview).toMatchObject({
    file: b,
    server: 'B',
    format: 'exchange2003',
    lines: 7,
    events: 3,
    rejects: 1,
    messages: 3,
    messagesGone: 2,
    messagesNotRetold: 0,
    serversGone: ['B'],
  });
  expect(forgetFile(db, b)).toEqual(preview);
});

test('a preview changes nothing and needs no right to write', async () => {
  const file = await fileDb(temp.at('a.db'), paths);
  const before = readFileSync(file);
  const db = openForReading(file);
  const seen: [number, number][] = [];
  const report = previewForget(db, 3, (...progress) => seen.push(progress));
  db.close();
  expect(seen).toEqual([[report.messages, report.messages]]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('of two files that had one name, the other one stays', async () => {
  const path = log('A.log/20040218.log', { id: 'old@corp.example' });
  const db = await memoryDb(path);
  log('A.log/20040218.log', { id: 'new@corp.example' });
  await ingestInto(db, [path]);
  expect(readSources(db)).toHaveLength(2);
  forgetFile(db, path);
  expect(dumpContent(db).message.map(([id]) => id)).toEqual(['old@corp.example']);
});

test('a server that no other file tells of is ours no more', async () => {
  const a = log('A.log/20040218.log', { server: 'A', event: 1031, partner: 'b.corp.example' });
  const b = log('B.log/20040218.log', { server: 'B' });
  const file = await fileDb(temp.at('a.db'), [a, b]);
  const db = openForWriting(file);
  forgetFile(db, b);
  closeWritten(db);
  using store = openStore(file);
  expect(readOurHosts(store).servers).toEqual(['A']);
  expect(readCoverage(store).map(({ server }) => server)).toEqual(['A']);
});

describe('lines of other files that cannot be had any more', () => {
  const early: Partial<Fields2003> = {
    server: 'A',
    subject: ' told by A',
    bytes: 10,
    linked: 'c=us;l=X',
  };
  const late: Partial<Fields2003> = {
    server: 'B',
    time: '10:0:0 GMT',
    subject: ' told by B',
    bytes: 20,
  };

  async function forgetB(archive: boolean, isThere: boolean) {
    const a = log('A.log/20040218.log', early);
    const b = log('B.log/20040218.log', late);
    const db = await memoryDb();
    await ingestInto(db, [a, b], { archive });
    if (!isThere) rmSync(a);
    const { messagesNotRetold } = forgetFile(db, b);
    const [message] = db
      .prepare(
        'select subject, size_bytes, last_at - first_at as span from message where first_at is not null',
      )
      .all();
    return { messagesNotRetold, message, links: dumpContent(db).link.length };
  }

  test.each([
    [true, true],
    [true, false],
    [false, true],
  ])('are not missed with archive %s and the file there %s', async (archive, isThere) => {
    expect(await forgetB(archive, isThere)).toEqual({
      messagesNotRetold: 0,
      message: { subject: 'told by A', size_bytes: 10, span: 0 },
      links: 1,
    });
  });

  test('leave what was known of their messages, but for its times', async () => {
    expect(await forgetB(false, false)).toEqual({
      messagesNotRetold: 1,
      message: { subject: 'told by B', size_bytes: 20, span: 0 },
      links: 1,
    });
  });
});

test('a subject that was not to be kept does not come in from the file', async () => {
  const a = log('A.log/20040218.log', { server: 'A', subject: ' secret' });
  const b = log('B.log/20040218.log', { server: 'B', time: '10:0:0 GMT', subject: ' open' });
  const db = await memoryDb();
  await ingestInto(db, [a], { archive: false, keepSubject: false });
  await ingestInto(db, [b]);
  expect(forgetFile(db, b).messagesNotRetold).toBe(0);
  expect(db.prepare('select subject, size_bytes from message').all()).toEqual([
    { subject: null, size_bytes: 1200 },
  ]);
});

test.each(['latin1', 'utf16le'] as const)(
  'lines in %s are told anew as they were',
  async (encoding) => {
    const a = log2003([{ server: 'A', subject: ' Gr\u00fc\u00dfe' }]);
    const path = temp.write('A.log/20040218.log', Buffer.from(a, encoding));
    const b = log('B.log/20040218.log', { server: 'B', time: '10:0:0 GMT', subject: ' other' });
    const db = await memoryDb(path, b);
    forgetFile(db, b);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
    expect(db.prepare('select subject from message').pluck().all()).toEqual(['Gr\u00fc\u00dfe']);
  },
);

test('nothing of the messages is left in the bytes of the database', async () => {
  const a = log('A.log/20040218.log', { server: 'A' });
  const b = log('B.log/20040218.log', {
    server: 'B',
    id: 'very.secret.id@corp.example',
    subject: ' very secret subject',
    recipient: 'very.secret.recipient@corp.example',
    sender: 'very.secret.sender@corp.example',
  });
  const file = await fileDb(temp.at('a.db'), [a, b], { archive: false });
  const db = openForWriting(file);
  expect(readFileSync(file).includes('very')).toBe(true);
  forgetFile(db, b);
  closeWritten(db);
  expect(readFileSync(file).includes('very')).toBe(false);
});

test('a file goes on after another one was forgotten, though numbers of events are given again', async () => {
  const a = log('A.log/20040217.log', { date: '2004-2-17', server: 'A' });
  const b = log('A.log/20040218.log', { server: 'A' });
  const db = await memoryDb(a, b);
  forgetFile(db, b);
  log(
    'A.log/20040217.log',
    { date: '2004-2-17', server: 'A' },
    { date: '2004-2-17', server: 'A', time: '10:0:0 GMT', event: 1024 },
  );
  await ingestInto(db, [a]);
  expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(a)));
});
