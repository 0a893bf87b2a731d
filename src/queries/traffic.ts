import type { Span } from '../lifecycle/stalls.ts';
import { addCounts, addTraffic, emptyCounts, emptyTraffic } from '../lifecycle/traffic.ts';
import type { Traffic, TrafficCounts } from '../lifecycle/traffic.ts';
import { hashOfHosts, isTrafficKept } from '../store/queue-state.ts';
import { readOurHosts } from '../store/reader.ts';
import type { Store } from '../store/reader.ts';
import { createSystemAddresses } from '../store/system-addresses.ts';
import { QUARTER_MS, readTraffic } from '../store/traffic-rows.ts';
import { keptCounts, keptTraffic } from '../store/traffic-tables.ts';
import type { QueryContext } from './context.ts';

/** What came and went in spans. */
export interface TrafficReader {
  /** By the number of the quarter of an hour, counted from the span's begin. */
  byQuarter(span: Span): ReadonlyMap<number, Traffic>;
  /** How much in all. */
  counts(span: Span): TrafficCounts;
}

/** From what the last run left where that holds, else from hops and messages. */
export function createTraffic(store: Store, { resolve }: QueryContext): TrafficReader {
  const { db, hostName } = store;
  const isKept = isTrafficKept(db, hashOfHosts(readOurHosts(store)));
  const names = { hostName, resolve, isSystem: createSystemAddresses(db).has };
  const isOfQuarters = ({ from, to }: Span): boolean =>
    isKept && from % QUARTER_MS === 0 && to % QUARTER_MS === 0;
  return {
    byQuarter: (span) =>
      isOfQuarters(span) ? keptTraffic(db, span) : readTraffic(db, span, names),
    counts: (span) =>
      isOfQuarters(span) ? keptCounts(db, span) : countsOf(readTraffic(db, span, names).values()),
  };
}

/** How much in all. */
export function countsOf(traffic: Iterable<TrafficCounts>): TrafficCounts {
  const sum = emptyCounts();
  for (const part of traffic) addCounts(sum, part);
  return sum;
}

/** All of a span together. */
export function sumOf(traffic: Iterable<Traffic>): Traffic {
  const sum = emptyTraffic();
  for (const part of traffic) addTraffic(sum, part);
  return sum;
}
