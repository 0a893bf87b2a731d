import type { ServerCoverage } from '../lifecycle/coverage.ts';
import type { CoverageReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';

/** What was read of each server, as reports hold it. */
export function coverageReport(servers: readonly ServerCoverage[]): CoverageReport {
  return {
    servers: servers.map(({ server, from, to, gaps, rejectedLines }) => ({
      server,
      from: isoTime(from),
      to: isoTime(to),
      gaps: gaps.map((gap) => ({ from: isoTime(gap.from), to: isoTime(gap.to), why: gap.why })),
      rejectedLines,
    })),
  };
}
