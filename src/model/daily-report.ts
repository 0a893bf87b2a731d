import type { CoverageReport, FindRecord } from './report.ts';
import type { Stage } from './stage.ts';
import type { QueueTable } from './stuck-report.ts';

/** Stalled recipients over a day: `carried + new - cleared = now`. */
export interface DayCounts {
  /** Stalled when the day began. */
  readonly carried: number;
  readonly new: number;
  readonly cleared: number;
  /** Stalled when it ended. */
  readonly now: number;
  /** Age of the oldest that is stalled now; null for none. */
  readonly oldestSeconds: number | null;
  /** 95th percentile of how long those waited that were cleared in the day; null for none. */
  readonly p95Seconds: number | null;
  /** Name and id of the newest event that one of those stalled now rests on: `Retry message transfer (1035)`; null for none. */
  readonly lastReason: string | null;
}

export interface StageDay extends DayCounts {
  readonly stage: Stage;
}

interface ServerDay extends DayCounts {
  readonly server: string;
}

interface DestinationDay extends DayCounts {
  /** Domain of the recipient. */
  readonly destination: string;
}

/** Recipients whose life ended badly in the day. */
export interface DayEnds {
  readonly ndr: number;
  readonly badmail: number;
  readonly failed: number;
  readonly filtered: number;
  readonly absorbed: number;
  readonly held: number;
  readonly lost: number;
  readonly unlogged: number;
}

/** How long what ended well in the day took, from the message's first event on any loaded server. */
export interface Latency {
  /** Recipients. */
  readonly count: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  /** 0 to 1; null when nothing ended well. */
  readonly underNinetySecondsShare: number | null;
}

export interface StageLatency extends Latency {
  /** The stage in which it ended: `delivered`, or `transferred` to a host outside. */
  readonly stage: Stage;
}

/** One count of the day beside the median of the days before it, mail of the system included but for the bad ends of the day itself. */
export interface DayChange {
  /** `in`: messages first seen; `out`: recipients delivered; `slow`: recipients that left a server after the threshold or more; the others: recipients that ended so. */
  readonly measure: 'in' | 'out' | 'slow' | 'ndr' | 'badmail' | 'failed' | 'filtered' | 'absorbed';
  readonly today: number;
  readonly median: number;
  /** Days that the median is of: those before with logs, 7 at most. */
  readonly days: number;
  /** Whether it is far from usual, so that a person should look. */
  readonly notable: boolean;
}

/** `daily --json`. Days are half-open. */
export interface DailyReport {
  readonly schema: 'mailtrail/daily/1';
  readonly day: { readonly from: string; readonly to: string; readonly tz: string };
  /** The end of the logs in the day: its end, or where all logs end before. */
  readonly asOf: string;
  /** `stuck`: something is stalled now; `degraded`: something ended badly on the way, waited or is not covered; `quiet`: neither. */
  readonly verdict: 'quiet' | 'stuck' | 'degraded';
  /** Why it is not quiet, the worst first: sentences. Empty on a quiet day. */
  readonly problems: readonly string[];
  readonly coverage: CoverageReport & {
    /** Servers whose logs tell of the day at all, and the hours of it that were read of all that should have been. */
    readonly day: {
      readonly servers: number;
      readonly hoursRead: number;
      readonly hoursDue: number;
      /** Loaded servers without a line in the day. */
      readonly missing: readonly string[];
    };
  };
  /** All stalled recipients, whatever stage. `messages`: of how many messages those stalled now are. */
  readonly total: DayCounts & { readonly messages: number };
  /** Rows with anything in them. Stages in the order of a life, the others worst first. */
  readonly stages: readonly StageDay[];
  readonly servers: readonly ServerDay[];
  readonly destinations: readonly DestinationDay[];
  readonly ended: DayEnds;
  /** How many of `ended.badmail` a server before Exchange 2007 gave up: only those have a Badmail folder. */
  readonly badmailBefore2007: number;
  /** NDRs of the day by enhanced status code, where the logs tell one; most first. */
  readonly ndrByStatus: readonly { readonly status: string; readonly count: number }[];
  /** What is open when the day ends, by destination. */
  readonly shape: QueueTable;
  readonly throughput: {
    /** Recipients: `in` of messages first seen in the hour, `out` delivered or handed to a host outside. */
    readonly hours: readonly { readonly at: string; readonly in: number; readonly out: number }[];
  };
  readonly latency: Latency & { readonly byStage: readonly StageLatency[] };
  readonly changes: readonly DayChange[];
  readonly oldest: readonly FindRecord[];
}
