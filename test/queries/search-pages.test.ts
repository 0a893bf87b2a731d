import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRecord } from '../../src/model/report.ts';
import type { SearchPlace } from '../../src/model/search-place.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import type { QueryContext } from '../../src/queries/context.ts';
import type { FindQuery } from '../../src/queries/find.ts';
import { readSearchBox } from '../../src/queries/search-box.ts';
import { searchReport } from '../../src/queries/search-report.ts';
import type { SearchPaging, SearchReport } from '../../src/queries/search-report.ts';
import { searchQueries } from '../../src/queries/search.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { EVERYTHING } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/** Messages of few moments, with up to nine recipients; words of them are in ids, senders, recipients and subjects, each now and then. */
const CROWD = Array.from({ length: 50 }, (_, n) =>
  Array.from({ length: 1 + ((n * 7) % 9) }, (__, r) => ({
    time: `9:${n % 4}:${n % 3} GMT`,
    id: `${n % 5 === 0 ? 'plan' : 'mail'}-${n}@exch01.corp.example`,
    event: n % 6 === 0 ? 1020 : 1028,
    sender: n % 4 === 0 ? `plan-${n}@corp.example` : `s${n}@corp.example`,
    recipient: r % 3 === 0 ? `plan.r${r}@corp.example` : `r${r}@corp.example`,
    subject: n % 7 === 0 ? ' The Plan' : ' Status',
  })),
).flat();

const WORDS = ['', 'plan', 'mail', 'exch01', 'corp.example', 'r4', 'plan.r0@corp.example', 'zzzz'];

/** Mostly one filter: few records fit several. */
const FILTERS: readonly Partial<FindQuery>[] = [
  {},
  {},
  { server: 'ex01' },
  { state: 'delivered' },
  { state: 'transferred' },
  { state: 'waiting' },
  { open: true, withSystem: true },
  { stalled: true },
  { from: 'plan' },
  { since: Date.UTC(2004, 1, 18, 9, 1), until: Date.UTC(2004, 1, 18, 9, 2, 2) },
];

const query: fc.Arbitrary<FindQuery> = fc
  .tuple(fc.constantFrom(...FILTERS), fc.option(fc.constantFrom(...FILTERS), { freq: 2 }))
  .map(([one, other]) => ({ ...EVERYTHING, ...one, ...other }));

function pagingOf({ paging }: SearchReport): SearchPaging {
  if (paging === undefined) throw new Error('no paging');
  return paging;
}

function checkPage(report: SearchReport, all: readonly FindRecord[], limit: number): void {
  const { before, settled, beyond, older } = pagingOf(report);
  expect(report.items).toEqual(all.slice(before, Math.min(before + limit, settled)));
  expect(report.total).toBeLessThanOrEqual(all.length);
  expect(report.total).toBeGreaterThanOrEqual(settled + beyond.length);
  expect(all.slice(settled)).toEqual(expect.arrayContaining([...beyond]));
  expect(report.items.length + beyond.length).toBeLessThanOrEqual(limit);
  if (older === null) expect(report.total).toBe(all.length);
}

describe('pages of a search', () => {
  const folder = useTempFolder('file');
  let store: Store;
  let contexts: readonly QueryContext[];
  beforeAll(async () => {
    const logs = [folder.write('20040218.log', log2003(CROWD)), 'fixtures/msgtrk'];
    store = openStore(await fileDb(folder.at('m.db'), logs));
    contexts = [null, Date.UTC(2004, 1, 18, 9, 2)].map((asOf) =>
      queryContext(store, { asOf, thresholdMs: DEFAULT_THRESHOLD_MS }),
    );
  });
  afterAll(() => store.close());

  interface Asked {
    readonly word: string;
    readonly given: FindQuery;
    readonly context: number;
    readonly limit: number;
    readonly work: number;
  }
  const asked: fc.Arbitrary<Asked> = fc.record({
    word: fc.constantFrom(...WORDS),
    given: query,
    context: fc.constantFrom(0, 0, 1),
    limit: fc.integer({ min: 2, max: 40 }),
    work: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 200, max: 3000 })),
  });

  /** Whatever chance brings besides. */
  const MANY_PAGES: [Asked][] = ['corp.example', ''].map((word) => [
    { word, given: EVERYTHING, context: 0, limit: 3, work: 20 },
  ]);

  function search(
    { word, given, context }: Asked,
    bounds: {
      readonly limit: number;
      readonly work: number | null;
      readonly skip?: number;
      readonly place?: SearchPlace;
    },
  ): SearchReport {
    const queries = searchQueries(store, readSearchBox(word), given);
    const [now] = contexts;
    const judged = contexts[context] ?? now;
    if (judged === undefined) throw new Error('no context');
    return searchReport(store, queries, { skip: 0, ...bounds }, judged);
  }

  /** From the first page on, each by the place that the one before tells. */
  function* pages(one: Asked): Generator<SearchReport> {
    const { limit, work } = one;
    let report = search(one, { limit, work });
    for (let page = 1; ; page++) {
      yield report;
      const { older } = pagingOf(report);
      if (older === null) return;
      // Each looks at one message at least.
      expect(page).toBeLessThan(1000);
      report = search(one, { limit, work, place: older });
    }
  }

  it('hold each record of the whole search once, in its order, whatever each page may take', () => {
    // Places amid the recipients of a message, and places where a search ended.
    const seen = { amid: 0, ended: 0 };
    fc.assert(
      fc.property(asked, (one) => {
        const all = search(one, { limit: 0, work: null }).items;
        const found: FindRecord[] = [];
        for (const report of pages(one)) {
          const { before, older } = pagingOf(report);
          expect(before).toBe(found.length);
          if (older !== null && older.told > 0) seen.amid += 1;
          if (older !== null && report.shown < one.limit) seen.ended += 1;
          checkPage(report, all, one.limit);
          found.push(...report.items);
        }
        expect(found).toEqual(all);
      }),
      { numRuns: 40, examples: MANY_PAGES },
    );
    expect(seen.amid).toBeGreaterThan(20);
    expect(seen.ended).toBeGreaterThan(20);
  });

  it('begin at all the places that a search came by', () => {
    fc.assert(
      fc.property(asked, fc.nat({ max: 5 }), (one, page) => {
        const { limit, work } = one;
        const all = search(one, { limit: 0, work: null }).items;
        const far = search(one, { limit, work: work * 4, skip: page * limit });
        checkPage(far, all, limit);
        for (const place of pagingOf(far).starts.slice(0, 12)) {
          const { before } = place;
          checkPage(search(one, { limit, work, place }), all, limit);
          // Without bounds the same page is listed of all that there is.
          const whole = search(one, { limit, work: null, place });
          expect(whole.items).toEqual(all.slice(before, before + limit));
          expect(whole.total).toBe(all.length);
          expect(whole.paging).toBeUndefined();
        }
      }),
      { numRuns: 25 },
    );
  });
});
