import type { SearchReport } from './search-report.ts';

/** What may be done until a page is full, as `searchBudget` counts it. */
export interface SearchEffort {
  /** To begin with. */
  readonly work: number;
  /** At most. */
  readonly most: number;
  /** Records that are wanted from the first one on: those of the page, and one that tells whether there is another page. */
  readonly wanted: number;
}

/**
 * With as little work as finds what is wanted; the first try does as a rule. What one way of searching finds beyond the place where another one ended has
 * its place only once that one has come as far.
 */
export function searchSoon(
  search: (work: number) => SearchReport,
  { work, most, wanted }: SearchEffort,
): SearchReport {
  const report = search(work);
  const settled = report.paging?.settled ?? 0;
  if (report.lookedBackTo === undefined || settled >= wanted || work >= most) return report;
  const needed = Math.ceil((work * wanted * 1.2) / Math.max(settled, 1));
  return searchSoon(search, { work: Math.min(most, Math.max(2 * work, needed)), most, wanted });
}
