import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOP_COLUMNS, hopFromStored, hopValues, STORED_HOP } from '../../src/store/hop-rows.ts';
import type { StoredHop } from '../../src/store/hop-rows.ts';
import { openForWriting } from '../../src/store/open.ts';
import { hops } from '../support/stored-hops.ts';

test('a hop comes back from its row as it was', () => {
  const db = openForWriting(':memory:');
  const put = db.prepare(
    `insert or replace into hop (id, ${HOP_COLUMNS.join(', ')}) values (1, ${HOP_COLUMNS.map(() => '?').join(', ')})`,
  );
  const get = db.prepare<[], StoredHop>(`select ${STORED_HOP} from hop where id = 1`).raw();
  fc.assert(
    fc.property(hops, (hop) => {
      put.run(hopValues({ message: 1, recipient: 0, server: 3 }, hop));
      const row = get.get();
      expect(row && hopFromStored(row, (id) => id)).toEqual(hop);
      expect(row && hopFromStored(row, (id) => `host ${id}`).client?.host).toBe(
        hop.client === null ? undefined : `host ${hop.client.host}`,
      );
    }),
  );
});

test('columns that queries look into say what the marks say', () => {
  fc.assert(
    fc.property(hops, (hop) => {
      const values = hopValues({ message: 1, recipient: 2, server: 3 }, hop);
      const valueOf = (column: (typeof HOP_COLUMNS)[number]): unknown =>
        values[HOP_COLUMNS.indexOf(column)];
      const after = (mark: { readonly at: number } | null): number | null =>
        mark && mark.at - hop.firstAt;
      expect(valueOf('move_code')).toBe(hop.move?.code ?? null);
      expect(valueOf('end_code')).toBe(hop.end?.code ?? null);
      expect(valueOf('arrival_ms')).toBe(after(hop.arrival));
      expect(valueOf('end_ms')).toBe(after(hop.end));
      expect(valueOf('next_hop_ms')).toBe(after(hop.nextHop));
      expect(valueOf('client_ms')).toBe(after(hop.client));
    }),
  );
});

test('the columns are those of the table but for its id', () => {
  const db = openForWriting(':memory:');
  const columns = db
    .prepare("select name from pragma_table_info('hop') where pk = 0 order by name")
    .pluck()
    .all();
  expect(HOP_COLUMNS.toSorted()).toEqual(columns);
});
