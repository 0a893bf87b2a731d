import { eventEffect } from './effect.ts';
import { earlier, later } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';

/** A mark that names a host: the partner of a hand-over, or the client of an arrival. */
export interface HostMark<H = string> extends Mark {
  readonly host: H;
}

/**
 * The life of one (message, recipient, server), folded. Every field is a commutative and associative
 * aggregate of the events (min, max, or, sum, arg-max by total order), so hops are the same for any order and
 * partition of the lines. Hosts are names, or where the fold is stored their numbers.
 */
export interface Hop<H = string> {
  readonly firstAt: number;
  /** Any event, notes included. */
  readonly lastAt: number;
  /** First and last event that moves the state; null when only notes were seen. */
  readonly first: Mark | null;
  readonly move: Mark | null;
  /** Last event of the stages `submission` and `accepted`. */
  readonly arrival: Mark | null;
  /** Last arrival that opens the recipient again after an end. */
  readonly opener: Mark | null;
  /** Last event that ends the life here, or by which it left. */
  readonly end: Mark | null;
  /** Last next hop that a queue or transfer event named. */
  readonly nextHop: HostMark<H> | null;
  /** The host that the last arrival came from. */
  readonly client: HostMark<H> | null;
  /** Bit n is set when stage n of STAGES was seen. */
  readonly stages: number;
  /** Events of the stage `transfer` (1020): each try at a transfer writes a new one. */
  readonly attempts: number;
  readonly retries: number;
  readonly events: number;
}

/** What the fold needs of an event. */
export interface HopEvent {
  readonly mark: Mark;
  readonly partner: string | null;
  readonly clientHost: string | null;
}

/** Column 5 names a kind of service there, not a host (KB 246965). */
const SERVICE_WORDS = new Set(['smtp', 'x400', 'mapi', 'imap4', 'pop3', 'store', '-']);

/** The hop of a single event. */
export function hopOf({ mark, partner, clientHost }: HopEvent): Hop {
  const effect = eventEffect(mark.code);
  const when = (applies: boolean): Mark | null => (applies ? mark : null);
  return {
    firstAt: mark.at,
    lastAt: mark.at,
    first: when(effect.moves),
    move: when(effect.moves),
    arrival: when(effect.arrives),
    opener: when(effect.opens),
    end: when(effect.ends),
    nextHop: effect.namesNextHop ? nextHopMark(mark, partner) : null,
    client: effect.arrives && clientHost !== null ? { ...mark, host: clientHost } : null,
    stages: effect.stageBit,
    attempts: effect.attempt ? 1 : 0,
    retries: effect.retry ? 1 : 0,
    events: 1,
  };
}

function nextHopMark(mark: Mark, partner: string | null): HostMark | null {
  return partner === null || !namesHost(partner) ? null : { ...mark, host: partner };
}

/** Whether what a line gives as its partner is a host. */
export function namesHost(partner: string): boolean {
  return !SERVICE_WORDS.has(partner.toLowerCase());
}

/** Joins two hops over disjoint sets of events. */
export function mergeHops<H>(a: Hop<H>, b: Hop<H>, slots: SlotOrder): Hop<H> {
  return {
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    first: earlier(a.first, b.first, slots),
    move: later(a.move, b.move, slots),
    arrival: later(a.arrival, b.arrival, slots),
    opener: later(a.opener, b.opener, slots),
    end: later(a.end, b.end, slots),
    nextHop: later(a.nextHop, b.nextHop, slots),
    client: later(a.client, b.client, slots),
    stages: a.stages | b.stages,
    attempts: a.attempts + b.attempts,
    retries: a.retries + b.retries,
    events: a.events + b.events,
  };
}

/**
 * Folds marks that come in total order, one by one. Gives the hop so far, each time the same object. Which hosts it came from and goes to
 * is not told by marks, and not counted is what says nothing of whether it is open.
 */
export function growingHop(): (mark: Mark) => Hop {
  let hop: { -readonly [Field in keyof Hop]: Hop[Field] } | null = null;
  return (mark) => {
    const { moves, arrives, opens, ends, stageBit } = eventEffect(mark.code);
    hop ??= { ...hopOf({ mark, partner: null, clientHost: null }) };
    hop.lastAt = mark.at;
    if (moves) {
      hop.first ??= mark;
      hop.move = mark;
    }
    if (arrives) hop.arrival = mark;
    if (opens) hop.opener = mark;
    if (ends) hop.end = mark;
    hop.stages |= stageBit;
    return hop;
  };
}

/** Folds events, in any order, into one hop; null for none. */
export function foldHop(events: Iterable<HopEvent>, slots: SlotOrder): Hop | null {
  let hop: Hop | null = null;
  for (const event of events) {
    const one = hopOf(event);
    hop = hop === null ? one : mergeHops(hop, one, slots);
  }
  return hop;
}
