import type { QueryContext } from './context.ts';
import type { ServerCoverage } from '../lifecycle/coverage.ts';
import type { Gap } from '../lifecycle/gap.ts';
import { logRank } from '../lifecycle/server-logs.ts';
import type { CoverageReport, GapReport, LogReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';

/** What was read of each server, as reports hold it. */
export function coverageReport({
  servers,
  skews,
  purgedBefore,
}: Pick<QueryContext, 'servers' | 'skews' | 'purgedBefore'>): CoverageReport {
  return {
    servers: servers.map(
      ({ server, from, to, gaps, rejectedLines, misnamedFiles = [], ...more }) => ({
        server,
        from: isoTime(from),
        to: isoTime(to),
        gaps: gaps.map(gapReport),
        rejectedLines,
        ...logReports(more),
        ...(misnamedFiles.length === 0 ? {} : { misnamedFiles }),
      }),
    ),
    clockSkews: skews.map(({ from, to, aheadMs, handOvers }) => ({
      from,
      to,
      secondsAhead: Math.round(aheadMs / 1000),
      handOvers,
    })),
    ...(purgedBefore === null ? {} : { purgedBefore: isoTime(purgedBefore) }),
  };
}

function gapReport(gap: Gap): GapReport {
  const { why } = gap;
  const report = { from: isoTime(gap.from), to: isoTime(gap.to), why };
  if (gap.why !== 'missing-file') return report;
  const { log, file, lastFile } = gap;
  return { ...report, log, file, ...(lastFile === null ? {} : { lastFile }) };
}

/** In the order that a message goes through them. */
function logReports({ logs, missingLogs }: Pick<ServerCoverage, 'logs' | 'missingLogs'>): {
  readonly logs?: readonly LogReport[];
} {
  const all = [
    ...logs.map(({ log, from, to, files }) => ({
      log,
      from: isoTime(from),
      to: isoTime(to),
      files,
    })),
    ...missingLogs.map((log) => ({ log, from: null, to: null, files: 0 })),
  ];
  return all.length === 0 ? {} : { logs: all.toSorted((a, b) => logRank(a.log) - logRank(b.log)) };
}
