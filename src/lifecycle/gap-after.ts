import type { Gap, ServerCoverage } from './coverage.ts';

/** The first gap in a server's log after `at`; a later line may be missing there. Null when there is none. */
export function gapAfter(coverage: ServerCoverage, at: number): Gap | null {
  return coverage.gaps.find((gap) => gap.to > at && gap.from >= at - 1000) ?? null;
}
