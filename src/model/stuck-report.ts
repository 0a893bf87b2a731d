import type { CoverageReport, FindRecord } from './report.ts';

/** What rows of a queue report stand for. */
export const STUCK_BY = ['destination', 'server', 'stage', 'sender', 'next-hop'] as const;
export type StuckBy = (typeof STUCK_BY)[number];

export const COUNT_UNITS = ['recipients', 'messages'] as const;
export type CountUnit = (typeof COUNT_UNITS)[number];

/** Upper limits of the age buckets in minutes, doubling as in Postfix' qshape; the last one has none. */
export const BUCKET_MINUTES = [5, 10, 20, 40, 80, 160, 320, 640, 1280, null] as const;

/** How what is open came together: read off the arrival times. */
export type Trend = 'empty' | 'growing' | 'over' | 'scattered';

/** Open mail of one row key, or of all. Times ISO 8601 UTC; ages whole seconds. */
export interface QueueShape {
  readonly count: number;
  /** By age: 10 counts whose sum is `count`. */
  readonly buckets: readonly number[];
  /** Null when nothing is open. */
  readonly oldestSeconds: number | null;
  /** `growing`: a burst that still goes on; `over`: one that ended; `scattered`: no burst holds half of them. */
  readonly trend: Trend;
  /** First and last arrival of the burst; of all where there is none; null when nothing is open. */
  readonly beganAt: string | null;
  readonly lastNewAt: string | null;
}

export interface StuckRow extends QueueShape {
  readonly key: string;
}

/** The age table alone, as `daily` has it too. Rows: most first, then the one with the oldest, then by key. */
export interface QueueTable {
  readonly by: StuckBy;
  readonly unit: CountUnit;
  readonly thresholdSeconds: number;
  readonly bucketMinutes: readonly (number | null)[];
  readonly total: QueueShape;
  readonly rows: readonly StuckRow[];
  /** Recipients that have reached the threshold: all of the rows, unless an earlier moment is asked about. */
  readonly stalled: number;
  /** Younger than the threshold where the log of their server ends: neither stuck nor not. In no row. */
  readonly atLogEnd: number;
  /** Handed over and not seen again: in no row. */
  readonly inTransit: { readonly lost: number; readonly unlogged: number };
  /** Open mail of the system (replication, probes), left out of rows and total unless asked for. */
  readonly system: number;
}

/** How many were open on a server at a moment, ISO 8601 UTC. */
export interface GrowthPoint {
  readonly at: string;
  readonly open: number;
}

/** `stuck --json`. */
export interface StuckReport extends QueueTable {
  readonly schema: 'mailtrail/stuck/1';
  readonly asOf: string | null;
  /** The oldest ones, the oldest first; with `--ids` all. */
  readonly oldest: readonly FindRecord[];
  /** Only where it is asked for: what was open on a server at each full hour of the 24 hours before `asOf` and at `asOf`, the first one first: all that is open but what was handed over to another server. */
  readonly growth?: readonly GrowthPoint[];
  /** Those that stalled last, the newest first; with `--ids` all. Only with `--newest`. */
  readonly newest?: readonly FindRecord[];
  readonly coverage: CoverageReport;
}
