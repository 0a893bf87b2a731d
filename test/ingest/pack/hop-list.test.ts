import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIdsWhere } from '../../../src/catalogue/events.ts';
import { createArenaPool } from '../../../src/ingest/pack/arena.ts';
import type { EventRow } from '../../../src/ingest/pack/event-list.ts';
import { HopList } from '../../../src/ingest/pack/hop-list.ts';
import { foldPacked, HOP } from '../../../src/lifecycle/packed-hops.ts';
import { kernelHere } from '../../support/kernel-bytes.ts';

const MEMORIES = [
  ['in memory of their own', () => null],
  ['in the memory of the kernel', kernelHere],
] as const;

const few = fc.integer({ min: -1, max: 2 });
const rows: fc.Arbitrary<readonly EventRow[]> = fc
  .array(
    fc.record({
      at: fc.nat({ max: 5 }),
      code: fc.oneof(
        fc.constantFrom(1019, 1028, 1031, 1034, 1077),
        fc.constantFrom(...eventIdsWhere(() => true)),
      ),
      message: fc.nat({ max: 3 }),
      recipient: few,
      server: fc.nat({ max: 2 }),
      partner: few,
      client: few,
    }),
  )
  .map((list) => list.map((row, index) => ({ ...row, line: index + 1, offset: 0, length: 0 })));

/** Each hop folded on its own, by message in order of the first event, within it in that order too. */
function expected(list: readonly EventRow[]): { hops: number[]; counts: number[] } {
  const messages = [...new Set(list.map(({ message }) => message))];
  const byMessage = messages.map((message) => {
    const hops = new Map<string, Float64Array>();
    for (const row of list.filter((one) => one.message === message)) {
      const key = `${row.recipient} ${row.server}`;
      const hop = hops.get(key) ?? new Float64Array(HOP.width);
      hop.set([message, row.recipient, row.server]);
      foldPacked(hop, 0, row, row.line, row.partner, row.client);
      hops.set(key, hop);
    }
    return [...hops.values()];
  });
  return {
    hops: byMessage.flat().flatMap((hop) => [...hop]),
    counts: byMessage.map((hops) => hops.length),
  };
}

test.each(MEMORIES)(
  'hops %s come out folded, those of one message together, with how many each has',
  (_where, kernel) => {
    const list = new HopList(kernel());
    const pool = createArenaPool();
    fc.assert(
      fc.property(rows, (added) => {
        const messages = [...new Set(added.map(({ message }) => message))];
        for (const row of added) list.add(row, messages.indexOf(row.message), row.partner);
        const arena = pool.get(list.bytes(messages.length));
        const { hops, counts } = list.take(messages.length, arena);
        expect({ hops: [...hops], counts: [...counts] }).toEqual(expected(added));
        pool.putBack(arena.buffer);
      }),
      { numRuns: 500 },
    );
  },
);

test.each(MEMORIES)('a batch may have more hops than usual, %s', (_where, kernel) => {
  const list = new HopList(kernel());
  const row = { line: 1, offset: 0, length: 0, at: 5, code: 1019, partner: -1, client: -1 };
  const count = 40_000;
  for (const line of [1, 2])
    for (let i = 0; i < count; i++)
      list.add({ ...row, line, message: i >> 1, recipient: i, server: i & 3 }, i >> 1, -1);
  const { hops, counts } = list.take(count >> 1, createArenaPool().get(list.bytes(count >> 1)));
  expect(hops).toHaveLength(count * HOP.width);
  expect(new Set(counts)).toEqual(new Set([2]));
  const part = (number: number): number[] =>
    Array.from({ length: count }, (_, i) => hops[i * HOP.width + number] ?? -1);
  expect(part(HOP.recipient)).toEqual([...Array.from({ length: count }).keys()]);
  expect(new Set(part(HOP.events))).toEqual(new Set([2]));
});
