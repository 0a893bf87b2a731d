import { parentPort, workerData } from 'node:worker_threads';
import { askFirst, askNext } from '../../web/first-questions.ts';
import { processIo } from '../io.ts';
import type { ReportCache } from '../report-cache.ts';
import type { AheadNews, AskAhead } from './serve-ahead.ts';
import { createAnswers } from './serve-answers.ts';

/* The thread of serve-ahead.ts. */

const { db, tz }: AskAhead = workerData;

function tell(news: AheadNews): void {
  parentPort?.postMessage(news);
}

const told: ReportCache = {
  get(key, make) {
    const report = make();
    tell({ key, report });
    return report;
  },
  state: () => null,
  put: () => undefined,
};

const answers = createAnswers({ db, tz, color: false, port: 0 }, processIo(), { cache: told });
const lastDay = await askFirst(answers);
tell('first');
await askNext(answers, lastDay, tz);
