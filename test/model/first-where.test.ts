import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstWhere } from '../../src/model/first-where.ts';

test('finds the place that looking through all finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ max: 20, min: -20 })),
      fc.integer({ max: 21, min: -21 }),
      (all, least) => {
        const sorted = all.toSorted((a, b) => a - b);
        const place = sorted.findIndex((one) => one >= least);
        expect(firstWhere(sorted, (one) => one >= least)).toBe(place < 0 ? sorted.length : place);
      },
    ),
  );
});
