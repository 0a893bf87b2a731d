import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../model/user-error.ts';
import { giveWay } from '../give-way.ts';
import { processIo } from '../io.ts';
import { NO_CACHE } from '../report-cache.ts';
import { createAnswers } from './serve-answers.ts';
import type { FarAnswer, FarPlace, FarQuestion } from './serve-far.ts';

/* The thread of serve-far.ts. */

const where: FarPlace = workerData;
// Who asks keeps what is answered.
const answers = createAnswers({ ...where, color: false, port: 0 }, processIo(), {
  cache: NO_CACHE,
});

async function answer(asked: FarQuestion): Promise<FarAnswer> {
  try {
    if ('search' in asked) return { search: await answers.search(asked.search) };
    if ('stuck' in asked) return { stuck: answers.stuck(asked.stuck) };
    return { daily: await answers.daily(asked.daily) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint, exitCode } = error;
    return { error: { code, message, hint, exitCode } };
  }
}

giveWay();
parentPort?.on('message', (asked: FarQuestion) => {
  // What only a bug throws ends the thread, which tells of it.
  void answer(asked).then((found) => parentPort?.postMessage(found));
});
