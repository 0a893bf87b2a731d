import { isMsgtrkCode, readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { Confidence } from '../model/stage.ts';
import { coverOf } from './log-cover.ts';
import type { Receiver } from './log-cover.ts';
import type { DecidingLeg } from './person.ts';
import { SKEW_MS } from './route.ts';
import type { JudgingContext } from './verdict.ts';

/** A delivery is logged when it ends, the hand-over to it at about the same time: either may come first. */
const OWN_SKEW_MS = 60_000;

/** Why a loss is only probable. */
export interface LossDoubts {
  /** Lines of the next server's logs that could not be read: any of them may have been the one. */
  readonly rejectedLines: number;
  /** The log ends before, though other logs of the server go on. */
  readonly endsBefore: boolean;
  /** Only its name says that the next server is the one whose log was read. */
  readonly byName: boolean;
}

/** What became of a hand-over that no other log tells more about. */
export type Transit =
  | {
      readonly kind: 'transferred';
      readonly to: string | null;
      readonly confidence: Confidence;
    }
  /** The log of the next server ends too soon after the hand-over. */
  | {
      readonly kind: 'waiting';
      readonly to: string;
      readonly receiver: Receiver;
      readonly asOf: number;
    }
  | {
      readonly kind: 'lost';
      readonly to: string;
      readonly receiver: Receiver;
      readonly confidence: Confidence;
      readonly doubts: LossDoubts;
    }
  | {
      readonly kind: 'unlogged';
      readonly to: string;
      readonly receiver: Receiver;
      readonly confidence: Confidence;
      readonly why: 'not-loaded' | 'gap';
      /** The log of a modern server that is missing, and which of its files. */
      readonly log: string | null;
      readonly files: string | null;
    };

/** Judges a leg that left and that nothing supersedes. */
export function judgeTransit(leg: DecidingLeg, context: JudgingContext): Transit {
  const to = leg.state.nextHop;
  if (!leg.state.handedOver) return { kind: 'transferred', to, confidence: 'certain' };
  const { code } = leg.state.mark;
  const relation = context.resolve(to);
  // A line names servers in short or in full: only with the suffixes of all it shows that a host of a like name is another's.
  if (readMsgtrkCode(code)?.role === 'own-server' && relation.kind !== 'foreign')
    return judgeArrival(
      leg,
      { to: to ?? leg.server, server: leg.server, probable: false },
      context,
    );
  if (relation.kind === 'unnamed' || to === null)
    return { kind: 'transferred', to: null, confidence: 'probable' };
  if (relation.kind === 'foreign') return { kind: 'transferred', to, confidence: 'certain' };
  const { probable } = relation;
  if (relation.kind === 'ours') return neverLoaded(to, probable);
  // In 2003 a server that names itself says nothing of the next hop.
  if (relation.server === leg.server && !isMsgtrkCode(code))
    return { kind: 'transferred', to: null, confidence: 'probable' };
  return judgeArrival(leg, { to, server: relation.server, probable }, context);
}

/** It went to a server of ours without any log. */
function neverLoaded(to: string, probable: boolean): Transit {
  const confidence = probable ? 'probable' : 'certain';
  const none = { why: 'not-loaded', log: null, files: null } as const;
  return { kind: 'unlogged', to, receiver: 'server', confidence, ...none };
}

interface NextHop {
  /** As the line names it. */
  readonly to: string;
  readonly server: string;
  readonly probable: boolean;
}

/** The next server, or the next service, is loaded or ours and has no line of it: whether it would have one. */
function judgeArrival(
  leg: DecidingLeg,
  { to, server, probable }: NextHop,
  context: JudgingContext,
): Transit {
  const receiver = server === leg.server ? 'own-delivery' : 'server';
  const coverage = context.coverage.get(server);
  const { at } = leg.state.mark;
  const skewMs = context.skewMs(leg.server, server);
  const cover = coverOf(coverage, receiver, {
    at,
    // From some minutes before to the threshold after, by both clocks.
    from: at + Math.min(0, skewMs) - (receiver === 'server' ? SKEW_MS : OWN_SKEW_MS),
    to: at + Math.max(0, skewMs) + context.thresholdMs,
    logsEnd: logsEnd(context),
  });
  const confidence = probable ? 'probable' : 'certain';
  switch (cover.kind) {
    case 'covers': {
      const rejectedLines = coverage?.rejectedLines ?? 0;
      const doubts = { rejectedLines, endsBefore: !cover.isSure, byName: probable };
      const isSure = rejectedLines === 0 && cover.isSure;
      return { kind: 'lost', to, receiver, confidence: isSure ? confidence : 'probable', doubts };
    }
    case 'ends-soon':
      return { kind: 'waiting', to, receiver, asOf: cover.asOf };
    case 'gap':
    case 'not-loaded': {
      const { kind: why, log, files } = cover;
      return { kind: 'unlogged', to, receiver, confidence, why, log, files };
    }
  }
}

function logsEnd({ coverage }: JudgingContext): number {
  let end = Number.NEGATIVE_INFINITY;
  for (const { to } of coverage.values()) end = Math.max(end, to);
  return end;
}
