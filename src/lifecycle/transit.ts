import type { Confidence } from '../model/stage.ts';
import type { ServerCoverage } from './coverage.ts';
import type { Leg } from './person.ts';
import { SKEW_MS } from './route.ts';
import type { JudgingContext } from './verdict.ts';

const DAY_MS = 86_400_000;
/** A log that others outlive by so much was cut off, not quiet. */
const OUTLIVED_MS = 3_600_000;

/** What became of a hand-over that no other log tells more about. */
export type Transit =
  | {
      readonly kind: 'transferred';
      readonly to: string | null;
      readonly confidence: Confidence;
    }
  /** The log of the next server ends too soon after the hand-over. */
  | { readonly kind: 'waiting'; readonly to: string; readonly asOf: number }
  | { readonly kind: 'lost'; readonly to: string; readonly confidence: Confidence }
  | {
      readonly kind: 'unlogged';
      readonly to: string;
      readonly confidence: Confidence;
      readonly why: 'not-loaded' | 'gap';
    };

/** Judges a leg that left and that nothing supersedes. */
export function judgeTransit(leg: Leg, context: JudgingContext): Transit {
  const to = leg.state.nextHop;
  if (!leg.state.handedOver) return { kind: 'transferred', to, confidence: 'certain' };
  const relation = context.resolve(to);
  if (relation.kind === 'unnamed' || to === null)
    return { kind: 'transferred', to: null, confidence: 'probable' };
  if (relation.kind === 'foreign') return { kind: 'transferred', to, confidence: 'certain' };
  const confidence = relation.probable ? 'probable' : 'certain';
  if (relation.kind === 'ours') return { kind: 'unlogged', to, confidence, why: 'not-loaded' };
  // A server that names itself says nothing of the next hop.
  if (relation.server === leg.server)
    return { kind: 'transferred', to: null, confidence: 'probable' };
  const coverage = context.coverage.get(relation.server);
  const skewMs = context.skewMs(leg.server, relation.server);
  return judgeArrival(
    { at: leg.state.mark.at, to, confidence, skewMs, logsEnd: logsEnd(context) },
    coverage,
    context.thresholdMs,
  );
}

interface HandOver {
  readonly at: number;
  /** The end of all loaded logs. */
  readonly logsEnd: number;
  readonly skewMs: number;
  readonly to: string;
  readonly confidence: Confidence;
}

/** The next server is loaded and has no line of it: whether it would have one. */
function judgeArrival(
  { at, to, confidence, skewMs, logsEnd: end }: HandOver,
  coverage: ServerCoverage | undefined,
  thresholdMs: number,
): Transit {
  const covers =
    coverage === undefined
      ? 'not-loaded'
      : cover(coverage, { at, skewMs, logsEnd: end }, thresholdMs);
  switch (covers) {
    case 'covers':
      // A line that could not be read may have been the one.
      return { kind: 'lost', to, confidence: coverage?.rejectedLines ? 'probable' : confidence };
    case 'ends-soon':
      return { kind: 'waiting', to, asOf: Math.max(at, coverage?.to ?? at) };
    case 'gap':
    case 'not-loaded':
      return { kind: 'unlogged', to, confidence, why: covers };
  }
}

/**
 * How far a server's log tells of the time around a hand-over to it, from 5 minutes before to the threshold after, by both
 * clocks.
 */
function cover(
  coverage: ServerCoverage,
  { at, skewMs, logsEnd: end }: Pick<HandOver, 'at' | 'skewMs' | 'logsEnd'>,
  thresholdMs: number,
): 'covers' | 'ends-soon' | 'gap' | 'not-loaded' {
  const from = at + Math.min(0, skewMs) - SKEW_MS;
  const to = at + Math.max(0, skewMs) + thresholdMs;
  if (from < coveredFrom(coverage)) return 'not-loaded';
  if (coverage.gaps.some((gap) => gap.from < to && gap.to > from)) return 'gap';
  if (coverage.to >= to) return 'covers';
  if (coverage.to >= at) return 'ends-soon';
  // A quiet server may write nothing in the last minutes before all logs end; one that others outlive was not read.
  const sameDay = Math.floor(at / DAY_MS) <= coverage.lastDay;
  const wasQuiet = at - coverage.to <= coverage.gapLimitMs && end - at < OUTLIVED_MS;
  return sameDay && wasQuiet ? 'ends-soon' : 'not-loaded';
}

function logsEnd({ coverage }: JudgingContext): number {
  return Math.max(...[...coverage.values()].map(({ to }) => to));
}

/** A day's file that begins within the server's usual silence after midnight covers the day from its start. */
function coveredFrom(coverage: ServerCoverage): number {
  const midnight = Math.floor(coverage.from / DAY_MS) * DAY_MS;
  return coverage.from - midnight <= coverage.gapLimitMs ? midnight : coverage.from;
}
