import { beforeAll, expect, test } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import type { ReportCache } from '../../src/cli/report-cache.ts';
import { askFirst, askNext } from '../../src/web/first-questions.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT, siteOf } from '../support/web.ts';

const folder = useTempFolder('file');
const ZONE = 'Europe/Berlin';
let db = '';

beforeAll(async () => {
  db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
});

/** A cache that keeps all, and the keys of what had to be made. */
function watched() {
  const kept = new Map<string, unknown>();
  const made: string[] = [];
  const cache: ReportCache = {
    get<Report>(key: string, make: () => Report): Report {
      if (!kept.has(key)) {
        made.push(key);
        kept.set(key, make());
      }
      // Kept under the key of its own question.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return kept.get(key) as Report;
    },
    state: () => null,
    put: () => undefined,
    has: (key) => kept.has(key),
  };
  return { cache, made };
}

test('what is asked first is what the first pages ask for, to the letter', async () => {
  const { cache, made } = watched();
  const options = { db, tz: ZONE, color: false, port: PORT };
  const answers = createAnswers(options, processIo(), { cache });
  const lastDay = await askFirst(answers);
  expect(made.splice(0)).toHaveLength(4);
  await askNext(answers, lastDay, ZONE);
  expect(made.splice(0).length).toBeGreaterThan(5);
  const site = siteOf(db, ZONE, undefined, cache);
  const ways = [
    '/',
    '/stuck',
    '/stuck?by=server',
    '/stuck?growth=1',
    '/stuck?by=server&growth=1',
    '/daily',
    '/daily?date=2004-02-17',
    '/daily?date=yesterday',
    '/stuck?as-of=2004-02-17',
    '/stuck?as-of=2004-02-17&growth=1',
  ];
  for (const way of ways) expect((await site.ask(way)).status).toBe(200);
  expect(made).toEqual([]);
  await site.ask('/daily?date=2004-02-17&older-than=2h');
  expect(made).toHaveLength(1);
});
