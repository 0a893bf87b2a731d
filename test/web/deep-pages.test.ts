import { describe, expect, it } from 'vitest';
import type { SearchReport } from '../../src/queries/search-report.ts';
import type { Answers, Search } from '../../src/web/answers.ts';
import { searchPage } from '../../src/web/pages/search.ts';

function refuse(): never {
  throw new Error('only searches are asked for');
}

/** Notes what is searched for. */
function searching(): { readonly answers: Answers; readonly asked: Search[] } {
  const asked: Search[] = [];
  const search = (one: Search): SearchReport => {
    asked.push(one);
    return {
      schema: 'mailtrail/find/1',
      total: 0,
      shown: 0,
      items: [],
      coverage: { servers: [], clockSkews: [] },
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

async function askedWith(parameters: Record<string, string>): Promise<readonly Search[]> {
  const { answers, asked } = searching();
  await searchPage.ask(answers, parameters, false);
  return asked;
}

describe('a page of a search that ends early', () => {
  it.each([
    ['the first one takes what one page may take', '1', [0, 20_000, 20_000]],
    ['a further one may take as much for each page', '13', [600, 20_000, 260_000]],
    ['a far one begins with what most need', '40', [1950, 60_030, 800_000]],
  ])('%s', async (_, page, [skip, work, most]) => {
    expect(await askedWith({ q: 'corp.example', page })).toEqual([
      { q: 'corp.example', skip, limit: 50, work, most },
    ]);
  });

  it('goes through all where that is asked for', async () => {
    expect(await askedWith({ page: '3', all: '1' })).toEqual([
      { skip: 100, limit: 50, work: null },
    ]);
  });

  it('begins at a place with what one page may take, however far it is', async () => {
    const asked = await askedWith({ page: '40', place: '1077105600000.12.3.1950' });
    expect(asked).toEqual([
      {
        skip: 1950,
        limit: 50,
        work: 20_000,
        place: { at: 1_077_105_600_000, message: 12, told: 3, before: 1950 },
      },
    ]);
  });
});
