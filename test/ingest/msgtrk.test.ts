import { describe, expect, test } from 'vitest';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { COLUMNS_2016, headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const NAMELESS = { 'server-hostname': '', 'client-hostname': '' };

function logOf(rows: readonly MsgtrkFields[], columns = COLUMNS_2016): string {
  const lines = rows.map((row) => lineMsgtrk(row, columns));
  return `\uFEFF${[...headerMsgtrk(columns), ...lines].join('\r\n')}\r\n`;
}

/** How many events each server has. */
function serversIn(db: Awaited<ReturnType<typeof memoryDb>>): unknown[] {
  return db
    .prepare('select server, count(*) events from events group by server order by server')
    .all();
}

test('a log with a BOM, several recipients and a bad line is read', async () => {
  const rows = [
    {},
    { 'recipient-address': 'ann@contoso.example;eve@fabrikam.example', 'recipient-count': 2 },
    { 'date-time': '2024-02-30T00:00:00.000Z' },
    { 'message-subject': 'a, "b"' },
  ];
  const db = await memoryDb();
  const { totals, files } = await ingestInto(db, [
    temp.write('MSGTRK2024021909-1.LOG', logOf(rows)),
  ]);
  expect(files).toMatchObject([{ format: 'msgtrk', server: 'EX01', unknownColumns: [] }]);
  expect(totals).toMatchObject({ lines: 9, events: 3, directives: 5, rejects: 1 });
  expect(serversIn(db)).toEqual([{ server: 'EX01', events: 4 }]);
});

test('columns that nobody knows are told', async () => {
  const columns = [...COLUMNS_2016, 'shoe-size'];
  const { files } = await ingestInto(await memoryDb(), [
    temp.write('MSGTRK2024021909-1.LOG', logOf([{ 'shoe-size': 44 }], columns)),
  ]);
  expect(files).toMatchObject([{ events: 1, unknownColumns: ['shoe-size'] }]);
});

describe('lines that name no server are of', () => {
  const OF_EX01 = { server: 'EX01', events: 1 };
  const OF_HUB7 = { server: 'HUB7', events: 1 };
  test.each<[string, string, readonly MsgtrkFields[], unknown[]]>([
    [
      'the one that other lines name',
      'MSGTRKM20240219-1.LOG',
      [NAMELESS, {}],
      [{ ...OF_EX01, events: 2 }],
    ],
    [
      'that one, in any folder',
      'HUB7/MSGTRKM20240219-1.LOG',
      [NAMELESS, {}],
      [{ ...OF_EX01, events: 2 }],
    ],
    ['the folder of old', 'HUB7.log/MSGTRKM20240219-1.LOG', [NAMELESS], [OF_HUB7]],
    ['the folder', 'HUB7/MSGTRKM20240219-1.LOG', [NAMELESS], [OF_HUB7]],
    [
      'the folder, where the file may be of many',
      'HUB7/export.csv',
      [NAMELESS, {}],
      [OF_EX01, OF_HUB7],
    ],
    ['nobody in a folder of another kind', 'logs/MSGTRKM20240219-1.LOG', [NAMELESS], []],
    ['nobody where the file may be of many', 'logs/export.csv', [NAMELESS, {}], [OF_EX01]],
  ])('%s', async (_name, path, rows, servers) => {
    const db = await memoryDb();
    const { totals, rejects } = await ingestInto(db, [temp.write(path, logOf(rows))]);
    expect(serversIn(db)).toEqual(servers);
    const rejected = rows.length - totals.events;
    expect(rejects.map(({ code }) => code)).toEqual(
      Array.from({ length: rejected }, () => 'no-server'),
    );
  });

  test('the server that --server names before all', async () => {
    const db = await memoryDb();
    const log = temp.write('HUB7/MSGTRKM20240219-1.LOG', logOf([NAMELESS, {}]));
    await ingestInto(db, [log], { server: 'EX09' });
    expect(serversIn(db)).toEqual([
      { server: 'EX01', events: 1 },
      { server: 'EX09', events: 1 },
    ]);
  });
});
