import { afterEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../src/store/open.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
afterEach(() => {
  vi.restoreAllMocks();
});

const MESSAGES = 250;

/** Each message is told of once, with a subject that is its own. */
function logOf(server: string, minute: number, subject: string): string {
  return temp.write(
    `${server}.log/20040217.log`,
    log2003(
      Array.from({ length: MESSAGES }, (_, index) => ({
        id: `${index}@corp.example`,
        server,
        time: `10:${minute}:${index % 60} GMT`,
        subject: `${subject} ${index}`,
      })),
    ),
  );
}

/** How many messages each statement that reads what is stored of them was asked for. */
function asked(db: Connection): number[] {
  const counts: number[] = [];
  const prepare = db.prepare.bind(db);
  vi.spyOn(db, 'prepare').mockImplementation((sql: string) => {
    const statement = prepare(sql);
    if (!/attr_rank.*json_each/s.test(sql)) return statement;
    const all = statement.all.bind(statement);
    vi.spyOn(statement, 'all').mockImplementation((ids) => {
      counts.push(JSON.parse(String(ids)).length);
      return all(ids);
    });
    return statement;
  });
  return counts;
}

const told = (db: Connection): unknown[] =>
  db
    .prepare(
      'select text, first_at, last_at, attr_rank, attr_at, subject from message order by text',
    )
    .all();

test('what is stored of messages that are told again is read for some at once, whatever a batch holds', async () => {
  const first = logOf('EXCH01', 1, 'before');
  const second = logOf('EXCH02', 5, 'later');
  const db = await memoryDb(first);
  const counts = asked(db);
  await ingestInto(db, [second]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(MESSAGES);
  expect(Math.max(...counts)).toBeLessThanOrEqual(100);
  vi.restoreAllMocks();
  const other = await memoryDb(second);
  await ingestInto(other, [first]);
  expect(told(db)).toEqual(told(other));
  expect(told(db)[0]).toMatchObject({ subject: 'later 0' });
});
