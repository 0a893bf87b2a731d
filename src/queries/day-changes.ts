import { eventIdsWhere, findEvent } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { DayChange, DayEnds } from '../model/daily-report.ts';
import type { Stage, State } from '../model/stage.ts';
import { startOfDay } from '../model/zone.ts';
import { endCounts, newCount } from '../store/day-ends.ts';
import type { Store } from '../store/reader.ts';

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

function measureOf(stage: Stage | null): Measure | undefined {
  return stage === null ? undefined : OF_STATE[STAGE_TABLE[stage].state];
}

const COUNTED = eventIdsWhere(({ stage }) => measureOf(stage) !== undefined);

/**
 * Counts of the day beside the median of the days before it that have logs; nothing where there are none. How the day's recipients `ended` is
 * known from their verdicts; of the days before, lines are counted: one that names nobody for all is one. Of a day that is not `isWhole` yet
 * less than usual is no news.
 */
export function dayChanges(
  store: Store,
  day: Span & { readonly zone: string },
  slowMs: number,
  ended: DayEnds,
  isWhole: boolean,
): DayChange[] {
  const before: Measures[] = [];
  for (let back = 1; back <= DAYS_BEFORE; back++) {
    const from = startOfDay(day.from, day.zone, -back);
    const measures = measuresOf(
      store,
      { from, to: startOfDay(day.from, day.zone, 1 - back) },
      slowMs,
    );
    if (Object.values(measures).some((count) => count > 0)) before.push(measures);
  }
  if (before.length === 0) return [];
  const today: Measures = { ...measuresOf(store, day, slowMs), ...pickEnds(ended) };
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

function measuresOf(store: Store, span: Span, slowMs: number): Measures {
  const measures: Measures = {
    in: newCount(store, span.from, span.to),
    out: 0,
    slow: 0,
    ndr: 0,
    badmail: 0,
    failed: 0,
    filtered: 0,
    absorbed: 0,
  };
  const { byCode, slow } = endCounts(store, span, COUNTED, slowMs);
  measures.slow = slow;
  for (const [code, count] of byCode) {
    const measure = measureOf(findEvent(code)?.stage ?? null);
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
