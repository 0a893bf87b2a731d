import type { DailyReport } from '../model/daily-report.ts';
import type { DailyCoverageReport, TraceReport } from '../model/report.ts';
import type { SearchPlace } from '../model/search-place.ts';
import type { StageKey, State } from '../model/stage.ts';
import type { SearchReport } from '../queries/search-report.ts';
import type { CountUnit, StuckBy, StuckReport } from '../model/stuck-report.ts';
import type { QueueFilterOptions } from '../queries/queue-filter.ts';

/** As the options of these names. */
interface Judging {
  readonly asOf?: string;
  /** Milliseconds. */
  readonly olderThan?: number;
}

export interface Search extends Judging, QueueFilterOptions {
  /** What stands in the one box. */
  readonly q?: string;
  readonly id?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly server?: string;
  readonly state?: State;
  readonly stage?: StageKey;
  readonly stalled?: boolean;
  readonly since?: string;
  readonly until?: string;
  /** Records to pass over, and to list at most. */
  readonly skip: number;
  readonly limit: number;
  /** Where the list begins, rather than after `skip`. */
  readonly place?: SearchPlace;
  /** How much to do, as `searchReport` has it. */
  readonly work: number | null;
  /** Do more where that does not fill the list, up to so much. */
  readonly most?: number;
}

export interface TraceAsked extends Judging {
  readonly id: string;
  readonly to?: string;
  /** Lines to read at most, in the order of the report; those beyond are null. */
  readonly rawLines: number;
}

export interface StuckAsked extends Judging {
  readonly by: StuckBy;
  readonly count: CountUnit;
  /** How many are listed; 0: all. */
  readonly limit: number;
  /** How it grew, hour by hour: `soon` where that does not take long; `aside`: else it may be made meanwhile, for who asks again. */
  readonly growth?: 'soon' | 'aside' | 'all' | undefined;
  /** Those that stalled last are listed too. */
  readonly newest?: boolean;
  readonly withSystem?: boolean;
}

export interface DailyAsked {
  /** As `daily` takes it; absent: the last day with logs. */
  readonly date?: string;
  readonly olderThan?: number;
  readonly withSystem?: boolean;
}

interface CoverageAsked extends Judging {
  readonly since?: string;
  readonly until?: string;
  /** Tell hours with lines, of so many of the newest days; null: of all. */
  readonly hourDays?: number | null | undefined;
}

/** `coverage --json`. */
export type CoverageAnswer = DailyCoverageReport & { readonly schema: 'mailtrail/coverage/1' };

export interface ExportAsked {
  readonly id: string;
  readonly case: string;
  readonly reason?: string;
}

/**
 * The reports that pages show: those of the commands, made anew for each question. Each throws UserError as its command does,
 * and no other error that anything but a bug causes.
 */
export interface Answers {
  search(asked: Search): SearchReport | Promise<SearchReport>;
  trace(asked: TraceAsked): Promise<TraceReport>;
  stuck(asked: StuckAsked): StuckReport;
  daily(asked: DailyAsked): DailyReport | Promise<DailyReport>;
  coverage(asked: CoverageAsked): CoverageAnswer;
  /** The bag of the message that an id names, as a zip file; null: there is none. */
  exportZip(asked: ExportAsked): Promise<Uint8Array | null>;
}
