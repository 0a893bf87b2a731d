import type { Span } from '../lifecycle/stalls.ts';
import { addTraffic, emptyTraffic } from '../lifecycle/traffic.ts';
import type { Traffic } from '../lifecycle/traffic.ts';
import { hashOfHosts, isTrafficKept } from '../store/queue-state.ts';
import { readOurHosts } from '../store/reader.ts';
import type { Store } from '../store/reader.ts';
import { createSystemAddresses } from '../store/system-addresses.ts';
import { QUARTER_MS, readTraffic } from '../store/traffic-rows.ts';
import { keptTraffic } from '../store/traffic-tables.ts';
import type { QueryContext } from './context.ts';

/** What came and went in a span, by the number of the quarter of an hour, counted from its begin. */
export type TrafficOf = (span: Span) => ReadonlyMap<number, Traffic>;

/** From what the last run left where that holds, else from hops and messages. */
export function createTraffic(store: Store, { resolve }: QueryContext): TrafficOf {
  const { db, hostName } = store;
  const isKept = isTrafficKept(db, hashOfHosts(readOurHosts(store)));
  const names = { hostName, resolve, isSystem: createSystemAddresses(db).has };
  return (span) =>
    isKept && span.from % QUARTER_MS === 0 && span.to % QUARTER_MS === 0
      ? keptTraffic(db, span)
      : readTraffic(db, span, names);
}

/** All of a span together. */
export function sumOf(traffic: Iterable<Traffic>): Traffic {
  const sum = emptyTraffic();
  for (const part of traffic) addTraffic(sum, part);
  return sum;
}
