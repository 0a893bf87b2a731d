import { Worker } from 'node:worker_threads';
import type { ReportCache } from '../report-cache.ts';

/** What the thread is told. */
export interface AskAhead {
  readonly db: string;
  /** Of days, IANA. */
  readonly tz: string;
}

/** What it tells of each report. */
export interface AskedAhead {
  readonly key: string;
  readonly report: unknown;
}

/** How often it is looked whether the database was written to, in milliseconds. */
const LOOK_MS = 2000;

/**
 * Makes the reports that most look at first, in a thread of its own: of millions of events each takes as long as a page may take. Again whenever
 * something was stored. What the thread cannot answer the page answers itself. Gives what ends it.
 */
export function askAhead(asked: AskAhead, cache: ReportCache): () => Promise<void> {
  let worker: Worker | null = null;
  let asOf: string | null = null;
  const look = (): void => {
    const state = cache.state();
    if (worker !== null || state === null || state === asOf) return;
    asOf = state;
    worker = new Worker(new URL('./serve-ahead-worker.js', import.meta.url), { workerData: asked });
    worker.unref();
    worker.on('message', ({ key, report }: AskedAhead) => cache.put(key, report, state));
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      worker = null;
    });
  };
  look();
  const timer = setInterval(look, LOOK_MS).unref();
  return async () => {
    clearInterval(timer);
    await worker?.terminate();
  };
}
