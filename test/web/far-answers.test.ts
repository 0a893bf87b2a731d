import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { farOf, isLargeFile } from '../../src/cli/commands/serve-far.ts';
import type { FarAnswers } from '../../src/cli/commands/serve-far.ts';
import { processIo } from '../../src/cli/io.ts';
import { NO_CACHE } from '../../src/cli/report-cache.ts';
import { createReportsOverTime } from '../../src/cli/reports-over-time.ts';
import { shareAnswers } from '../../src/cli/shared-answers.ts';
import type { Answers } from '../../src/web/answers.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { settleDb } from '../support/settled-db.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT } from '../support/web.ts';

const folder = useTempFolder('file');
/** Of all of them, which is more than is looked through where it is asked for. */
const ALL = { q: 'corp.example', skip: 0, limit: 50, work: null };
let db = '';
let asked: unknown[] = [];

beforeAll(async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => ({ id: `${i}@corp.example` }));
  db = await fileDb(folder.at('m.db'), [folder.write('EXCH01.log/20040218.log', log2003(lines))]);
  settleDb(db);
});
beforeEach(() => {
  asked = [];
});

const options = () => ({ db, tz: 'UTC', color: false, port: PORT });
const here = (): Answers => createAnswers(options(), processIo(), { cache: NO_CACHE });

/** Who answers elsewhere, and notes what was asked. */
const noted =
  <Asked, Report>(make: (one: Asked) => Report | Promise<Report>) =>
  async (one: Asked): Promise<Report> => {
    asked.push(one);
    return make(one);
  };

/** As `serve` has them, but for the threads. */
function start(isLarge: boolean): { readonly exact: Answers; readonly pages: Answers } {
  const threads: Pick<FarAnswers, 'search' | 'daily'> = {
    search: noted(here().search),
    daily: noted(here().daily),
  };
  const cache = createReportsOverTime(db, () => null);
  const shared = shareAnswers(cache, () => 5000);
  const [exact, pages] = [shared.exact, shared.soon].map((of) =>
    createAnswers(options(), processIo(), { cache, far: farOf(threads, of, () => isLarge) }),
  );
  if (exact === undefined || pages === undefined) throw new Error('no answers');
  return { exact, pages };
}

describe('what takes long', () => {
  it('is asked elsewhere once, for pages and JSON, and kept', async () => {
    const { exact, pages } = start(true);
    const day = { date: '2004-02-18', olderThan: 1_200_000 };
    const both = await Promise.all([pages.daily(day), exact.daily(day)]);
    for (const report of [...both, await pages.daily(day)])
      expect(report).toEqual(await here().daily(day));
    expect(asked).toEqual([day]);
    await Promise.all([pages.search(ALL), exact.search(ALL)]);
    expect(await pages.search(ALL)).toEqual(await here().search(ALL));
    expect(asked).toEqual([day, ALL]);
  });

  it('is asked elsewhere as a whole where a page may take more than one try', async () => {
    const { exact, pages } = start(false);
    const far = { ...ALL, skip: 400, work: 20, most: 400_000 };
    const found = await pages.search(far);
    expect(asked).toEqual([far]);
    expect(found).toEqual(await here().search(far));
    expect([found.shown, found.paging?.before]).toEqual([50, 400]);
    const few = { ...ALL, limit: 2, work: 20, most: 400_000, q: '17@corp.example' };
    const { total, lookedBackTo } = await exact.search(few);
    expect([total, lookedBackTo]).toEqual([1, undefined]);
    expect(asked).toEqual([far]);
  });

  it('is not kept where it may be as large as the database', async () => {
    const { exact, pages } = start(true);
    for (const limit of [0, 1001]) {
      const list = { ...ALL, limit };
      const both = await Promise.all([exact.search(list), pages.search(list)]);
      expect(both[0].items).toHaveLength(limit === 0 ? 3000 : limit);
      await exact.search(list);
      expect(asked).toEqual([list, list]);
      asked = [];
    }
  });

  it('is not asked elsewhere where it does not take long', async () => {
    const { exact, pages } = start(false);
    const few = { ...ALL, q: '17@corp.example' };
    for (const answers of [exact, pages]) {
      expect(await answers.daily({})).toEqual(await here().daily({}));
      expect(await answers.search(few)).toEqual(await here().search(few));
      const page = { ...ALL, work: 20_000 };
      expect(await answers.search(page)).toEqual(await here().search(page));
    }
    expect(asked).toEqual([]);
  });

  it('is told apart from what is asked amiss', async () => {
    const { pages } = start(true);
    await expect(async () => pages.daily({ date: '1999-01-01' })).rejects.toThrow('no log');
    await expect(async () => pages.daily({ date: 'never' })).rejects.toThrow('never');
  });

  it('is known by the size of the database', () => {
    expect([isLargeFile(db), isLargeFile(folder.at('none.db'))]).toEqual([false, false]);
  });
});
