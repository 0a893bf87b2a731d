import { STAGE_TABLE } from '../catalogue/stages.ts';
import { KEPT_STALL_MS } from '../lifecycle/kept-stalls.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { TrafficCounts } from '../lifecycle/traffic.ts';
import type { DayChange, DayEnds } from '../model/daily-report.ts';
import type { State } from '../model/stage.ts';
import { startOfDay } from '../model/zone.ts';
import type { Store } from '../store/reader.ts';
import { slowHops } from '../store/traffic-rows.ts';
import { countsOf } from './traffic.ts';
import type { TrafficReader } from './traffic.ts';

const DAYS_BEFORE = 7;
/** A difference of fewer than that is none. */
const LEAST = 5;
const FAR = 2;

type Measure = DayChange['measure'];
type Measures = Record<Measure, number>;

/** In the order in which they are shown. `falls`: too few are worth a look as well as too many. */
const MEASURES: readonly { readonly measure: Measure; readonly falls: boolean }[] = [
  { measure: 'in', falls: true },
  { measure: 'out', falls: true },
  { measure: 'slow', falls: false },
  { measure: 'ndr', falls: false },
  { measure: 'badmail', falls: false },
  { measure: 'failed', falls: false },
  { measure: 'filtered', falls: false },
  { measure: 'absorbed', falls: false },
];

const OF_STATE: Partial<Record<State, Measure>> = {
  delivered: 'out',
  ndr: 'ndr',
  badmail: 'badmail',
  failed: 'failed',
  filtered: 'filtered',
  absorbed: 'absorbed',
};

/** What is known of the day. */
interface DayCounted {
  readonly traffic: TrafficReader;
  /** That of the day. */
  readonly today: ReadonlyMap<number, TrafficCounts>;
  readonly slowMs: number;
  readonly ended: DayEnds;
  readonly isWhole: boolean;
}

/**
 * Counts of the day beside the median of the days before it that have logs; nothing where there are none. How the day's recipients `ended` is
 * known from their verdicts; of the days before, lines are counted: one that names nobody for all is one. Of a day that is not `isWhole` yet
 * less than usual is no news.
 */
export function dayChanges(
  store: Store,
  day: Span & { readonly zone: string },
  { traffic, today: ofToday, slowMs, ended, isWhole }: DayCounted,
): DayChange[] {
  const before: Measures[] = [];
  for (let back = 1; back <= DAYS_BEFORE; back++) {
    const from = startOfDay(day.from, day.zone, -back);
    const span = { from, to: startOfDay(day.from, day.zone, 1 - back) };
    const measures = measuresOf(store, span, traffic.counts(span), slowMs);
    if (Object.values(measures).some((count) => count > 0)) before.push(measures);
  }
  if (before.length === 0) return [];
  const today: Measures = {
    ...measuresOf(store, day, countsOf(ofToday.values()), slowMs),
    ...pickEnds(ended),
  };
  return MEASURES.map(({ measure, falls }) => {
    const median = medianOf(before.map((counts) => counts[measure]));
    const count = today[measure];
    return {
      measure,
      today: count,
      median,
      days: before.length,
      notable: isFar(count, median) || (falls && isWhole && isFar(median, count)),
    };
  });
}

function pickEnds({ ndr, badmail, failed, filtered, absorbed }: DayEnds): Partial<Measures> {
  return { ndr, badmail, failed, filtered, absorbed };
}

function isFar(more: number, fewer: number): boolean {
  return more - fewer >= LEAST && more >= FAR * fewer;
}

function measuresOf(
  store: Store,
  span: Span,
  { newMessages, slow, ends }: TrafficCounts,
  slowMs: number,
): Measures {
  const measures: Measures = {
    in: newMessages,
    out: 0,
    slow:
      slowMs >= KEPT_STALL_MS
        ? slow.filter((ms) => ms >= slowMs).length
        : slowHops(store.db, span, slowMs),
    ndr: 0,
    badmail: 0,
    failed: 0,
    filtered: 0,
    absorbed: 0,
  };
  for (const [stage, count] of ends) {
    const measure = OF_STATE[STAGE_TABLE[stage].state];
    if (measure !== undefined) measures[measure] += count;
  }
  return measures;
}

function medianOf(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
