import type { ServerCoverage } from '../lifecycle/coverage.ts';
import { unite } from '../lifecycle/gap.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { DailyReport } from '../model/daily-report.ts';

const HOUR = 3_600_000;

type DayCoverage = DailyReport['coverage']['day'];

/**
 * How much of a day was read. `servers` are those known by then, `logsEnd` is where all logs end: what lies after it is not due yet. A
 * server that begins or ends within its usual silence of the day's edge covers the day up to there.
 */
export function dayCoverage(
  servers: readonly ServerCoverage[],
  day: Span,
  logsEnd: number,
): DayCoverage {
  const end = Math.min(day.to, logsEnd);
  const read = servers.map((server) => ({
    server: server.server,
    ms: readIn(server, day.from, end),
    // A log of one moment covers no time, but tells of the day.
    tells: [server.from, server.to].some((at) => at >= day.from && at < day.to),
  }));
  const total = read.reduce((sum, { ms }) => sum + ms, 0);
  return {
    servers: read.filter(({ ms, tells }) => ms > 0 || tells).length,
    hoursRead: Math.round(total / HOUR),
    hoursDue: Math.round((Math.max(0, end - day.from) * servers.length) / HOUR),
    missing: read.filter(({ ms, tells }) => ms === 0 && !tells).map(({ server }) => server),
  };
}

function readIn(
  { from, to, gaps, gapLimitMs }: ServerCoverage,
  begin: number,
  end: number,
): number {
  const first = from - begin <= gapLimitMs ? Math.min(from, begin) : from;
  const last = end - to <= gapLimitMs ? Math.max(to, end) : to;
  let ms = overlap(first, last, begin, end);
  for (const gap of unite(gaps))
    ms -= overlap(Math.max(gap.from, first), Math.min(gap.to, last), begin, end);
  return Math.max(0, ms);
}

function overlap(from: number, to: number, begin: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, begin));
}
