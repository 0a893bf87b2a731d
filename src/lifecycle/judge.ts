import { STAGE_TABLE } from '../catalogue/stages.ts';
import type { Confidence, Stage, State } from '../model/stage.ts';
import { gapAfter } from './gap-after.ts';
import { isOpen } from './hop-state.ts';
import { findExpansion } from './lists.ts';
import type { Expansion } from './lists.ts';
import { isEarly, legsOf } from './person.ts';
import type { Leg, Person } from './person.ts';
import {
  expandedReason,
  gapReason,
  handedOverReason,
  notesReason,
  openReason,
  stageReason,
} from './reason.ts';
import { decidingLeg } from './route.ts';
import { judgeTransit } from './transit.ts';
import type { JudgingContext, Stall, Verdict } from './verdict.ts';

/** Judges one recipient among those who may be members of a list. `isList`: its address is known to have given way to members. */
export function judgePerson(
  person: Person,
  members: readonly Person[],
  context: JudgingContext,
  isList = false,
): Verdict {
  const legs = legsOf(person, context.slots);
  if (legs.length === 0) return notesOnly(person, context);
  const leg = decidingLeg(legs, context);
  const facts = factsOf(person, leg, context);
  const expansion = findExpansion(person, leg, members, context.slots, context.resolve);
  if (expansion !== null) return expandedVerdict(facts, expansion, context);
  if (isList && isEarly(leg.state)) {
    const here = { server: leg.server, at: leg.state.mark.at, seenOn: leg.server };
    return expandedVerdict(facts, here, context);
  }
  if (isOpen(leg.state)) return openVerdict(facts, leg, context);
  if (leg.state.kind === 'left') return leftVerdict(facts, leg, context);
  return endedVerdict(facts, leg);
}

/**
 * Judges a list whose members went on before `nameless` lines spoke of all who were still open; null where it is none.
 */
export function judgeList(
  person: Person,
  members: readonly Person[],
  context: JudgingContext,
  nameless: Person,
): Verdict | null {
  const legs = legsOf(person, context.slots);
  if (legs.length === 0) return null;
  const leg = decidingLeg(legs, context);
  const expansion = findExpansion(person, leg, members, context.slots, context.resolve);
  const endAt = nameless.hops.get(leg.server)?.end?.at ?? Number.POSITIVE_INFINITY;
  return expansion === null || expansion.at > endAt
    ? null
    : expandedVerdict(factsOf(person, leg, context), expansion, context);
}

type Facts = Omit<Verdict, 'state' | 'stall' | 'confidence' | 'reason' | 'ageSeconds'> & {
  readonly stage: Stage;
  readonly joined: boolean;
};

function factsOf(person: Person, leg: Leg, context: JudgingContext): Facts {
  return {
    recipient: person.recipient,
    stage: leg.state.stage,
    server: leg.server,
    since: leg.state.arrivedAt,
    lastEventAt: Math.max(...[...person.hops.values()].map((hop) => hop.lastAt)),
    attempts: leg.hop.attempts,
    nextHop: leg.state.nextHop,
    mayAlsoBe: [],
    proof: leg.state.mark,
    asOf: logEnd(leg.server, leg.hop.lastAt, context),
    forms: person.forms,
    expandedAt: null,
    joined: person.joined,
  };
}

function logEnd(server: string, otherwise: number, context: JudgingContext): number {
  return Math.max(otherwise, context.coverage.get(server)?.to ?? otherwise);
}

function ageOf(since: number, asOf: number): number {
  return Math.max(0, Math.floor((asOf - since) / 1000));
}

function notesOnly(person: Person, context: JudgingContext): Verdict {
  const [server, hop] = [...person.hops].toSorted((a, b) => b[1].lastAt - a[1].lastAt)[0] ?? [
    '',
    null,
  ];
  const at = hop?.firstAt ?? 0;
  const asOf = logEnd(server, at, context);
  return {
    recipient: person.recipient,
    state: 'waiting',
    stage: null,
    server,
    since: at,
    lastEventAt: hop?.lastAt ?? at,
    ageSeconds: ageOf(at, asOf),
    attempts: 0,
    nextHop: null,
    mayAlsoBe: [],
    stall: null,
    confidence: 'not-judged',
    reason: notesReason(),
    proof: null,
    asOf,
    forms: person.forms,
    expandedAt: null,
  };
}

/** Written out, as every recipient of every message gets one: to spread `facts` takes ten times as long. */
function verdict(
  facts: Facts,
  state: State,
  judged: {
    readonly ageSeconds: number | null;
    readonly stall: Stall | null;
    readonly confidence: Confidence;
    readonly reason: string;
  },
): Verdict {
  const isGuess = facts.joined && judged.confidence === 'certain';
  return {
    recipient: facts.recipient,
    state,
    stage: facts.stage,
    server: facts.server,
    since: facts.since,
    lastEventAt: facts.lastEventAt,
    ageSeconds: judged.ageSeconds,
    attempts: facts.attempts,
    nextHop: facts.nextHop,
    mayAlsoBe: facts.mayAlsoBe,
    stall: judged.stall,
    confidence: isGuess ? 'probable' : judged.confidence,
    reason: judged.reason,
    proof: facts.proof,
    asOf: facts.asOf,
    forms: facts.forms,
    expandedAt: facts.expandedAt,
  };
}

function expandedVerdict(
  facts: Facts,
  { server, at, seenOn }: Expansion,
  context: JudgingContext,
): Verdict {
  const asOf = server === facts.server ? facts.asOf : logEnd(server, at, context);
  return verdict({ ...facts, server, asOf, expandedAt: at }, 'expanded', {
    ageSeconds: null,
    stall: null,
    confidence: 'probable',
    reason: expandedReason(seenOn, at),
  });
}

function openVerdict(known: Facts, leg: Leg, context: JudgingContext): Verdict {
  const { stage, server, since, asOf, nextHop } = known;
  const { state, place } = STAGE_TABLE[stage];
  const ageSeconds = ageOf(since, asOf);
  const coverage = context.coverage.get(server);
  const unclear2000 = (coverage?.exchange2000 ?? false) && stage === 'categorizer';
  const facts: Facts = { ...known, mayAlsoBe: unclear2000 ? ['queue'] : [] };
  if (asOf - since < context.thresholdMs || place === null)
    return verdict(facts, state, {
      ageSeconds,
      stall: null,
      confidence: 'not-judged',
      reason: openReason({ facts, leg, unclear2000, judged: false }),
    });
  const gap = coverage === undefined ? null : gapAfter(coverage, leg.hop.lastAt);
  return verdict(facts, state, {
    ageSeconds,
    stall: { place, stage, server, since, ageSeconds, nextHop },
    confidence: unclear2000 || gap !== null ? 'probable' : 'certain',
    reason:
      openReason({ facts, leg, unclear2000, judged: true }) +
      (gap === null ? '' : ` ${gapReason(server, gap)}`),
  });
}

function leftVerdict(facts: Facts, leg: Leg, context: JudgingContext): Verdict {
  const { server, nextHop } = facts;
  const since = leg.state.mark.at;
  const transit = judgeTransit(leg, context);
  const reason = handedOverReason(transit, leg);
  if (transit.kind === 'transferred')
    return verdict(facts, 'transferred', {
      ageSeconds: null,
      stall: null,
      confidence: transit.confidence,
      reason,
    });
  if (transit.kind === 'waiting') {
    const asOf = transit.asOf;
    return verdict({ ...facts, since, asOf, stage: 'transferred' }, 'waiting', {
      ageSeconds: ageOf(since, asOf),
      stall: null,
      confidence: 'not-judged',
      reason,
    });
  }
  const ageSeconds = ageOf(since, facts.asOf);
  return verdict({ ...facts, since, stage: 'transferred' }, transit.kind, {
    ageSeconds,
    stall: { place: 'transit', stage: 'transferred', server, since, ageSeconds, nextHop },
    confidence: transit.confidence,
    reason,
  });
}

function endedVerdict(facts: Facts, leg: Leg): Verdict {
  const { stage, server, since, nextHop, asOf } = facts;
  const { state, place } = STAGE_TABLE[stage];
  const ageSeconds = place === null ? null : ageOf(since, asOf);
  return verdict(facts, state, {
    ageSeconds,
    stall:
      place === null || ageSeconds === null
        ? null
        : { place, stage, server, since, ageSeconds, nextHop },
    confidence: 'certain',
    reason: stageReason(leg),
  });
}
