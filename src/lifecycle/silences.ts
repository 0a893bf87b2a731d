import type { Span } from './gap.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A silence counts as a gap only when it is this many times the usual longest silence of a day. */
const FAR_BEYOND = 4;

/** Days before and after that a silence is compared with. */
const NEAR_DAYS = 7;
/** So many lines at the same time of every other day make a silence of an hour or more a gap. */
const BUSY_EVENTS = 100;

/** Activity of one server, or of one of its logs, in one UTC hour that has any event. */
export interface ActiveHour {
  readonly events: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** How silent a log is by its own rhythm. */
export interface SilenceRule {
  /** A silence shorter than this is usual; at least an hour. */
  readonly limitMs: number;
  /** Whether one of the silences between the hours is far beyond what is usual, or lies at a busy time of day. */
  readonly isUnusual: (silence: Span) => boolean;
}

/** The rule that the hours of a log tell, which are in order of time. */
export function silenceRule(hours: readonly ActiveHour[]): SilenceRule {
  const rhythm = rhythmOf(silencesBetween(hours), hours);
  return {
    limitMs: limitOf(usual(rhythm)),
    isUnusual: (silence) =>
      silence.to - silence.from >= limitOf(usualWithout(silence, rhythm)) ||
      isBusyTime(silence, hours),
  };
}

/** A silence of an hour or more always crosses an hour's boundary, so hourly first and last events show it. */
export function silencesBetween(hours: readonly ActiveHour[]): Span[] {
  const silences: Span[] = [];
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
function isBusyTime(silence: Span, hours: readonly ActiveHour[]): boolean {
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

function rhythmOf(silences: readonly Span[], hours: readonly ActiveHour[]): Rhythm {
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
function usualWithout({ from, to }: Span, rhythm: Rhythm): number {
  const median = usual(rhythm);
  const [longest, second] = rhythm.days.get(dayOf(from)) ?? [0, 0];
  const lowers = to - from === longest && longest >= median && second < median;
  if (!lowers) return median;
  return Math.max(second, rhythm.sorted[Math.floor(rhythm.sorted.length / 2) - 1] ?? 0);
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}
