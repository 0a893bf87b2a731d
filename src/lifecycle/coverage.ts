const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A silence counts as a gap only when it is this many times the server's usual longest silence of a day. */
const FAR_BEYOND = 4;

/** Days before and after that a silence is compared with. */
const NEAR_DAYS = 7;
/** So many lines at the same time of every other day make a silence of an hour or more a gap. */
const BUSY_EVENTS = 100;

/** Activity of one server in one UTC hour that has any event. */
export interface ActiveHour {
  readonly events: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Half-open `[from, to)`, milliseconds UTC. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly why: 'missing-day' | 'silence';
}

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
}

interface Silence {
  readonly from: number;
  readonly to: number;
}

/**
 * Gaps of one server: UTC days without any log between two that have one, and silences far beyond its own rhythm.
 * `hours` are in order of time; `loadedDays` are day numbers (UTC) of log files that were read, even without events.
 */
export function findGaps(
  hours: readonly ActiveHour[],
  loadedDays: ReadonlySet<number>,
): { gaps: Gap[]; gapLimitMs: number } {
  const silences = silencesBetween(hours);
  const rhythm = rhythmOf(silences, hours);
  const missing = missingDays(hours, loadedDays);
  const gaps: Gap[] = [...missing];
  for (const silence of silences) {
    const length = silence.to - silence.from;
    if (length < limitOf(usualWithout(silence, rhythm)) && !isBusyTime(silence, hours)) continue;
    if (missing.some((gap) => gap.from < silence.to && silence.from < gap.to)) continue;
    gaps.push({ ...silence, why: 'silence' });
  }
  return { gaps: gaps.toSorted((a, b) => a.from - b.from), gapLimitMs: limitOf(usual(rhythm)) };
}

/** A silence of an hour or more always crosses an hour's boundary, so hourly first and last events show it. */
function silencesBetween(hours: readonly ActiveHour[]): Silence[] {
  const silences: Silence[] = [];
  for (let i = 1; i < hours.length; i++) {
    const before = hours[i - 1];
    const after = hours[i];
    if (before && after) silences.push({ from: before.lastAt, to: after.firstAt });
  }
  return silences;
}

/**
 * A silence of at least an hour at a time of day when every other day that was read was busy. Quiet nights, which
 * recur, hide such a hole from the rule that looks at lengths alone.
 */
function isBusyTime(silence: Silence, hours: readonly ActiveHour[]): boolean {
  const begin = hours[0]?.firstAt;
  const end = hours.at(-1)?.lastAt;
  if (begin === undefined || end === undefined || silence.to - silence.from < HOUR) return false;
  const days: number[] = [];
  const back = Math.ceil((begin - silence.from) / DAY);
  const ahead = Math.floor((end - silence.to) / DAY);
  for (let shift = Math.max(back, -NEAR_DAYS); shift <= Math.min(ahead, NEAR_DAYS); shift++)
    if (shift !== 0)
      days.push(eventsBetween(silence.from + shift * DAY, silence.to + shift * DAY, hours));
  return days.length > 0 && days.every((events) => events >= BUSY_EVENTS);
}

/** Events in whole hours between two moments. */
function eventsBetween(from: number, to: number, hours: readonly ActiveHour[]): number {
  let events = 0;
  for (let index = firstFrom(from, hours); index < hours.length; index++) {
    const hour = hours[index];
    if (hour === undefined || hour.lastAt >= to) break;
    if (hour.firstAt >= from) events += hour.events;
  }
  return events;
}

/** Position of the first hour that ends at or after `at`. */
function firstFrom(at: number, hours: readonly ActiveHour[]): number {
  let low = 0;
  let high = hours.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hours[middle]?.lastAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function missingDays(hours: readonly ActiveHour[], loadedDays: ReadonlySet<number>): Gap[] {
  const days = new Set(loadedDays);
  for (const hour of hours) days.add(dayOf(hour.firstAt));
  const sorted = [...days].toSorted((a, b) => a - b);
  const gaps: Gap[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const after = sorted[i];
    if (before === undefined || after === undefined || after - before < 2) continue;
    gaps.push({ from: (before + 1) * DAY, to: after * DAY, why: 'missing-day' });
  }
  return gaps;
}

/** A silence this long, where `usualMs` is usual, is a gap. */
function limitOf(usualMs: number): number {
  return Math.max(HOUR, FAR_BEYOND * usualMs);
}

/** How silent a server is on its days. */
interface Rhythm {
  /** By day, the lengths of the longest and the second longest silence that begin in it. */
  readonly days: ReadonlyMap<number, readonly [longest: number, second: number]>;
  /** The longest ones, in order. */
  readonly sorted: readonly number[];
}

function rhythmOf(silences: readonly Silence[], hours: readonly ActiveHour[]): Rhythm {
  const days = new Map<number, readonly [number, number]>();
  for (const hour of hours) days.set(dayOf(hour.firstAt), [0, 0]);
  for (const { from, to } of silences) {
    const length = to - from;
    const [longest, second] = days.get(dayOf(from)) ?? [0, 0];
    days.set(
      dayOf(from),
      length > longest ? [length, longest] : [longest, Math.max(second, length)],
    );
  }
  const sorted = [...days.values()].map(([longest]) => longest).toSorted((a, b) => a - b);
  return { days, sorted };
}

/** The median over days of the longest silence that begins in the day; over one day, its longest. */
function usual({ sorted }: Rhythm): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The same as if one silence were not there: it must not be its own measure. */
function usualWithout({ from, to }: Silence, rhythm: Rhythm): number {
  const median = usual(rhythm);
  const [longest, second] = rhythm.days.get(dayOf(from)) ?? [0, 0];
  const lowers = to - from === longest && longest >= median && second < median;
  if (!lowers) return median;
  return Math.max(second, rhythm.sorted[Math.floor(rhythm.sorted.length / 2) - 1] ?? 0);
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** The coverage as it was at `asOf`. */
export function clipCoverage(coverage: ServerCoverage, asOf: number | null): ServerCoverage {
  if (asOf === null || asOf >= coverage.to) return coverage;
  const gaps = coverage.gaps.filter((gap) => gap.from < asOf);
  return { ...coverage, to: asOf, gaps };
}
