import { msgtrkSlot, msgtrkSpan } from '../model/msgtrk-slot.ts';
import type { FileGap, Gap, Span, TimeGap } from './gap.ts';
import { clipLogs, logRank, TRANSPORT_LOG } from './server-logs.ts';
import type { ServerLog } from './server-logs.ts';
import { silenceRule, silencesBetween } from './silences.ts';
import type { ActiveHour } from './silences.ts';

export type { Gap } from './gap.ts';
export type { ActiveHour } from './silences.ts';

const DAY = 86_400_000;

/** What was read of one server's logs. */
export interface ServerCoverage {
  readonly server: string;
  /** First and last event, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** The last UTC day, as days since 1970, that a loaded file or event is of. */
  readonly lastDay: number;
  readonly gaps: readonly Gap[];
  /** A silence shorter than this is usual for the server; at least an hour. */
  readonly gapLimitMs: number;
  readonly rejectedLines: number;
  /** Writes no 1032-1042, so nothing is known between the categorizer and the end. */
  readonly exchange2000: boolean;
  /** The logs that a modern server writes beside each other; none where files are not named so. */
  readonly logs: readonly ServerLog[];
  /** Those that it must have written too, and of which no file is loaded. */
  readonly missingLogs: readonly string[];
  /** Files of modern logs whose lines are all of another time than their name tells: the name is not believed. */
  readonly misnamedFiles?: readonly string[];
}

/**
 * Gaps of one server: UTC days without any log between two that have one, and silences far beyond its own rhythm.
 * `hours` are in order of time; `loadedDays` are day numbers (UTC) of log files that were read, even without events.
 */
export function findGaps(
  hours: readonly ActiveHour[],
  loadedDays: ReadonlySet<number>,
): { gaps: TimeGap[]; gapLimitMs: number } {
  const rule = silenceRule(hours);
  const missing = missingDays(hours, loadedDays);
  const gaps: TimeGap[] = [...missing];
  for (const silence of silencesBetween(hours)) {
    if (!rule.isUnusual(silence)) continue;
    if (missing.some((gap) => gap.from < silence.to && silence.from < gap.to)) continue;
    gaps.push({ ...silence, why: 'silence' });
  }
  return { gaps: gaps.toSorted((a, b) => a.from - b.from), gapLimitMs: rule.limitMs };
}

/**
 * All gaps of a server, in order of time. A silence in which files of the transport log are missing is told by these, and slots of a missing day by the
 * day.
 */
export function allGaps(gaps: readonly TimeGap[], logs: readonly ServerLog[]): Gap[] {
  const files = logs.flatMap((log) => log.gaps).filter((gap) => !gaps.some(isDayOf(gap)));
  const silences = gaps.filter((gap) => !(gap.why === 'silence' && files.some(explains(gap))));
  return [...silences, ...files].toSorted(
    (a, b) => a.from - b.from || a.to - b.to || rankOf(a) - rankOf(b),
  );
}

function rankOf(gap: Gap): number {
  return gap.why === 'missing-file' ? 1 + logRank(gap.log) : 0;
}

/** Whether a day holds all slots of the missing files. */
function isDayOf({ file, lastFile }: FileGap): (day: TimeGap) => boolean {
  const first = msgtrkSlot(file);
  const last = msgtrkSlot(lastFile ?? file);
  if (first === null || last === null) return () => false;
  const [from, to] = [msgtrkSpan(first).from, msgtrkSpan(last).to];
  return (day) => day.why === 'missing-day' && from >= day.from && to <= day.to;
}

function explains(silence: Span): (gap: FileGap) => boolean {
  return ({ log, from, to }) => log === TRANSPORT_LOG && from <= silence.from && to >= silence.to;
}

function missingDays(hours: readonly ActiveHour[], loadedDays: ReadonlySet<number>): TimeGap[] {
  const days = new Set(loadedDays);
  for (const hour of hours) days.add(dayOf(hour.firstAt));
  const sorted = [...days].toSorted((a, b) => a - b);
  const gaps: TimeGap[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const after = sorted[i];
    if (before === undefined || after === undefined || after - before < 2) continue;
    gaps.push({ from: (before + 1) * DAY, to: after * DAY, why: 'missing-day' });
  }
  return gaps;
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** The coverage as it was at `asOf`. */
export function clipCoverage(coverage: ServerCoverage, asOf: number | null): ServerCoverage {
  if (asOf === null || asOf >= coverage.to) return coverage;
  const gaps = coverage.gaps.filter((gap) => gap.from < asOf);
  return { ...coverage, to: asOf, gaps, ...clipLogs(coverage, asOf) };
}
