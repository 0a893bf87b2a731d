import { fromWall, startOfDay } from '../model/zone.ts';
import type { ActiveHour } from './coverage.ts';

const DAY_MS = 86_400_000;

/** What one server logged in a day of some zone: half-open `[from, to)`, milliseconds UTC. */
export interface CoveredDay {
  readonly from: number;
  readonly to: number;
  /** Hours (UTC) with any line; one that two days share counts for that of its first line. */
  hours: number;
  events: number;
  rejected: number;
}

/**
 * Days in `zone` with any event or rejected line, in order of time. `hours` are in order; `rejectsByDay` counts by UTC day. Hours, events
 * and rejects of all days add up to what is given.
 */
export function coveredDays(
  hours: readonly ActiveHour[],
  rejectsByDay: ReadonlyMap<number, number>,
  zone: string,
): CoveredDay[] {
  const days = new Map<number, CoveredDay>();
  // Zones are slow to ask, and most hours are of the day of the one before.
  let day: CoveredDay | null = null;
  const dayAt = (at: number): CoveredDay => {
    if (day !== null && at >= day.from && at < day.to) return day;
    const from = startOfDay(at, zone);
    day = days.get(from) ?? emptyDay(from, startOfDay(at, zone, 1));
    days.set(from, day);
    return day;
  };
  for (const { firstAt, events } of hours) {
    const found = dayAt(firstAt);
    found.hours += 1;
    found.events += events;
  }
  // The noon of a UTC day lies in the day that most of it is of.
  for (const [utcDay, rejects] of rejectsByDay)
    dayAt(utcDay * DAY_MS + DAY_MS / 2).rejected += rejects;
  return [...days.values()].toSorted((a, b) => a.from - b.from);
}

function emptyDay(from: number, to: number): CoveredDay {
  return { from, to, hours: 0, events: 0, rejected: 0 };
}

/** Where days begin, the newest that any server has a line of and so many before, and where that one ends; milliseconds UTC. */
export function newestDays(
  servers: readonly { readonly days: readonly { readonly day: string }[] }[],
  zone: string,
  days: number,
): number[] {
  const newest = servers.reduce((last, one) => {
    const day = one.days.at(-1)?.day ?? '';
    return day > last ? day : last;
  }, '');
  if (newest === '') return [];
  const noon = fromWall(Date.parse(`${newest}T12:00:00Z`), zone);
  return Array.from({ length: days + 1 }, (_, index) => startOfDay(noon, zone, index + 1 - days));
}
