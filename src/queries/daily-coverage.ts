import type { ServerCoverage } from '../lifecycle/coverage.ts';
import { coveredDays } from '../lifecycle/covered-days.ts';
import type { DailyCoverageReport } from '../model/report.ts';
import { dateInZone } from '../model/zone.ts';
import { readActivity } from '../store/read-activity.ts';
import type { ServerActivity } from '../store/read-activity.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';

/** Half-open, milliseconds UTC; null for no bound. */
export interface Range {
  readonly since: number | null;
  readonly until: number | null;
}

export interface DailyCoverage {
  readonly report: DailyCoverageReport;
  /** By server, the hours with any line, counted from 1970 in UTC, in order. */
  readonly hours: ReadonlyMap<string, readonly number[]>;
}

/** What was read of each server, by day in `zone`; days and gaps that touch the range. */
export function dailyCoverage(
  store: Store,
  context: Pick<QueryContext, 'servers' | 'skews' | 'purgedBefore' | 'asOf'>,
  range: Range,
  zone: string,
): DailyCoverage {
  const activity = readActivity(store);
  const touches = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    (range.until === null || from < range.until) && (range.since === null || to > range.since);
  const servers = context.servers.map((server) => ({
    ...server,
    gaps: server.gaps.filter(touches),
  }));
  const { servers: reports, ...more } = coverageReport({ ...context, servers });
  const hours = new Map<string, readonly number[]>();
  return {
    report: {
      servers: reports.map((server) => {
        const { files, hours: all, rejectsByDay } = activityOf(activity, server.server);
        const logged = all.filter(
          ({ firstAt }) => context.asOf === null || firstAt <= context.asOf,
        );
        hours.set(
          server.server,
          logged.map(({ hour }) => hour),
        );
        const days = coveredDays(logged, rejectsByDay, zone)
          .filter(touches)
          .map(({ from, hours: count, events, rejected }) => ({
            day: dateInZone(from, zone),
            hours: count,
            events,
            rejected,
          }));
        return { ...server, files, days };
      }),
      ...more,
      noServer: withoutServer(activity, context.servers),
    },
    hours,
  };
}

const NOTHING: ServerActivity = {
  server: '',
  hours: [],
  files: 0,
  rejectedLines: 0,
  rejectsByDay: new Map(),
};

function activityOf(
  activity: ReadonlyMap<string | null, ServerActivity>,
  server: string,
): ServerActivity {
  return activity.get(server) ?? NOTHING;
}

/** Files of which no line could be read, or whose server only their folder names. */
function withoutServer(
  activity: ReadonlyMap<string | null, ServerActivity>,
  servers: readonly ServerCoverage[],
): DailyCoverageReport['noServer'] {
  const known = new Set<string | null>(servers.map(({ server }) => server));
  let files = 0;
  let rejectedLines = 0;
  for (const [server, one] of activity) {
    if (known.has(server)) continue;
    files += one.files;
    rejectedLines += one.rejectedLines;
  }
  return { files, rejectedLines };
}
