import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArenaPool } from '../../../src/ingest/pack/arena.ts';
import { EventList } from '../../../src/ingest/pack/event-list.ts';
import type { EventRow } from '../../../src/ingest/pack/event-list.ts';
import type { EventColumns } from '../../../src/ingest/pack/packed-batch.ts';

const number = fc.integer({ min: -1, max: 2 ** 31 - 1 });
const rows: fc.Arbitrary<readonly EventRow[]> = fc.array(
  fc.record({
    line: number,
    offset: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    length: number,
    at: fc.integer({ min: -1e13, max: 1e13 }),
    code: number,
    message: fc.integer({ min: -1, max: 3 }),
    recipient: number,
    server: number,
    partner: number,
    client: number,
  }),
);

/** Messages counted in order of their first event, as facts count them. */
function groupsOf(list: readonly EventRow[]): number[] {
  const messages = [...new Set(list.map(({ message }) => message).filter((one) => one >= 0))];
  return list.map(({ message }) => messages.indexOf(message));
}

function rowsOf({ count, ...columns }: EventColumns): unknown[] {
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[i]])),
  );
}

test('events come out by message, in order within it, those of none first', () => {
  const list = new EventList();
  const pool = createArenaPool();
  fc.assert(
    fc.property(rows, (added) => {
      const groups = groupsOf(added);
      for (const [index, row] of added.entries()) list.add(row, groups[index] ?? -1);
      expect(list.count).toBe(added.length);
      const arena = pool.get(list.bytes());
      const columns = list.take(new Set(groups.filter((group) => group >= 0)).size, arena);
      const ordered = [...added.keys()].toSorted(
        (a, b) => (groups[a] ?? 0) - (groups[b] ?? 0) || a - b,
      );
      expect(rowsOf(columns)).toEqual(ordered.map((index) => added[index]));
      expect(list.count).toBe(0);
      pool.putBack(arena.buffer);
    }),
  );
});

test('a batch may have more events than usual', () => {
  const list = new EventList();
  const row = {
    line: 0,
    offset: 0,
    length: 9,
    at: 5,
    code: 1019,
    message: 0,
    recipient: 1,
    server: 0,
    partner: -1,
    client: -1,
  };
  const count = 100_000;
  for (let i = 0; i < count; i++) list.add({ ...row, line: i, offset: i * 9 }, i % 3);
  const { line, offset } = list.take(3, createArenaPool().get(list.bytes()));
  const lines = Array.from({ length: count }, (_, i) => i).toSorted(
    (a, b) => (a % 3) - (b % 3) || a - b,
  );
  expect(line).toEqual(Int32Array.from(lines));
  expect(offset).toEqual(Float64Array.from(lines, (one) => one * 9));
});
