import { utimesSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { keepRead, NO_CACHE } from '../../src/cli/report-cache.ts';
import type { Kept } from '../../src/store/kept.ts';
import { createPastHops } from '../../src/store/past-hops.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Answers, Search } from '../../src/web/answers.ts';
import { fileDb } from '../support/ingest.ts';
import { settleDb } from '../support/settled-db.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT } from '../support/web.ts';

const MOMENTS = ['2004-02-17 09:00', '2004-02-17 22:00', '2004-02-18 12:00', undefined];
const THRESHOLDS = [60_000, undefined, 7_200_000];

type Ask = (answers: Answers) => unknown;

const search = (asked: Partial<Search>): Ask => {
  const whole: Search = { skip: 0, limit: 50, work: null, ...asked };
  return (answers) => answers.search(whole);
};

/** Questions that read much of the same. */
const QUESTIONS: readonly Ask[] = MOMENTS.flatMap((asOf) =>
  THRESHOLDS.flatMap((olderThan): Ask[] => {
    const judging = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(olderThan === undefined ? {} : { olderThan }),
    };
    const by = { count: 'recipients', limit: 10, growth: 'all', newest: true, ...judging } as const;
    return [
      (answers) => answers.stuck({ ...by, by: 'server' }),
      (answers) => answers.stuck({ ...by, by: 'stage', withSystem: true }),
      search({ open: true, ...judging }),
      search({ open: true, withSystem: true, stalled: true, ...judging }),
      search({ state: 'waiting', ...judging }),
      search({ state: 'lost', ...judging }),
      search({ state: 'unlogged', server: 'EXCH01', ...judging }),
      search({ state: 'retrying', stage: 'local-retry', ...judging }),
      (answers) =>
        answers.daily({
          ...(asOf === undefined ? {} : { date: asOf.slice(0, 10) }),
          ...(olderThan === undefined ? {} : { olderThan }),
        }),
    ];
  }),
);

describe('what is read for one answer and kept for the next', () => {
  const folder = useTempFolder('file');
  let db: string;
  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
    settleDb(db);
  });

  const answersOf = (): Answers =>
    createAnswers({ db, tz: 'UTC', color: false, port: PORT }, processIo(), { cache: NO_CACHE });

  it.each([
    ['in their order', QUESTIONS],
    ['the last one first', QUESTIONS.toReversed()],
    ['each twice', QUESTIONS.flatMap((ask) => [ask, ask])],
  ])('changes none of them: %s', async (_, questions) => {
    const answers = answersOf();
    expect(keepRead(db)()).not.toBe(null);
    for (const ask of questions) expect(await ask(answers)).toEqual(await ask(answersOf()));
  });

  it('is kept while the file stays as it is', () => {
    const file = folder.write('a.db', 'one');
    utimesSync(file, 100, 100);
    let reads = 0;
    const read = (): { reads: number } => ({ reads: ++reads });
    const keep = keepRead(file, () => 200_000);
    const [one, other] = [keep(), keep()];
    expect([one, other, one].map((kept) => kept?.get('a', read).reads)).toEqual([1, 1, 1]);
    expect(one?.get('b', read)).toEqual({ reads: 2 });
    utimesSync(file, 110, 110);
    // Of what was opened before.
    expect(one?.get('a', read)).toEqual({ reads: 3 });
    expect(keep()?.get('a', read)).toEqual({ reads: 4 });
    expect(one?.get('a', read)).toEqual({ reads: 5 });
    utimesSync(file, 200, 200);
    expect(keep()).toBe(null);
  });

  it('is not kept where it takes too much memory', () => {
    using store = openStore(db);
    const keys: string[] = [];
    const kept: Kept = {
      get(key, read) {
        keys.push(key);
        return read();
      },
    };
    const hops = createPastHops({ ...store, kept });
    const upTo = Date.parse('2004-02-18T12:00:00Z');
    const numbers = Array.from({ length: 5001 }, (_, index) => index + 1);
    const [all, some] = [numbers, numbers.slice(0, 5000)].map((messages) =>
      [...hops.ofMany(messages, upTo)].map((past) => past.message),
    );
    expect(some).toEqual(all);
    expect(some?.length).toBeGreaterThan(100);
    expect(keys).toEqual([expect.stringMatching(/^lines \d+ 1 2 3 .* 5000$/)]);
  });
});
