import type { QueryContext } from './context.ts';
import type { CoverageReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';

/** What was read of each server, as reports hold it. */
export function coverageReport({
  servers,
  skews,
  purgedBefore,
}: Pick<QueryContext, 'servers' | 'skews' | 'purgedBefore'>): CoverageReport {
  return {
    servers: servers.map(({ server, from, to, gaps, rejectedLines }) => ({
      server,
      from: isoTime(from),
      to: isoTime(to),
      gaps: gaps.map((gap) => ({ from: isoTime(gap.from), to: isoTime(gap.to), why: gap.why })),
      rejectedLines,
    })),
    clockSkews: skews.map(({ from, to, aheadMs, handOvers }) => ({
      from,
      to,
      secondsAhead: Math.round(aheadMs / 1000),
      handOvers,
    })),
    ...(purgedBefore === null ? {} : { purgedBefore: isoTime(purgedBefore) }),
  };
}
