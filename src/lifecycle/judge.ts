import { STAGE_TABLE } from '../catalogue/stages.ts';
import type { Confidence, Place, Stage, State } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import { gapAfter } from './gap-after.ts';
import { isOpen } from './hop-state.ts';
import { findExpansion } from './lists.ts';
import type { Expansion } from './lists.ts';
import type { Members } from './members.ts';
import { isEarly, legsOf } from './person.ts';
import type { Mark } from './order.ts';
import type { DecidingLeg, Person } from './person.ts';
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
  members: Members,
  context: JudgingContext,
  isList = false,
): Verdict {
  const legs = legsOf(person, context.slots);
  if (legs.length === 0) return judgeNotes(person, context);
  const leg = decidingLeg(legs, context);
  const facts = factsOf(person, leg, lastLineOf(person), context);
  const expansion = findExpansion(person, leg, members, context.resolve);
  if (expansion !== null) return expandedVerdict(facts, expansion, context);
  if (isList && isEarly(leg.state)) {
    const here = { server: leg.server, at: leg.state.mark.at, seenOn: leg.server };
    return expandedVerdict(facts, here, context);
  }
  return legVerdict(facts, leg, context);
}

/** Judges a recipient who is no list by the leg that decides, which has the last line of all. */
export function judgeLeg(person: Named, leg: DecidingLeg, context: JudgingContext): Verdict {
  return legVerdict(factsOf(person, leg, leg.hop.lastAt, context), leg, context);
}

function legVerdict(facts: Facts, leg: DecidingLeg, context: JudgingContext): Verdict {
  if (isOpen(leg.state)) return openVerdict(facts, leg, context);
  if (leg.state.kind === 'left') return leftVerdict(facts, leg, context);
  return endedVerdict(facts, leg);
}

/**
 * Judges a list whose members went on before `nameless` lines spoke of all who were still open; null where it is none.
 */
export function judgeList(
  person: Person,
  members: Members,
  context: JudgingContext,
  nameless: Person,
): Verdict | null {
  const legs = legsOf(person, context.slots);
  if (legs.length === 0) return null;
  const leg = decidingLeg(legs, context);
  const expansion = findExpansion(person, leg, members, context.resolve);
  const endAt = nameless.hops.get(leg.server)?.end?.at ?? Number.POSITIVE_INFINITY;
  return expansion === null || expansion.at > endAt
    ? null
    : expandedVerdict(factsOf(person, leg, lastLineOf(person), context), expansion, context);
}

type Facts = Omit<Verdict, 'state' | 'stall' | 'confidence' | 'reason' | 'ageSeconds'> & {
  readonly stage: Stage;
  readonly joined: boolean;
};

/** A recipient without the hops. */
type Named = Omit<Person, 'hops'>;

function factsOf(
  person: Named,
  leg: DecidingLeg,
  lastEventAt: number,
  context: JudgingContext,
): Facts {
  return {
    recipient: person.recipient,
    stage: leg.state.stage,
    server: leg.server,
    since: leg.state.arrivedAt,
    lastEventAt,
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

function lastLineOf({ hops }: Person): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { lastAt } of hops.values()) last = Math.max(last, lastAt);
  return last;
}

function logEnd(server: string, otherwise: number, context: JudgingContext): number {
  return Math.max(otherwise, context.coverage.get(server)?.to ?? otherwise);
}

function ageOf(since: number, asOf: number): number {
  return Math.max(0, Math.floor((asOf - since) / 1000));
}

/** Judges a recipient of whom only notes were seen. */
export function judgeNotes(person: Person, context: JudgingContext): Verdict {
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

interface Judged {
  readonly ageSeconds: number | null;
  readonly stall: Stall | null;
  readonly confidence: Confidence;
  readonly reason: () => string;
}

/** Every recipient of every message gets one, so its sentence is made when somebody reads it. */
class FoundVerdict implements Verdict {
  readonly recipient: string | null;
  readonly state: State;
  readonly stage: Stage | null;
  readonly server: string;
  readonly since: number;
  readonly lastEventAt: number;
  readonly ageSeconds: number | null;
  readonly attempts: number;
  readonly nextHop: string | null;
  readonly mayAlsoBe: readonly Place[];
  readonly stall: Stall | null;
  readonly confidence: Confidence;
  readonly proof: Mark | null;
  readonly asOf: number;
  readonly forms: readonly string[];
  readonly expandedAt: number | null;
  readonly #reason: () => string;

  constructor(facts: Facts, state: State, judged: Judged) {
    const isGuess = facts.joined && judged.confidence === 'certain';
    this.recipient = facts.recipient;
    this.state = state;
    this.stage = facts.stage;
    this.server = facts.server;
    this.since = facts.since;
    this.lastEventAt = facts.lastEventAt;
    this.ageSeconds = judged.ageSeconds;
    this.attempts = facts.attempts;
    this.nextHop = facts.nextHop;
    this.mayAlsoBe = facts.mayAlsoBe;
    this.stall = judged.stall;
    this.confidence = isGuess ? 'probable' : judged.confidence;
    this.proof = facts.proof;
    this.asOf = facts.asOf;
    this.forms = facts.forms;
    this.expandedAt = facts.expandedAt;
    this.#reason = judged.reason;
  }

  get reason(): string {
    return this.#reason();
  }
}

function verdict(facts: Facts, state: State, judged: Judged): Verdict {
  return new FoundVerdict(facts, state, judged);
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
    reason: () => expandedReason(seenOn, at),
  });
}

function openVerdict(known: Facts, leg: DecidingLeg, context: JudgingContext): Verdict {
  const { stage, server, since, asOf, nextHop } = known;
  const { place } = STAGE_TABLE[stage];
  const state = leg.state.kind === 'retrying' ? 'retrying' : STAGE_TABLE[stage].state;
  const ageSeconds = ageOf(since, asOf);
  const coverage = context.coverage.get(server);
  const unclear2000 = (coverage?.exchange2000 ?? false) && stage === 'categorizer';
  const mayAlsoBe = otherPlaces(leg, unclear2000);
  const facts: Facts = mayAlsoBe.length === 0 ? known : { ...known, mayAlsoBe };
  if (asOf - since < context.thresholdMs || place === null)
    return verdict(facts, state, {
      ageSeconds,
      stall: null,
      confidence: 'not-judged',
      reason: () => openReason({ facts, leg, unclear2000, judged: false }),
    });
  const gap = coverage === undefined ? null : gapAfter(coverage, leg.hop.lastAt);
  return verdict(facts, state, {
    ageSeconds,
    stall: { place, stage, server, since, ageSeconds, nextHop },
    confidence: mayAlsoBe.length > 0 || gap !== null ? 'probable' : 'certain',
    reason: () =>
      openReason({ facts, leg, unclear2000, judged: true }) +
      (gap === null ? '' : ` ${gapReason(server, gap)}`),
  });
}

function otherPlaces({ state }: DecidingLeg, unclear2000: boolean): readonly Place[] {
  if (unclear2000) return ['queue'];
  return eventEffect(state.mark.code).inferred ? ['categorizer'] : [];
}

function leftVerdict(facts: Facts, leg: DecidingLeg, context: JudgingContext): Verdict {
  const { server, nextHop } = facts;
  const since = leg.state.mark.at;
  const transit = judgeTransit(leg, context);
  const reason = (): string => handedOverReason(transit, leg);
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

function endedVerdict(facts: Facts, leg: DecidingLeg): Verdict {
  if (eventEffect(leg.state.mark.code).becomes === 'members') return listVerdict(facts, leg);
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
    reason: () => stageReason(leg),
  });
}

/** The log itself says that the members take the place of the list. */
function listVerdict(facts: Facts, leg: DecidingLeg): Verdict {
  return verdict({ ...facts, stage: 'categorizer', expandedAt: leg.state.mark.at }, 'expanded', {
    ageSeconds: null,
    stall: null,
    confidence: 'certain',
    reason: () => stageReason(leg),
  });
}
