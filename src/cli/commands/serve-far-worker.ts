import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../model/user-error.ts';
import { processIo } from '../io.ts';
import { createAnswers } from './serve-answers.ts';
import type { FarAnswer, FarQuestion } from './serve-far.ts';

/* The thread of serve-far.ts. */

const { db, tz, asked }: FarQuestion = workerData;

async function answer(): Promise<FarAnswer> {
  try {
    const answers = createAnswers({ db, tz, color: false, port: 0 }, processIo());
    return 'search' in asked
      ? { search: await answers.search(asked.search) }
      : { stuck: answers.stuck(asked.stuck) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint, exitCode } = error;
    return { error: { code, message, hint, exitCode } };
  }
}

parentPort?.postMessage(await answer());
