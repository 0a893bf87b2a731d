import fc from 'fast-check';
import { expect, it } from 'vitest';
import { consecutive, groupBy } from '../../src/model/group-by.ts';

const rows = fc.array(fc.constantFrom('a1', 'a2', 'b1', 'c1', 'c2'));
const keyOf = (row: string): string => row.charAt(0);

it('rows of one key that follow each other come together, and none is lost', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const found = [...consecutive(all, keyOf)];
      expect(found.flatMap(([, own]) => own)).toEqual(all);
      for (const [key, own] of found) expect(own.every((row) => keyOf(row) === key)).toBe(true);
      for (const [index, [key]] of found.entries()) expect(found[index + 1]?.[0]).not.toBe(key);
    }),
  );
});

it('of sorted rows they are the groups', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const sorted = all.toSorted();
      expect([...consecutive(sorted, keyOf)]).toEqual([...groupBy(sorted, keyOf)]);
    }),
  );
});
