import { beforeAll, expect, test } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import type { FarAnswers } from '../../src/cli/commands/serve-far.ts';
import { processIo } from '../../src/cli/io.ts';
import type { ReportCache } from '../../src/cli/report-cache.ts';
import type { Answers } from '../../src/web/answers.ts';
import { stuckPage } from '../../src/web/pages/stuck.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT } from '../support/web.ts';

const folder = useTempFolder('file');
const PAST = { growth: '1', 'as-of': '2004-02-18 23:30' };
let db = '';

const queued = (date: string, id: string) => ({ date, time: '0:10:0 GMT', event: 1020, id });

/** So many messages wait for a day that it takes long to find how many there were at each hour. */
beforeAll(async () => {
  const messages = Array.from({ length: 80 }, (_, number) => `${number}@corp.example`);
  const log = folder.write(
    'a.log',
    log2003([
      ...messages.map((id) => queued('2004-2-18', id)),
      ...messages.map((id) => queued('2004-2-19', id)),
    ]),
  );
  db = await fileDb(folder.at('m.db'), [log]);
});

function keeping(state: string | null): ReportCache {
  const kept = new Map<string, unknown>();
  return {
    get<Report>(key: string, make: () => Report): Report {
      if (!kept.has(key)) return make();
      // Kept under the key of its own question.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return kept.get(key) as Report;
    },
    state: () => state,
    put: (key, report) => void kept.set(key, report),
    has: (key) => kept.has(key),
  };
}

const options = () => ({ db, tz: 'UTC', color: false, port: PORT });
const far = (stuck?: FarAnswers['stuck']) => ({
  search: () => Promise.reject(new Error('not asked')),
  isSearched: () => false,
  ...(stuck === undefined ? {} : { stuck }),
});
const direct = (): Answers => createAnswers(options(), processIo(), { cache: keeping(null) });
const shown = (answers: Answers): string => {
  const report = answers.stuck({
    by: 'destination',
    count: 'recipients',
    limit: 50,
    growth: 'aside',
    asOf: PAST['as-of'],
  });
  const view = { zone: 'UTC', token: 't', parameters: PAST };
  return stuckPage.show(report, view, null).body.text;
};

test('how the queue grew is made aside, once, and is there for who asks again', async () => {
  const asked: unknown[] = [];
  const waiting: (() => void)[] = [];
  const answers = createAnswers(options(), processIo(), {
    cache: keeping('one'),
    far: far(async (question) => {
      asked.push(question);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return direct().stuck(question);
    }),
  });
  for (let times = 0; times < 2; times++) expect(shown(answers)).toContain('is being worked out');
  expect(asked).toHaveLength(1);
  for (const go of waiting) go();
  await expect.poll(() => shown(answers)).not.toContain('is being worked out');
  expect(shown(answers)).toBe(shown(direct()));
});

test('what fails aside is tried where it is asked for', async () => {
  const answers = createAnswers(options(), processIo(), {
    cache: keeping('one'),
    far: far(() => Promise.reject(new Error('no thread'))),
  });
  expect(shown(answers)).toContain('is being worked out');
  await expect.poll(() => shown(answers)).toBe(shown(direct()));
});

test.each([
  ['a database that is written to', null, far(() => Promise.reject(new Error('asked')))],
  ['a database whose logs are followed', 'one', far()],
])('nobody is asked to wait for reports of %s', (_name, state, there) => {
  const answers = createAnswers(options(), processIo(), { cache: keeping(state), far: there });
  expect(shown(answers)).toBe(shown(direct()));
});
