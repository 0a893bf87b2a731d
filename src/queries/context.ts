import { clipCoverage } from '../lifecycle/coverage.ts';
import type { ServerCoverage } from '../lifecycle/coverage.ts';
import { hostResolver } from '../lifecycle/hosts.ts';
import type { JudgingContext } from '../lifecycle/verdict.ts';
import { readSkews, skewsBetween } from '../store/clock-skew.ts';
import type { ClockSkew } from '../store/clock-skew.ts';
import { readPurgedBefore } from '../store/purged-before.ts';
import { readCoverage, readOurHosts } from '../store/reader.ts';
import type { Store } from '../store/reader.ts';

/** Below this age an open message is not judged, unless told otherwise. */
export const DEFAULT_THRESHOLD_MS = 15 * 60_000;

/** What a query asks at: null stands for the end of the logs. */
export interface Asked {
  readonly asOf: number | null;
  readonly thresholdMs: number;
}

export interface QueryContext extends JudgingContext {
  readonly asOf: number | null;
  readonly servers: readonly ServerCoverage[];
  /** Where the log of each server really ends, whatever moment is asked about. */
  readonly logEnds: ReadonlyMap<string, number>;
  readonly skews: readonly ClockSkew[];
  /** Lines before this moment were removed (milliseconds UTC); null: none were. */
  readonly purgedBefore: number | null;
}

/** Reads what every verdict rests on, as it was at the moment asked about. */
export function queryContext(store: Store, { asOf, thresholdMs }: Asked): QueryContext {
  const read = readCoverage(store);
  const servers = read
    .filter(({ from }) => asOf === null || from <= asOf)
    .map((server) => clipCoverage(server, asOf));
  const skews = readSkews(store);
  return {
    slots: store.slots,
    skews,
    purgedBefore: readPurgedBefore(store.db),
    skewMs: skewsBetween(skews),
    servers,
    logEnds: new Map(read.map(({ server, to }) => [server, to])),
    coverage: new Map(servers.map((server) => [server.server, server])),
    resolve: hostResolver(readOurHosts(store)),
    thresholdMs,
    asOf,
  };
}
