import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../model/user-error.ts';
import { processIo } from '../io.ts';
import { createAnswers } from './serve-answers.ts';
import type { FarAnswer, FarSearch } from './serve-search.ts';

/* The thread of serve-search.ts. */

const { db, tz, asked }: FarSearch = workerData;

async function answer(): Promise<FarAnswer> {
  try {
    const answers = createAnswers({ db, tz, color: false, port: 0 }, processIo());
    return { report: await answers.search(asked) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint, exitCode } = error;
    return { error: { code, message, hint, exitCode } };
  }
}

parentPort?.postMessage(await answer());
