import { hopState, isOpen } from './hop-state.ts';
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

/** Of all recipients as they stand at the end of the logs. What took less than `leastMs` does not count; `events` gives the message's lines on a server in total order. */
export function messageStalls(
  judged: readonly JudgedPerson[],
  context: JudgingContext,
  leastMs: number,
  events: (server: string) => readonly LifeEvent[],
): MessageStalls {
  const { slots } = context;
  const found = new FoundStalls(leastMs);
  for (const [person, one] of judged.entries())
    for (const [server, hop] of one.person.hops) {
      if (isShort(one, hop, leastMs)) continue;
      const state = hopState(hop, slots);
      if (state === null) continue;
      const { arrivedAt, mark } = state;
      if (!isOpen(state)) {
        found.addEnded(hop.firstAt, hop.end?.at ?? mark.at);
        continue;
      }
      const left = leftAt(one, server, { since: arrivedAt, from: mark.at });
      // Lives before the last one there, and of that one what was before the event that a standing has: what is since then it tells itself.
      const until = Math.max(mark.at, left ?? mark.at);
      found.add(hop.firstAt, arrivedAt);
      found.add(arrivedAt, until);
      if (Math.max(arrivedAt - hop.firstAt, until - arrivedAt) < KEPT_STALL_MS) continue;
      const { recipient } = one.person;
      const pieces = piecesOn(one, server, hop, events(server), slots);
      const isHere = left === null;
      found.kept.push({ recipient, server, at: mark.at, pieces, person, isHere });
    }
  return found;
}

/** Most are: nothing else about them is to be looked at. Who went on elsewhere may have done so unsaid, after the last line here. */
function isShort({ person, verdict }: JudgedPerson, hop: Hop, leastMs: number): boolean {
  return (
    hop.lastAt - hop.firstAt < leastMs && person.hops.size === 1 && verdict.expandedAt === null
  );
}

class FoundStalls implements MessageStalls {
  otherMs = 0;
  otherUntil: number | null = null;
  endedUntil: number | null = null;
  readonly kept: OwnStall[] = [];
  readonly #leastMs: number;

  constructor(leastMs: number) {
    this.#leastMs = leastMs;
  }

  add(from: number, to: number): void {
    const ms = to - from;
    this.otherMs = Math.max(this.otherMs, ms);
    if (ms >= this.#leastMs) this.otherUntil = Math.max(this.otherUntil ?? to, to);
  }

  addEnded(from: number, to: number): void {
    this.add(from, to);
    if (to - from >= KEPT_STALL_MS) this.endedUntil = Math.max(this.endedUntil ?? to, to);
  }
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
