import type { CoverageReport, GapReport } from '../../model/report.ts';

/** A time that a server's log says nothing of. */
export interface GapTime extends Pick<GapReport, 'why' | 'file' | 'lastFile'> {
  readonly from: number;
  readonly to: number;
}

export interface Gap extends GapTime {
  readonly x1: number;
  readonly x2: number;
}

/** More would be no picture. */
const MAX_GAPS = 20;

/** The longest gaps of a server between two moments, in order, cut off there; and how many more there are. */
export function gapsOf(
  server: string,
  coverage: CoverageReport,
  first: number,
  last: number,
): { readonly gaps: readonly GapTime[]; readonly left: number } {
  const within = coverage.servers
    .filter((one) => one.server === server)
    .flatMap(({ gaps }) => gaps)
    .map((gap) => ({
      ...gap,
      from: Math.max(first, Date.parse(gap.from)),
      to: Math.min(last, Date.parse(gap.to)),
    }))
    .filter(({ from, to }) => from < to);
  const gaps = within
    .toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, MAX_GAPS)
    .toSorted((a, b) => a.from - b.from);
  return { gaps, left: within.length - gaps.length };
}
