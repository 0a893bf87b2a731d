import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNames, slotOrderBy } from '../../src/store/slot-order.ts';

const sign = (order: number): number => Math.sign(order);

describe('slots come in the order that people expect', () => {
  test.each([
    ['20040217', '20040218'],
    ['20040218-2', '20040218-10'],
    ['20040218', '20040218-1'],
    ['msgtrk9', 'msgtrk10'],
    ['msgtrk20240219-9', 'msgtrk20240219-10'],
    ['msgtrk2024021909-10', 'msgtrk2024021910-1'],
    ['msgtrkms2024021909-1', 'msgtrk2024021909-1'],
    ['msgtrkm20240219-1', 'msgtrk20240219-1'],
    ['msgtrk2024021909-1', 'msgtrkma2024021909-1'],
    ['msgtrkma2024021909-1', 'msgtrkmd2024021909-1'],
    ['msgtrkms2024022009-1', 'msgtrk2024021909-1'],
    ['20240219', 'msgtrkms2024021909-1'],
    ['a', 'b'],
    ['a9', 'a09x'],
    ['9', '10'],
    ['07', '7'],
    ['', '0'],
    ['-', '20040218'],
    ['20040218', 'copy of 20040217'],
    ['99999999999999999998', '99999999999999999999'],
  ])('%j before %j', (a, b) => {
    expect([sign(compareNames(a, b)), sign(compareNames(b, a))]).toEqual([-1, 1]);
  });
});

describe('it is a total order', () => {
  const name = fc.string({
    unit: fc.oneof(
      fc.constantFrom('0', '1', '9', '10', '-', 'a', 'b', ' ', 'msgtrk', 'm', 's'),
      fc.string({ maxLength: 1 }),
    ),
    maxLength: 6,
  });

  test('two names are equal only if they are the same, and neither comes before the other one twice', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(sign(compareNames(a, b)) + sign(compareNames(b, a))).toBe(0);
        expect(compareNames(a, b) === 0).toBe(a === b);
      }),
      { numRuns: 1000 },
    );
  });

  test('of three names in order the first comes before the last', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0)
          expect(compareNames(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

test('slots are compared by their names, not by their numbers', () => {
  const names = ['20040218', '20040217'];
  const order = slotOrderBy((slot) => names[slot] ?? '');
  expect(sign(order(0, 1))).toBe(1);
  expect(order(1, 1)).toBe(0);
});
