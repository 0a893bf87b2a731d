import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hop } from '../../src/lifecycle/hop.ts';
import { createDictionary } from '../../src/store/dictionary.ts';
import { HOP_COLUMNS, hopFromRow, pushHopValues } from '../../src/store/hop-rows.ts';
import type { HopColumns } from '../../src/store/hop-rows.ts';
import { openForWriting } from '../../src/store/open.ts';

const number = fc.nat({ max: 2 ** 31 });
const at = fc.integer({ min: -1, max: 4e12 });
const place = { at, slot: number, line: number, code: number };
const mark = fc.option(fc.record(place), { nil: null });
const hostMark = fc.option(fc.record({ ...place, host: fc.string({ unit: 'grapheme' }) }), {
  nil: null,
});

const hop: fc.Arbitrary<Hop> = fc.record({
  firstAt: at,
  lastAt: at,
  first: mark,
  move: mark,
  arrival: mark,
  opener: mark,
  end: mark,
  nextHop: hostMark,
  client: hostMark,
  stages: number,
  attempts: number,
  retries: number,
  events: number,
});

test('a hop comes back from its row as it was', () => {
  const db = openForWriting(':memory:');
  const hosts = createDictionary(db, { table: 'host', seed: 1, fold: (text) => text });
  const nameOf = db.prepare<[number], string>('select text from host where id = ?').pluck();
  const put = db.prepare(
    `insert or replace into hop (${HOP_COLUMNS.join(', ')}) values (${HOP_COLUMNS.map(() => '?').join(', ')})`,
  );
  const get = db.prepare<[], HopColumns>(
    'select * from hop where (message_id, recipient_id, server_id) = (1, 0, 3)',
  );
  fc.assert(
    fc.property(hop, (one) => {
      const values: (number | null)[] = [];
      pushHopValues(values, { message: 1, recipient: 0, server: 3 }, one, hosts.id);
      put.run(values);
      const row = get.get();
      expect(row).toBeDefined();
      expect(hopFromRow(row ?? {}, (id) => nameOf.get(id) ?? 'unknown')).toEqual(one);
    }),
  );
});

test('the columns are those of the table', () => {
  const db = openForWriting(':memory:');
  const columns = db
    .prepare("select name from pragma_table_info('hop') order by name")
    .pluck()
    .all();
  expect(HOP_COLUMNS.toSorted()).toEqual(columns);
});
