import { Worker } from 'node:worker_threads';
import { UserError } from '../../model/user-error.ts';
import type { SearchReport } from '../../queries/search-report.ts';
import type { Search } from '../../web/answers.ts';

/** What the thread is told. */
export interface FarSearch {
  readonly db: string;
  /** Of days and times, IANA. */
  readonly tz: string;
  readonly asked: Search;
}

/** What it answers: the report, or what a user can mend. */
export type FarAnswer =
  | { readonly report: SearchReport }
  | {
      readonly error: Pick<UserError, 'code' | 'message' | 'hint' | 'exitCode'>;
    };

function ended(): UserError {
  return new UserError('search-ended', 'the search was ended with mailtrail serve', {
    hint: 'start mailtrail serve again',
  });
}

/** Makes the report of a search elsewhere than in the thread that answers pages. */
export type SearchFar = (asked: Search) => Promise<SearchReport>;

/**
 * Searches in threads, one after the other: what goes through millions of messages takes seconds, and pages that are asked for meanwhile would
 * wait for it. `stop` ends the one that is under way, whose answer nobody hears.
 */
export function searchInThreads({ db, tz }: Omit<FarSearch, 'asked'>): {
  readonly search: SearchFar;
  readonly stop: () => Promise<void>;
} {
  let last: Promise<unknown> = Promise.resolve();
  let current: Worker | null = null;

  async function run(asked: Search): Promise<SearchReport> {
    const url = new URL('./serve-search-worker.js', import.meta.url);
    const worker = new Worker(url, { workerData: { db, tz, asked } satisfies FarSearch });
    current = worker;
    worker.unref();
    const answer = await new Promise<FarAnswer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(ended()));
    });
    if ('report' in answer) return answer.report;
    const { code, message, hint, exitCode } = answer.error;
    throw new UserError(code, message, { hint, exitCode });
  }

  return {
    search(asked) {
      const found = last.then(() => run(asked));
      last = found.catch(() => undefined);
      return found;
    },
    async stop() {
      await current?.terminate();
    },
  };
}
