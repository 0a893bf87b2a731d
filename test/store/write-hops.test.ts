import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldPacked, HOP } from '../../src/lifecycle/packed-hops.ts';
import { HOP_COLUMNS, hopValues } from '../../src/store/hop-rows.ts';
import { openForWriting } from '../../src/store/open.ts';
import { hopFromPacked } from '../support/packed-hop.ts';
import { createHopWriter } from '../../src/store/write-hops.ts';
import { lives } from '../support/lives.ts';

/** What numbers of a batch are in the database. */
const NUMBERS = {
  message: (number: number) => number + 100,
  recipient: (number: number) => (number < 0 ? 0 : number + 200),
  server: (number: number) => number + 300,
  host: (number: number) => number + 400,
};

/** Packed hops, each of other lines. */
const batches = fc.array(lives, { maxLength: 80 }).map((all) => {
  const hops = new Float64Array(all.length * HOP.width);
  for (const [index, lines] of all.entries()) {
    const at = index * HOP.width;
    hops.set([index, (index % 3) - 1, index % 2], at);
    for (const [line, { event }] of lines.entries())
      foldPacked(hops, at, event.mark, line + 1, (line % 4) - 1, (line % 3) - 1);
  }
  return hops;
});

test('rows out of packed hops are those of the hops, and follow those before', () => {
  const db = openForWriting(':memory:');
  const write = createHopWriter(db);
  const rows = db.prepare<[number], unknown[]>(
    `select id, ${HOP_COLUMNS.join(', ')} from hop where id > ? order by id`,
  );
  let written = 0;
  fc.assert(
    fc.property(batches, fc.nat({ max: 1000 }), (hops, slot) => {
      expect(write(hops, NUMBERS, slot)).toBe(written);
      const expected = Array.from({ length: hops.length / HOP.width }, (_, index) => {
        const at = index * HOP.width;
        const key = {
          message: NUMBERS.message(index),
          recipient: NUMBERS.recipient((index % 3) - 1),
          server: NUMBERS.server(index % 2),
        };
        return [
          written + index + 1,
          ...hopValues(key, hopFromPacked(hops, at, slot, NUMBERS.host)),
        ];
      });
      expect(rows.raw().all(written)).toEqual(expected);
      written += expected.length;
    }),
    { numRuns: 30 },
  );
});
