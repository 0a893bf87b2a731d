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
 * Reads the burst that most of the open mail is of. Arrivals in any order; those of `young` mail, too young to be stalled, tell
 * whether it goes on at `asOf`.
 */
export function readShape(
  open: readonly number[],
  young: readonly number[],
  asOf: number,
  thresholdMs: number,
): Reading {
  const old = inOrder(open);
  const first = old[0] ?? null;
  if (first === null) return { trend: 'empty', beganAt: null, lastNewAt: null };
  const all = inOrder([...open, ...young]);
  const pause = Math.min(MOST_PAUSE, Math.max(LEAST_PAUSE, FAR_BEYOND * usualPause(all)));
  const { burst, held } = largestBurst(all, pause, old);
  const [beganAt] = burst;
  const lastNewAt = burst.at(-1);
  if (
    burst.length < LEAST_BURST ||
    held * 2 < old.length ||
    beganAt === undefined ||
    lastNewAt === undefined
  )
    return { trend: 'scattered', beganAt: first, lastNewAt: all.at(-1) ?? first };
  const goesOn = asOf - lastNewAt <= Math.max(thresholdMs, STILL * usualPause(burst));
  return { trend: goesOn ? 'growing' : 'over', beganAt, lastNewAt };
}

/** As numbers of one kind, which sort several times as fast. */
function inOrder(times: readonly number[] | Float64Array): Float64Array {
  return new Float64Array(times).toSorted();
}

function usualPause(sorted: Float64Array): number {
  const pauses = inOrder(sorted.subarray(1).map((at, index) => at - (sorted[index] ?? at)));
  return pauses[Math.floor(pauses.length / 2)] ?? 0;
}

interface Burst {
  readonly burst: Float64Array;
  /** How many of the open ones are of it. */
  readonly held: number;
}

/** The run of arrivals without a longer pause that has most of the `open` ones; of two, the later one. Both lists in order. */
function largestBurst(all: Float64Array, pause: number, open: Float64Array): Burst {
  let largest: Burst = { burst: new Float64Array(), held: 0 };
  let from = 0;
  let passed = 0;
  for (let i = 1; i <= all.length; i++) {
    const last = all[i - 1] ?? 0;
    const at = all[i];
    if (at !== undefined && at - last <= pause) continue;
    const before = passed;
    while ((open[passed] ?? Number.POSITIVE_INFINITY) <= last) passed += 1;
    const held = passed - before;
    if (held > 0 && held >= largest.held) largest = { burst: all.subarray(from, i), held };
    from = i;
  }
  return largest;
}
