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

/** How long the database is given until it was not written to just now, in milliseconds. */
const AGAIN_MS = 1000;

/**
 * Makes the reports that most look at first, in a thread of its own: of millions of events each takes as long as a page may take. What the
 * thread cannot answer the page answers itself. Gives what ends it.
 */
export function askAhead(asked: AskAhead, cache: ReportCache): () => Promise<void> {
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  const begin = (): void => {
    const state = cache.state();
    if (state === null) {
      timer = setTimeout(begin, AGAIN_MS).unref();
      return;
    }
    worker = new Worker(new URL('./serve-ahead-worker.js', import.meta.url), { workerData: asked });
    worker.unref();
    worker.on('message', ({ key, report }: AskedAhead) => cache.put(key, report, state));
    worker.on('error', () => undefined);
  };
  begin();
  return async () => {
    if (timer !== null) clearTimeout(timer);
    await worker?.terminate();
  };
}
