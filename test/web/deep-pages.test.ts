import { describe, expect, it } from 'vitest';
import type { SearchReport } from '../../src/queries/search-report.ts';
import type { Answers, Search } from '../../src/web/answers.ts';
import { searchPage } from '../../src/web/pages/search.ts';

function refuse(): never {
  throw new Error('only searches are asked for');
}

/** A search that finds a recipient with so much work, of `all` that there are. */
function searching(each: number, all: number): { answers: Answers; asked: Search[] } {
  const asked: Search[] = [];
  const search = (one: Search): SearchReport => {
    asked.push(one);
    const total = one.work === null ? all : Math.min(all, Math.floor(one.work / each));
    const shown = Math.max(0, Math.min(one.limit, total - one.skip));
    return {
      schema: 'mailtrail/find/1',
      total,
      shown,
      items: [],
      coverage: { servers: [], clockSkews: [] },
      ...(total < all ? { lookedBackTo: '2004-02-18T12:00:00.000Z' } : {}),
      paging: { before: one.skip, settled: total, beyond: [], older: null, starts: [] },
    };
  };
  const answers = {
    search,
    trace: refuse,
    stuck: refuse,
    daily: refuse,
    coverage: refuse,
    exportZip: refuse,
  };
  return { answers, asked };
}

async function worksOf(
  { answers, asked }: ReturnType<typeof searching>,
  parameters: Record<string, string>,
): Promise<unknown[]> {
  await searchPage.ask(answers, { q: 'corp.example', ...parameters }, false);
  return asked.map(({ work, skip, limit }) => [work, skip, limit]);
}

describe('a page of a search that ends early', () => {
  it.each([
    ['the first one is found with what one page may take', 10, '1', [[20_000, 0, 50]]],
    ['a further one that the same work finds takes no more', 10, '13', [[20_000, 600, 50]]],
    ['a far one takes what most need', 10, '40', [[60_030, 1950, 50]]],
    [
      'the last one that is found so takes more: whether there is another one',
      30.02,
      '40',
      [
        [60_030, 1950, 50],
        [120_060, 1950, 50],
      ],
    ],
    [
      'one that needs more takes what it seems to need',
      100,
      '40',
      [
        [60_030, 1950, 50],
        [240_241, 1950, 50],
      ],
    ],
    [
      'none takes more than each page before it may take',
      5000,
      '3',
      [
        [20_000, 100, 50],
        [60_000, 100, 50],
      ],
    ],
  ])('%s', async (_, each, page, expected) => {
    expect(await worksOf(searching(each, 1_000_000), { page })).toEqual(expected);
  });

  it('goes through all where that is asked for', async () => {
    expect(await worksOf(searching(10, 1_000_000), { page: '3', all: '1' })).toEqual([
      [null, 100, 50],
    ]);
  });

  it('begins at a place with what one page may take, however far it is', async () => {
    const { answers, asked } = searching(5000, 1_000_000);
    const parameters = { page: '40', place: '1077105600000.12.3.1950' };
    await searchPage.ask(answers, parameters, false);
    expect(asked).toEqual([
      {
        skip: 1950,
        limit: 50,
        work: 20_000,
        place: { at: 1_077_105_600_000, message: 12, told: 3, before: 1950 },
      },
    ]);
  });

  it('is asked for once where the search came to its end', async () => {
    expect(await worksOf(searching(1000, 12), { page: '1' })).toEqual([[20_000, 0, 50]]);
  });
});
