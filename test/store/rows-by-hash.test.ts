import { expect, test } from 'vitest';
import { messageKey } from '../../src/model/message-key.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { createRowsByHash } from '../../src/store/rows-by-hash.ts';
import type { HashedText, RowsByHash } from '../../src/store/rows-by-hash.ts';

const SHARED = 'daily-report@app.corp.example';

const networkId = (n: number): string =>
  `575cbb52-ee6a-a8ad-c671-${n.toString(16).padStart(12, '0')}`;

/** Mail n of a program that gives all its mail the same id. */
function mail(n: number): HashedText & { readonly network: string } {
  const network = networkId(n);
  return { text: messageKey(SHARED, network), hash: 7, whole: 1000 + n, network };
}

function putRows(db: Connection, rows: RowsByHash, count: number, from = 1): void {
  const put = db.prepare('insert into message (id, hash, text, network_id) values (?, 7, ?, ?)');
  for (let id = from; id < from + count; id++) {
    put.run(id, SHARED, mail(id).network);
    rows.add(mail(id).whole, id);
  }
}

const WAYS: readonly (readonly [string, (db: Connection) => RowsByHash])[] = [
  ['in memory', (db) => filled(createRowsByHash(db, 'message', true), db)],
  [
    'more than are kept in memory',
    (db) => filled(createRowsByHash(db, 'message', true, { most: 10 }), db),
  ],
  [
    'in the database before',
    (db) => {
      filled(createRowsByHash(db, 'message', true), db);
      return createRowsByHash(db, 'message', false);
    },
  ],
];

function filled(rows: RowsByHash, db: Connection): RowsByHash {
  putRows(db, rows, 50);
  return rows;
}

test.each(WAYS)('of messages that share an id none but the one is read: %s', (_way, rowsIn) => {
  const db = openForWriting(':memory:');
  const rows = rowsIn(db);
  for (const id of [1, 25, 50]) expect(rows.find(mail(id))).toEqual([{ id, text: mail(id).text }]);
  expect(rows.find(mail(51))).toEqual([]);
  expect(rows.find({ text: SHARED, hash: 7, whole: 7 })).toEqual([]);
  db.close();
});

test('the index tells them apart', () => {
  const db = openForWriting(':memory:');
  const rows = createRowsByHash(db, 'message', false);
  putRows(db, rows, 3);
  const plan = db
    .prepare<[], { detail: string }>(
      'explain query plan select id from message where hash = 7 and network_id is null order by id',
    )
    .all();
  expect(plan.map(({ detail }) => detail).join()).toContain(
    'COVERING INDEX message_by_hash (hash=? AND network_id=?)',
  );
  db.close();
});
