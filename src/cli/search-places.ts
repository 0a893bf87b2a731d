import { writePlace } from '../model/search-place.ts';
import type { SearchPlace } from '../model/search-place.ts';
import type { SearchReport } from '../queries/search-report.ts';
import type { Search } from '../web/answers.ts';

/** Searches whose places are known, at most. */
const SEARCHES = 32;
/** Places that are known of each, at most. */
const PLACES = 2000;

/**
 * Remembers which pages of searches follow one another: a page tells where the next one begins, but not where the one before did. What is stored
 * in between changes nothing: each place is where it was.
 */
export interface SearchPlaces {
  /** The answer to a search, with the place of the page before where it is known. */
  noted(asked: Search, report: SearchReport): SearchReport;
}

export function createSearchPlaces(): SearchPlaces {
  const known = new Map<string, Map<string, SearchPlace>>();
  return {
    noted(asked, report) {
      const { paging } = report;
      if (paging === undefined) return report;
      const { skip, work: _, most: __, place, ...name } = asked;
      const key = JSON.stringify(name);
      const places = known.get(key) ?? new Map<string, SearchPlace>();
      setLast(known, key, places, SEARCHES);
      for (const [index, start] of paging.starts.entries()) {
        const before = paging.starts[index - 1];
        if (before !== undefined) setLast(places, writePlace(start), before, PLACES);
      }
      const own = place ?? paging.starts.find(({ before }) => before === skip);
      const newer = own === undefined ? undefined : places.get(writePlace(own));
      return newer === undefined ? report : { ...report, paging: { ...paging, newer } };
    },
  };
}

/** As the newest of so many at most. */
function setLast<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  for (const [oldest] of map) if (map.size >= most) map.delete(oldest);
  map.set(key, value);
}
