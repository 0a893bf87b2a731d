import type { ActiveHour, Gap } from '../../src/lifecycle/coverage.ts';
import { DAY, moment } from './life.ts';

/** `10:00-10:59` of the 18th or of another day: an hour with events; `*5` says how many. */
export function hours(...spans: readonly string[]): ActiveHour[] {
  return spans.map((span) => {
    const [, from = '', to = '', events] = /^([^-]+)-([^*]+)(?:\*(\d+))?$/.exec(span) ?? [];
    return { firstAt: moment(from), lastAt: moment(to), events: Number(events ?? 10) };
  });
}

/** A line at the beginning and at the end of each of these hours of a day. */
export function day(number: number, from: number, to: number, events = 10): ActiveHour[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    firstAt: moment(`${number}T${from + index}:00`),
    lastAt: moment(`${number}T${from + index}:59:59`),
    events,
  }));
}

export function days(...numbers: readonly number[]): Set<number> {
  return new Set(numbers.map((number) => moment(`${number}T0:00`) / DAY));
}

/** `silence 18T10:00 18T12:00` */
export function told({ gaps }: { readonly gaps: readonly Gap[] }): string[] {
  return gaps.map(({ from, to, why }) => `${why} ${minute(from)} ${minute(to)}`);
}

function minute(at: number): string {
  return new Date(at).toISOString().slice(8, 16);
}
