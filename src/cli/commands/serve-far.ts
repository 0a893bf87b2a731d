import { Worker } from 'node:worker_threads';
import type { StuckReport } from '../../model/stuck-report.ts';
import { UserError } from '../../model/user-error.ts';
import type { SearchReport } from '../../queries/search-report.ts';
import type { Search, StuckAsked } from '../../web/answers.ts';

/** What a thread is told. */
export interface FarQuestion {
  readonly db: string;
  /** Of days and times, IANA. */
  readonly tz: string;
  readonly asked: { readonly search: Search } | { readonly stuck: StuckAsked };
}

/** What it answers: the report, or what a user can mend. */
export type FarAnswer =
  | { readonly search: SearchReport }
  | { readonly stuck: StuckReport }
  | {
      readonly error: Pick<UserError, 'code' | 'message' | 'hint' | 'exitCode'>;
    };

function ended(): UserError {
  return new UserError('search-ended', 'the search was ended with mailtrail serve', {
    hint: 'start mailtrail serve again',
  });
}

/** Makes reports elsewhere than in the thread that answers pages. */
export interface FarAnswers {
  search(asked: Search): Promise<SearchReport>;
  stuck(asked: StuckAsked): Promise<StuckReport>;
}

/**
 * Answers in threads, one after the other: what goes through millions of messages takes seconds, and pages that are asked for meanwhile would
 * wait for it. `stop` ends the one that is under way, whose answer nobody hears.
 */
export function answerInThreads(where: Pick<FarQuestion, 'db' | 'tz'>): FarAnswers & {
  readonly stop: () => Promise<void>;
} {
  let last: Promise<unknown> = Promise.resolve();
  let current: Worker | null = null;

  async function run(asked: FarQuestion['asked']): Promise<FarAnswer> {
    const url = new URL('./serve-far-worker.js', import.meta.url);
    const worker = new Worker(url, { workerData: { ...where, asked } satisfies FarQuestion });
    current = worker;
    worker.unref();
    const answer = await new Promise<FarAnswer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(ended()));
    });
    if (!('error' in answer)) return answer;
    const { code, message, hint, exitCode } = answer.error;
    throw new UserError(code, message, { hint, exitCode });
  }

  function inTurn(asked: FarQuestion['asked']): Promise<FarAnswer> {
    const found = last.then(() => run(asked));
    last = found.catch(() => undefined);
    return found;
  }

  return {
    async search(asked) {
      const answer = await inTurn({ search: asked });
      if ('search' in answer) return answer.search;
      throw new Error('the answer to another question');
    },
    async stuck(asked) {
      const answer = await inTurn({ stuck: asked });
      if ('stuck' in answer) return answer.stuck;
      throw new Error('the answer to another question');
    },
    async stop() {
      await current?.terminate();
    },
  };
}
