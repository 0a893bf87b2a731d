import { Worker } from 'node:worker_threads';
import type { ReportCache } from '../report-cache.ts';

/** What the thread is told. */
export interface AskAhead {
  readonly db: string;
  /** Of days, IANA. */
  readonly tz: string;
}

/** What it tells: each report, and that those are made that are looked at first. */
export type AheadNews = { readonly key: string; readonly report: unknown } | 'first';

export interface Ahead {
  /** The reports that are looked at first are made, or will not be. */
  readonly first: Promise<void>;
  stop(): Promise<void>;
}

/** How often it is looked whether the database was written to, in milliseconds. */
const LOOK_MS = 2000;

/** While logs are followed: of the time that reports are made in, so many times as much passes until they are made again. */
const REST = 10;

/**
 * Makes the reports that most look at first, in a thread of its own: of millions of events each takes as long as a page may take. Again whenever
 * something was stored; `isFollowing`: that may be all the time. What the thread cannot answer the page answers itself.
 */
export function askAhead(asked: AskAhead, cache: ReportCache, isFollowing: boolean): Ahead {
  let worker: Worker | null = null;
  let asOf: string | null = null;
  let restUntil = Number.NEGATIVE_INFINITY;

  function look(tellFirst: () => void): void {
    const state = cache.state();
    const begun = performance.now();
    if (worker !== null || state === null || state === asOf || begun < restUntil) {
      tellFirst();
      return;
    }
    asOf = state;
    worker = new Worker(new URL('./serve-ahead-worker.js', import.meta.url), { workerData: asked });
    worker.unref();
    worker.on('message', (news: AheadNews) => {
      if (news === 'first') tellFirst();
      else cache.put(news.key, news.report, state);
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      worker = null;
      const now = performance.now();
      if (isFollowing) restUntil = now + REST * (now - begun);
      tellFirst();
    });
  }

  const first = new Promise<void>(look);
  const timer = setInterval(look, LOOK_MS, () => undefined).unref();
  return {
    first,
    async stop() {
      clearInterval(timer);
      await worker?.terminate();
    },
  };
}
