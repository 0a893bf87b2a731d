import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashTable } from '../../src/store/hash-table.ts';

test('numbers are found by their hashes, in the order in which they were added', () => {
  const hash = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 200 }), (hashes) => {
      const table = new HashTable();
      const known = new Map<number, number[]>();
      for (const [index, one] of hashes.entries()) {
        table.add(one, index + 1);
        known.set(one, [...(known.get(one) ?? []), index + 1]);
      }
      for (const [one, numbers] of known) expect(table.find(one)).toEqual(numbers);
      expect(table.find(17)).toEqual(known.get(17) ?? []);
      expect([...table.hashes()].toSorted((a, b) => a - b)).toEqual(
        hashes.toSorted((a, b) => a - b),
      );
    }),
  );
});

test('a table that grew finds all, also those of one hash', () => {
  const table = new HashTable();
  const count = 200_000;
  for (let number = 1; number <= 300; number++)
    table.add(number % 3 === 0 ? 65_535 : -number, number);
  for (let number = 301; number <= count; number++) table.add(Math.imul(number, 97), number);
  expect(table.count).toBe(count);
  expect(table.find(65_535)).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * 3));
  for (let number = 301; number <= count; number += 997)
    expect(table.find(Math.imul(number, 97))).toContain(number);
});
