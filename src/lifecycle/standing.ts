import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { judgeLeg, judgeNotes } from './judge.ts';
import type { SlotOrder } from './order.ts';
import type { DecidingLeg } from './person.ts';
import type { Roads } from './route.ts';
import { judgeTransit } from './transit.ts';
import type { JudgedPerson, JudgingContext, Verdict } from './verdict.ts';

/** To be raised with each change to what the tables of the queue hold of the same hops: they are then made anew. */
export const STANDING_VERSION = 5;

/**
 * Where a recipient stands who may be open, lost or unlogged, as far as hops and the ways between servers tell: all of a verdict but what
 * the coverage and the threshold say. Times are milliseconds UTC.
 */
export interface Standing {
  readonly recipient: string | null;
  readonly server: string;
  /** The event that it rests on; null when only notes were seen. */
  readonly code: number | null;
  /** When that was logged. */
  readonly at: number;
  /** The last arrival on that server; of what left, when it left. */
  readonly since: number;
  /** The last line about this recipient on that server. */
  readonly lastAt: number;
  readonly nextHop: string | null;
  /** Forms were joined by their number alone. */
  readonly joined: boolean;
}

/** What a verdict tells of a recipient that is open, lost or unlogged, without its reason. */
export type StandingVerdict = Pick<
  Verdict,
  | 'recipient'
  | 'state'
  | 'stage'
  | 'server'
  | 'since'
  | 'ageSeconds'
  | 'nextHop'
  | 'stall'
  | 'confidence'
  | 'asOf'
>;

/** In what standings are judged: without a log nothing ends with it, nothing is too young, and nothing is lost. */
export function standingContext(roads: Roads & { readonly slots: SlotOrder }): JudgingContext {
  return { ...roads, coverage: new Map(), thresholdMs: 0 };
}

/** Of one who was judged in a `standingContext`; null for who is gone whatever the coverage and the threshold may be. */
export function standingOf({ person, verdict }: JudgedPerson): Standing | null {
  const { recipient, state, server, proof, since, asOf, nextHop } = verdict;
  if (state !== 'waiting' && state !== 'retrying' && state !== 'unlogged') return null;
  const { joined } = person;
  const code = proof?.code ?? null;
  const at = proof?.at ?? since;
  return { recipient, server, code, at, since, lastAt: asOf, nextHop, joined };
}

/** What `judgeMessage` finds for it. */
export function judgeStanding(standing: Standing, context: JudgingContext): StandingVerdict {
  const { recipient, server, joined } = standing;
  const named = { recipient, forms: NO_FORMS, joined };
  const leg = legOf(standing);
  return leg === null
    ? judgeNotes({ ...named, hops: new Map([[server, hopOf(standing)]]) }, context)
    : judgeLeg(named, leg, context);
}

/** Most of whom `judgeGone` finds gone: only where a log ends too soon after they left, they wait. */
export function hasLeft({ code }: Pick<Standing, 'code'>): boolean {
  return code !== null && eventEffect(code).kind === 'left';
}

/**
 * The state that `judgeStanding` finds, where it is one of these: most that left a server are, where the log of the next one is not
 * loaded. It tells no more, for a fraction of the work. Such a hand-over is as old as the event that it rests on.
 */
export function judgeGone(standing: Standing, context: JudgingContext): 'lost' | 'unlogged' | null {
  const leg = legOf(standing);
  if (leg?.state.kind !== 'left') return null;
  const { kind } = judgeTransit(leg, context);
  return kind === 'lost' || kind === 'unlogged' ? kind : null;
}

const NO_FORMS: readonly string[] = [];

/** As much of the leg that decides as is judged. */
function legOf({ server, code, at, since, lastAt, nextHop }: Standing): DecidingLeg | null {
  if (code === null) return null;
  const { kind, stage, handsOver: handedOver } = eventEffect(code);
  if (kind === null || stage === null) return null;
  const mark = { at, slot: 0, line: 0, code };
  return {
    server,
    hop: { lastAt, attempts: 0 },
    state: { kind, stage, mark, arrivedAt: since, nextHop, handedOver },
  };
}

function hopOf({ since, lastAt }: Standing): Hop {
  return {
    firstAt: since,
    lastAt,
    first: null,
    move: null,
    arrival: null,
    opener: null,
    end: null,
    nextHop: null,
    client: null,
    stages: 0,
    attempts: 0,
    retries: 0,
    events: 0,
  };
}
