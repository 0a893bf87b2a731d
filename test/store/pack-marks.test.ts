import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../../src/lifecycle/order.ts';
import { createRowMarks, MarkReader, packMarks } from '../../src/store/pack-marks.ts';
import { firstTimes, marksFrom } from '../support/stored-hops.ts';

const hop = firstTimes.chain((firstAt) =>
  fc.record({ firstAt: fc.constant(firstAt), marks: marksFrom(firstAt) }),
);

/** Seven marks as a hop of a group has them, with something before them, and their slots three numbers behind them. */
function packed(marks: readonly (Mark | null)[], before: number): Float64Array {
  const numbers = new Float64Array(before + 31);
  for (const [index, mark] of marks.slice(0, 7).entries())
    if (mark !== null) {
      numbers.set([mark.at, mark.line, mark.code], before + index * 3);
      numbers[before + 24 + index] = mark.slot;
    }
  return numbers;
}

function sevenOf(marks: readonly (Mark | null)[]): (Mark | null)[] {
  return Array.from({ length: 7 }, (_, index) => marks[index] ?? null);
}

function unpacked(bytes: Uint8Array, firstAt: number, count: number): (Mark | null)[] {
  const reader = new MarkReader(Buffer.from(bytes).toString('hex').toUpperCase(), firstAt);
  return Array.from({ length: count }, () => reader.next());
}

test('marks come back as they were', () => {
  fc.assert(
    fc.property(hop, ({ firstAt, marks }) => {
      const bytes = packMarks(marks.slice(0, 7), firstAt);
      expect(unpacked(bytes, firstAt, 7)).toEqual(sevenOf(marks));
    }),
  );
});

test('marks out of a packed hop have the same bytes', () => {
  fc.assert(
    fc.property(hop, fc.nat(40), ({ firstAt, marks }, before) => {
      const bytes = createRowMarks().pack(0, packed(marks, before), before, firstAt, before + 24);
      expect(Buffer.from(bytes)).toEqual(packMarks(sevenOf(marks), firstAt));
    }),
  );
});

test('marks of each row of a statement stay as they are while others are packed', () => {
  fc.assert(
    fc.property(fc.array(hop, { maxLength: 6 }), (hops) => {
      const rows = createRowMarks();
      for (let statement = 0; statement < 2; statement++) {
        const all = hops.map(({ firstAt, marks }, row) =>
          rows.pack(row * 18, packed(marks, 0), 0, firstAt, 24),
        );
        expect(all.map((bytes) => Buffer.from(bytes))).toEqual(
          hops.map(({ firstAt, marks }) => packMarks(sevenOf(marks), firstAt)),
        );
      }
    }),
  );
});

test.each([
  ['of nothing', [], 0],
  ['of no marks', [null, null], 2],
  ['of a usual one', [{ at: 61_000, slot: 3, line: 90, code: 1019 }], 7],
  ['at its largest', [{ at: 2 ** 52, slot: 2 ** 52, line: 2 ** 52, code: 2 ** 52 }], 32],
])('%s there are %#: few bytes', (_name, marks, length) => {
  const bytes = packMarks(marks, 0);
  expect(bytes).toHaveLength(length);
  expect(unpacked(bytes, 0, marks.length)).toEqual(marks);
});
