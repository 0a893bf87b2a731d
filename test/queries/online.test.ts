import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpContent } from '../support/dump.ts';
import { fileDb, ingestInto, memoryDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const FOLDERS = ['online-extended', 'online-summary', 'exported-tracking'].map((name) =>
  join(fixtures, name),
);
const root = mkdtempSync(join(tmpdir(), 'mailtrail-online-'));
const db = join(root, 'online.db');
const temp = useTempFolder();

beforeAll(() => fileDb(db, FOLDERS));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The rows of the last table of `fixtures/README.md`. */
function promised(): string[] {
  const text = readFileSync(join(fixtures, 'README.md'), 'utf8');
  const rows = text.slice(text.indexOf('## Exports')).matchAll(/^\| (`.*)\|$/gm);
  return [...rows].map(([, row = '']) =>
    row
      .split(' | ')
      .slice(0, 6)
      .map((cell) => cell.trim().replaceAll('`', ''))
      .join(' '),
  );
}

test('each recipient of the exports is where the table says', () => {
  const found = recordsOf(db).map(({ messageId, recipient, state, stage, server, stall }) =>
    [messageId, recipient, state, stage, server, stall?.place ?? 'none'].join(' '),
  );
  expect(found.toSorted()).toEqual(promised().toSorted());
});

test('each line is counted, and what cannot be read says what to export instead', async () => {
  const connection = await memoryDb();
  const { totals, rejects } = await ingestInto(connection, FOLDERS);
  expect(totals).toMatchObject({
    lines: 51,
    events: 30,
    directives: 7,
    blank: 0,
    continuations: 11,
    rejects: 3,
  });
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [5, 'local-time'],
    [3, 'local-time'],
    [4, 'type-names'],
  ]);
});

test('the order of reading does not show', async () => {
  const there = await memoryDb(...FOLDERS);
  expect(dumpContent(await memoryDb(...FOLDERS.toReversed()))).toEqual(dumpContent(there));
});

test('--server names another server than Exchange Online', async () => {
  const connection = await memoryDb();
  await ingestInto(connection, FOLDERS, { server: 'Tenant' });
  const servers = connection.prepare('select distinct server from events order by 1').pluck().all();
  expect(servers).toEqual(['AMZPR01MB0001', 'DBZPR01MB0002', 'EX21', 'Tenant']);
});

const HEADER = 'Received,SenderAddress,RecipientAddress,Subject,Status,MessageId\r\n';
const traced = (status: string): string =>
  `${HEADER}2026-09-02T06:20:00Z,a@contoso.example,b@contoso.example,Hi,${status},<t@contoso.example>\r\n`;

describe('two traces of one mail, of which one was made too early', () => {
  test.each([
    ['Pending', 'Delivered', 'delivered'],
    ['GettingStatus', 'Failed', 'ndr'],
    ['Pending', 'GettingStatus', 'waiting'],
  ])('%s and %s: it is %s, whichever is read or named first', async (early, late, state) => {
    for (const names of [
      ['a.csv', 'b.csv'],
      ['b.csv', 'a.csv'],
    ]) {
      const [first = '', second = ''] = names;
      temp.write(first, traced(early));
      temp.write(second, traced(late));
      const file = await fileDb(
        temp.at(`${first}-${state}.db`),
        names.map((name) => temp.at(name)),
      );
      expect(recordsOf(file).map((record) => record.state)).toEqual([state]);
    }
  });
});
