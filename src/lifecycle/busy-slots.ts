import type { Span } from './gap.ts';

const HOUR_MS = 3_600_000;

/** So many other slots have to have been as busy before the one that is not there is missed. */
const LEAST_BUSY = 8;
/** One in so many of them may lack a file too. */
const LACKING = 20;

/** A slot of another log. */
interface BusySlot extends Span {
  readonly lines: { readonly events: number };
}

/** A slot, and how many events the other logs of the server have in it. */
interface Activity extends Span {
  readonly events: number;
  /** The log itself has a file of it. */
  readonly isThere: boolean;
}

/**
 * Whether a hole lies where the server's other logs wrote at least half as much as in slots of which the log has a file nearly always, at least
 * eight of them. It finds an hour that is missing by day in a log that is silent by night.
 */
export function busyRule(
  own: readonly Span[],
  others: readonly BusySlot[],
): (hole: Span) => boolean {
  const activities = activitiesOf(own, others);
  const byEvents = activities.toSorted((a, b) => b.events - a.events);
  let count = 0;
  /** How many of the slots up to this one, the busiest first, have a file. */
  const there = byEvents.map(({ isThere }) => (count += Number(isThere)));
  return (hole) => {
    const inHole: number[] = [];
    for (let i = firstIndex(activities, ({ from }) => from >= hole.from); ; i++) {
      const one = activities[i];
      if (one === undefined || one.from >= hole.to) break;
      inHole.push(one.events);
    }
    const least = inHole.reduce((most, events) => Math.max(most, events), 0) / 2;
    if (least === 0) return false;
    const busy = firstIndex(byEvents, ({ events }) => events < least);
    const withFile = there[busy - 1] ?? 0;
    const lacking = busy - withFile - inHole.filter((events) => events >= least).length;
    return withFile >= LEAST_BUSY && lacking * LACKING <= withFile;
  };
}

/** Position of the first item for which it is so, where it is so of all after it. */
function firstIndex<T>(items: readonly T[], isSo: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && !isSo(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Slots between the first and the last of the log, in order. */
function activitiesOf(own: readonly Span[], others: readonly BusySlot[]): Activity[] {
  const there = new Set(own.map(keyOf));
  const [begin, end] = [own[0]?.from ?? 0, own.at(-1)?.to ?? 0];
  const sums = new Map<number, Span & { events: number; readonly isThere: boolean }>();
  for (const { from, to, lines } of others) {
    if (from < begin || to > end) continue;
    const key = keyOf({ from, to });
    const sum = sums.get(key);
    if (sum !== undefined) sum.events += lines.events;
    else sums.set(key, { from, to, events: lines.events, isThere: there.has(key) });
  }
  return [...sums.values()].toSorted((a, b) => a.from - b.from);
}

/** Hours count for hours, days for days. */
function keyOf({ from, to }: Span): number {
  return from * 2 + Number(to - from > HOUR_MS);
}
