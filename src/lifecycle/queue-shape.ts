import { BUCKET_MINUTES } from '../model/stuck-report.ts';
import type { Trend } from '../model/stuck-report.ts';

const MINUTE = 60_000;
/** Fewer arrivals make no burst. */
const LEAST_BURST = 3;
/** A pause so many times the usual one parts two bursts; at least and at most so long. */
const FAR_BEYOND = 8;
const LEAST_PAUSE = 10 * MINUTE;
const MOST_PAUSE = 120 * MINUTE;
/** A burst whose last arrival is no older than so many of its usual pauses, or the threshold, still goes on. */
const STILL = 3;

/** Which bucket an age falls in: a column counts what is younger than its limit and not younger than the one before. */
export function bucketOf(ageSeconds: number): number {
  const index = BUCKET_MINUTES.findIndex((limit) => limit === null || ageSeconds < limit * 60);
  return index < 0 ? BUCKET_MINUTES.length - 1 : index;
}

/** What the arrival times of open mail say of how it came together; milliseconds UTC. */
export interface Reading {
  readonly trend: Trend;
  readonly beganAt: number | null;
  readonly lastNewAt: number | null;
}

/**
 * Reads the burst that most of the open mail is of. `arrivals` in any order, those too young to be stalled among them:
 * they tell whether it goes on at `asOf`.
 */
export function readShape(arrivals: readonly number[], asOf: number, thresholdMs: number): Reading {
  const sorted = arrivals.toSorted((a, b) => a - b);
  const first = sorted[0] ?? null;
  const last = sorted.at(-1) ?? null;
  if (first === null || last === null) return { trend: 'empty', beganAt: null, lastNewAt: null };
  const far = FAR_BEYOND * usualPause(sorted);
  const burst = largestBurst(sorted, Math.min(MOST_PAUSE, Math.max(LEAST_PAUSE, far)));
  if (burst.length < LEAST_BURST || burst.length * 2 < sorted.length)
    return { trend: 'scattered', beganAt: first, lastNewAt: last };
  const beganAt = burst[0] ?? first;
  const lastNewAt = burst.at(-1) ?? last;
  const goesOn = asOf - lastNewAt <= Math.max(thresholdMs, STILL * usualPause(burst));
  return { trend: goesOn ? 'growing' : 'over', beganAt, lastNewAt };
}

function usualPause(sorted: readonly number[]): number {
  const pauses = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  return pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
}

/** The run of arrivals without a longer pause that has most of them; of two, the later one. */
function largestBurst(sorted: readonly number[], pause: number): readonly number[] {
  let largest: readonly number[] = [];
  let from = 0;
  for (let i = 1; i <= sorted.length; i++) {
    const at = sorted[i];
    if (at !== undefined && at - (sorted[i - 1] ?? at) <= pause) continue;
    if (i - from >= largest.length) largest = sorted.slice(from, i);
    from = i;
  }
  return largest;
}
