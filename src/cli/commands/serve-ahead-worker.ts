import { parentPort, workerData } from 'node:worker_threads';
import { askFirst, askNext } from '../../web/first-questions.ts';
import { giveWay } from '../give-way.ts';
import { processIo } from '../io.ts';
import { NO_CACHE } from '../report-cache.ts';
import type { ReportCache } from '../report-cache.ts';
import { letPass } from '../right-of-way.ts';
import type { AskAhead, AskedAhead } from './serve-ahead.ts';
import { createAnswers } from './serve-answers.ts';

/* The thread of serve-ahead.ts. */

const { db, tz, made, waited }: AskAhead = workerData;

/** What takes no longer, in milliseconds, a page makes itself rather than to show an older one. */
const SLOW_MS = 300;

let isFirst = made === null;

const say = (asked: AskedAhead): void => parentPort?.postMessage(asked);

const told: ReportCache = {
  ...NO_CACHE,
  get(key, make) {
    if (!isFirst) letPass(waited);
    const begun = performance.now();
    const report = make();
    const isSlow = isFirst && performance.now() - begun > SLOW_MS;
    if (typeof report === 'object' && report !== null) say({ key, report, isSlow });
    return report;
  },
};

const answers = createAnswers({ db, tz, color: false, port: 0 }, processIo(), { cache: told });
giveWay();
const lastDay = made ?? (await askFirst(answers));
isFirst = false;
say('first-made');
await askNext(answers, lastDay, tz);
