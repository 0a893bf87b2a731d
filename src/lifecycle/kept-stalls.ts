import { hopState, isOpen } from './hop-state.ts';
import type { HopState } from './hop-state.ts';
import type { Hop } from './hop.ts';
import { leftAt, piecesOn, stallsOfPieces } from './stalls.ts';
import type { LifeEvent, OpenPiece, Span, StallInterval } from './stalls.ts';
import type { JudgedPerson, JudgingContext } from './verdict.ts';

/** A question with a lower threshold reads the lines of messages itself. */
export const KEPT_STALL_MS = 15 * 60_000;

/** Where one recipient was open on one server for longer than its standing tells. Times are milliseconds UTC. */
export interface KeptStall {
  readonly recipient: string | null;
  readonly server: string;
  /** The event that the last piece rests on. */
  readonly at: number;
  /** In order of time; of a recipient who is still there the last one has no end. */
  readonly pieces: readonly OpenPiece[];
}

/** How long recipients of a message were anywhere, but for what their standings tell. */
export interface MessageStalls {
  /** The longest such time of anybody, in milliseconds. */
  readonly otherMs: number;
  /** When the last one that counts was over, milliseconds UTC; null: none counts. */
  readonly otherUntil: number | null;
  /** The same of those of at least `KEPT_STALL_MS` that an event ended. */
  readonly endedUntil: number | null;
  /** Those of at least `KEPT_STALL_MS` that no event ended. */
  readonly kept: readonly OwnStall[];
}

interface OwnStall extends KeptStall {
  /** Whose it is, by the place among those judged. */
  readonly person: number;
  /** The standing is of that server. */
  readonly isHere: boolean;
}

interface OtherTimes {
  readonly ms: number;
  readonly until: number | null;
}

/** Of all recipients as they stand at the end of the logs. What took less than `leastMs` does not count; `events` gives the message's lines on a server in total order. */
export function messageStalls(
  judged: readonly JudgedPerson[],
  context: JudgingContext,
  leastMs: number,
  events: (server: string) => readonly LifeEvent[],
): MessageStalls {
  const { slots } = context;
  const all: OtherTimes[] = [];
  const ended: OtherTimes[] = [];
  const kept: OwnStall[] = [];
  for (const [person, one] of judged.entries())
    for (const [server, hop] of one.person.hops) {
      const state = hopState(hop, slots);
      if (state === null) continue;
      const at = state.mark.at;
      const isStillOpen = isOpen(state);
      const left = isStillOpen ? leftAt(one, server, { since: state.arrivedAt, from: at }) : null;
      const times = otherTimes(hop, state, left, leastMs);
      all.push(times);
      if (times.ms < KEPT_STALL_MS) continue;
      if (!isStillOpen) ended.push(times);
      else {
        const pieces = piecesOn(one, server, hop, events(server), slots);
        const { recipient } = one.person;
        kept.push({ recipient, server, at, pieces, person, isHere: left === null });
      }
    }
  return {
    otherMs: all.reduce((longest, { ms }) => Math.max(longest, ms), 0),
    otherUntil: lastOf(all),
    endedUntil: lastOf(ended),
    kept,
  };
}

/** Lives before the last one there, and of the last one what was before the event that a standing has: what is since then it tells itself. */
function otherTimes(
  { firstAt, end }: Hop,
  state: HopState,
  left: number | null,
  leastMs: number,
): OtherTimes {
  const { arrivedAt, mark } = state;
  if (!isOpen(state)) return timesOf([[firstAt, end?.at ?? mark.at]], leastMs);
  const until = Math.max(mark.at, left ?? mark.at);
  return timesOf(
    [
      [firstAt, arrivedAt],
      [arrivedAt, until],
    ],
    leastMs,
  );
}

function timesOf(
  spans: readonly (readonly [from: number, to: number])[],
  leastMs: number,
): OtherTimes {
  let longest = 0;
  let until: number | null = null;
  for (const [from, to] of spans) {
    longest = Math.max(longest, to - from);
    if (to - from >= leastMs) until = Math.max(until ?? to, to);
  }
  return { ms: longest, until };
}

function lastOf(times: readonly OtherTimes[]): number | null {
  return times.reduce<number | null>(
    (last, { until }) => (until === null ? last : Math.max(last ?? until, until)),
    null,
  );
}

/** When that recipient was stalled there within `span`, at whose end all lines of the message are known; the threshold is at least `KEPT_STALL_MS`. */
export function stallsOfKept(
  { server, at, pieces }: KeptStall,
  span: Span,
  context: JudgingContext,
): StallInterval[] {
  // As stalls are told of a hop that no line moved since the span began.
  const told = at < span.from ? pieces.slice(-1) : pieces;
  return stallsOfPieces(server, told, span, context);
}
