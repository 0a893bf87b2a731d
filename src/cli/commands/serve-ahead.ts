import { Worker } from 'node:worker_threads';
import type { ReportsOverTime } from '../reports-over-time.ts';
import type { Waited } from '../right-of-way.ts';

/** What the thread is told. */
export interface AskAhead {
  readonly db: string;
  /** Of days, IANA. */
  readonly tz: string;
  /** When the last day began whose reports, and those looked at first, are made already; null: they are not. */
  readonly made: number | null;
  /** What is made ahead lets these pass. */
  readonly waited: Waited;
}

/** What it tells of each report, and once those that are looked at first are made, that they are. `isSlow`: it is one of them, and nobody should wait for it. */
export type AskedAhead =
  { readonly key: string; readonly report: object; readonly isSlow: boolean } | 'first-made';

/** How often it is looked whether the database was written to, in milliseconds. */
const LOOK_MS = 2000;

/** While logs are followed: of the time that reports are made in, so many times as much passes until they are made again. */
const REST = 1;

/**
 * Makes the reports that most look at first, in a thread of its own: of millions of events each takes as long as a page may take. Again whenever
 * something was stored. `isFollowing`: that may be all the time, so what is looked at first alone is made then, while somebody asks for pages, and
 * what of it takes long is shown until it is made again. What the thread cannot answer the page answers itself. Gives what ends it.
 */
export function askAhead(
  { made, ...where }: AskAhead,
  cache: Pick<ReportsOverTime<unknown>, 'state' | 'put' | 'renew' | 'isAsked'>,
  isFollowing: boolean,
): () => Promise<void> {
  let worker: Worker | null = null;
  let asOf: string | null = null;
  let hasFirst = false;
  let restUntil = Number.NEGATIVE_INFINITY;
  const look = (): void => {
    const state = cache.state();
    const begun = performance.now();
    if (isFollowing && hasFirst && state !== asOf) void worker?.terminate();
    if (isFollowing && !cache.isAsked()) return;
    if (worker !== null || state === null || state === asOf || begun < restUntil) return;
    const workerData: AskAhead = { ...where, made: asOf === null ? made : null };
    asOf = state;
    hasFirst = false;
    worker = new Worker(new URL('./serve-ahead-worker.js', import.meta.url), { workerData });
    worker.unref();
    worker.on('message', (asked: AskedAhead) => {
      if (asked === 'first-made') hasFirst = true;
      else if (isFollowing && asked.isSlow) cache.renew(asked.key, asked.report, state);
      else cache.put(asked.key, asked.report, state);
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      worker = null;
      const now = performance.now();
      if (isFollowing) restUntil = now + REST * (now - begun);
    });
  };
  look();
  const timer = setInterval(look, LOOK_MS).unref();
  return async () => {
    clearInterval(timer);
    await worker?.terminate();
  };
}
