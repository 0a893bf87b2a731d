import { parentPort, workerData } from 'node:worker_threads';
import { askFirst, askNext } from '../../web/first-questions.ts';
import { processIo } from '../io.ts';
import type { ReportCache } from '../report-cache.ts';
import type { AskAhead, AskedAhead } from './serve-ahead.ts';
import { createAnswers } from './serve-answers.ts';

/* The thread of serve-ahead.ts. */

const { db, tz, made }: AskAhead = workerData;

const told: ReportCache = {
  get(key, make) {
    const report = make();
    parentPort?.postMessage({ key, report } satisfies AskedAhead);
    return report;
  },
  state: () => null,
  put: () => undefined,
};

const answers = createAnswers({ db, tz, color: false, port: 0 }, processIo(), { cache: told });
await askNext(answers, made ?? (await askFirst(answers)), tz);
