import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const folder = fileURLToPath(new URL('../../fixtures/hostile/', import.meta.url));

const expected = {
  'broken.log': { lines: 21, events: 7, directives: 6, blank: 1, rejected: 7, lastLine: null },
  'headerless.log': { lines: 4, events: 4, directives: 0, rejected: 0 },
  'reordered-columns.log': { lines: 6, events: 3, directives: 3, rejected: 0 },
  'no-newline-at-end.log': { lines: 7, events: 4, directives: 3, rejected: 0, lastLine: 'read' },
  'mixed-line-ends.log': { lines: 9, events: 6, directives: 3, rejected: 0 },
  'latin1.log': { lines: 6, events: 3, directives: 3, rejected: 0 },
  'utf8-bom.log': { lines: 6, events: 3, directives: 3, rejected: 0 },
  'empty.log': { lines: 0, skipped: 'empty', format: null },
  'notes.txt': { lines: 0, skipped: 'not-a-log', format: null },
};

const db = await memoryDb();
const { files, rejects } = await ingestInto(db, [folder]);

test.each(Object.entries(expected))('%s is counted as its table says', (name, counts) => {
  expect(files.find(({ file }) => file.endsWith(name))).toMatchObject({
    skipped: null,
    error: null,
    ...counts,
  });
});

test('each bad line is set aside with its reason', () => {
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [5, 'too-few-fields'],
    [7, 'bad-date'],
    [9, 'bad-event-id'],
    [10, 'nul-bytes'],
    [12, 'bad-date'],
    [17, 'bad-time'],
    [20, 'too-few-fields'],
  ]);
});

test('messages have their subjects, whatever the bytes', () => {
  const subjects = new Map(dumpContent(db).message.map((row) => [row[0], row[8]]));
  const german = 'Gr\u00fc\u00dfe aus K\u00f6ln \u2013 nur 5 \u20ac';
  expect(subjects.get('latin1@hostile.example')).toBe(german);
  expect(subjects.get('bom@hostile.example')).toBe(german);
  expect(subjects.get('reordered@hostile.example')).toBe('Subject in the middle');
  expect(subjects.get('last-line@hostile.example')).toBe('Status');
});

test('all of it is of one server, and every line has its place', () => {
  const { server, event } = dumpContent(db);
  expect(server.map((row) => row[0])).toEqual(['HOSTILE1']);
  expect(event).toHaveLength(30);
});

test('the name of a server may be of any length', async () => {
  const server = 'x'.repeat(70_000);
  const log = temp.write(
    '20040218.log',
    log2003([{ server }, { server, event: 1031, partner: 'b' }]),
  );
  const long = await memoryDb(log);
  expect(dumpContent(long).server.map((row) => row[0])).toEqual([server]);
  expect(dumpContent(long).event).toHaveLength(2);
});
