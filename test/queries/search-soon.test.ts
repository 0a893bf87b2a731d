import { describe, expect, it } from 'vitest';
import type { SearchReport } from '../../src/queries/search-report.ts';
import { searchSoon } from '../../src/queries/search-soon.ts';

/** A search that finds a recipient with so much work, of `all` that there are, and notes what was done. */
function searching(
  each: number,
  all: number,
): { readonly search: (work: number) => SearchReport; readonly works: number[] } {
  const works: number[] = [];
  return {
    works,
    search(work) {
      works.push(work);
      const total = Math.min(all, Math.floor(work / each));
      return {
        schema: 'mailtrail/find/1',
        total,
        shown: 0,
        items: [],
        coverage: { servers: [], clockSkews: [] },
        ...(total < all ? { lookedBackTo: '2004-02-18T12:00:00.000Z' } : {}),
        paging: { before: 0, settled: total, beyond: [], older: null, starts: [] },
      };
    },
  };
}

describe('a search for a page', () => {
  it.each([
    ['that the first try fills takes no more', 10, 650, 20_000, 260_000, [20_000]],
    ['looks whether there is another page', 30.02, 2001, 60_030, 800_000, [60_030, 120_060]],
    ['that needs more takes what it seems to need', 100, 2001, 60_030, 800_000, [60_030, 240_241]],
    ['takes no more than it may', 5000, 151, 20_000, 60_000, [20_000, 60_000]],
    ['that may take no more ends there', 5000, 151, 20_000, 20_000, [20_000]],
    ['that finds nothing takes twice as much', 1e9, 3, 20_000, 30_000, [20_000, 30_000]],
  ])('%s', (_, each, wanted, work, most, expected) => {
    const { search, works } = searching(each, 1_000_000);
    const report = searchSoon(search, { work, most, wanted });
    expect(works).toEqual(expected);
    expect(report.total).toBe(Math.floor((expected.at(-1) ?? 0) / each));
  });

  it('that came to its end takes no more', () => {
    const { search, works } = searching(1000, 12);
    expect(searchSoon(search, { work: 20_000, most: 60_000, wanted: 51 }).total).toBe(12);
    expect(works).toEqual([20_000]);
  });
});
