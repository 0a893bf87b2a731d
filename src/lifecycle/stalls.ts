import { hopState, isOpen } from './hop-state.ts';
import { hopOf, mergeHops } from './hop.ts';
import type { Hop, HopEvent } from './hop.ts';
import { compareMarks } from './order.ts';
import type { SlotOrder } from './order.ts';
import type { Stage } from '../model/stage.ts';
import type { JudgedPerson, JudgingContext, Verdict } from './verdict.ts';

/** Half-open `[from, to)`, milliseconds UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A part of a stall in one stage; `to` null: still there. */
interface StallPart {
  readonly stage: Stage;
  readonly from: number;
  readonly to: number | null;
}

/**
 * One recipient stalled on one server, from the arrival plus the threshold until it ended, left, or the span's end
 * (`to` null). Its parts follow each other without a hole.
 */
export interface StallInterval {
  readonly server: string;
  /** When it had arrived. */
  readonly since: number;
  readonly from: number;
  readonly to: number | null;
  readonly parts: readonly StallPart[];
}

/** One line about a message, as far as the fold needs it. */
export interface LifeEvent extends HopEvent {
  readonly recipient: string | null;
  readonly server: string;
}

/** A time in which a recipient was open in one stage. */
interface OpenPiece extends StallPart {
  readonly since: number;
}

/**
 * When a recipient was stalled within `span`, server by server. `judged` is as of the span's end; `events` gives the message's lines up to
 * there in total order, and is only called where the hops alone do not tell.
 */
export function stallsOf(
  judged: JudgedPerson,
  span: Span,
  context: JudgingContext,
  events: () => readonly LifeEvent[],
): StallInterval[] {
  const found: StallInterval[] = [];
  for (const [server, hop] of judged.person.hops) {
    const pieces =
      piecesOfHop(hop, span, context) ??
      piecesOfEvents(eventsOf(judged, server, hop, events(), context.slots), context.slots);
    const logEnd = context.coverage.get(server)?.to ?? Number.POSITIVE_INFINITY;
    const open = untilTheyLeft(pieces, server, judged);
    for (const interval of intervalsOf(server, open, Math.min(logEnd, span.to - 1), context))
      if (interval.to === null || interval.to >= span.from) found.push(interval);
  }
  return found.toSorted((a, b) => a.from - b.from || (a.server < b.server ? -1 : 1));
}

/** What the hop alone tells of the span; null where its events are needed. */
function piecesOfHop(
  hop: Hop,
  span: Span,
  { slots, thresholdMs }: JudgingContext,
): OpenPiece[] | null {
  const state = hopState(hop, slots);
  if (state === null) return [];
  if (!isOpen(state)) {
    const endAt = hop.end?.at ?? state.mark.at;
    return endAt < span.from || endAt - hop.firstAt < thresholdMs ? [] : null;
  }
  const { mark, stage, arrivedAt: since } = state;
  const last = { stage, since, from: mark.at, to: null };
  if (mark.at < span.from) return [last];
  const stalledBefore = since + thresholdMs < mark.at;
  const stalledInLifeBefore = since >= span.from && since - hop.firstAt >= thresholdMs;
  return stalledBefore || stalledInLifeBefore ? null : [last];
}

/** Lines of one person on one server; what only a line without recipient told is among them. */
function eventsOf(
  { person }: JudgedPerson,
  server: string,
  hop: Hop,
  events: readonly LifeEvent[],
  slots: SlotOrder,
): HopEvent[] {
  const here = events.filter((event) => event.server === server);
  const named = here.filter(
    ({ recipient }) => recipient !== null && person.forms.includes(recipient),
  );
  const own: HopEvent[] =
    named.length > 0 ? named : here.filter((event) => event.recipient === null);
  const { end } = hop;
  if (end === null || own.some(({ mark }) => compareMarks(mark, end, slots) === 0)) return own;
  const told = { mark: end, partner: null, clientHost: null };
  return [...own, told].toSorted((a, b) => compareMarks(a.mark, b.mark, slots));
}

/** `events` in total order. */
function piecesOfEvents(events: readonly HopEvent[], slots: SlotOrder): OpenPiece[] {
  const pieces: OpenPiece[] = [];
  let hop: Hop | null = null;
  let open: OpenPiece | null = null;
  for (const event of events) {
    const one = hopOf(event);
    hop = hop === null ? one : mergeHops(hop, one, slots);
    const state = hopState(hop, slots);
    const next: OpenPiece | null =
      state !== null && isOpen(state)
        ? { stage: state.stage, since: state.arrivedAt, from: event.mark.at, to: null }
        : null;
    if (open !== null && next?.stage === open.stage && next.since === open.since) continue;
    if (open !== null) pieces.push({ ...open, to: event.mark.at });
    open = next;
  }
  if (open !== null) pieces.push(open);
  return pieces;
}

/**
 * A list waits until its first member appears. What stays open on a server though the verdict finds the recipient elsewhere
 * went there unsaid: until its first line there.
 */
function untilTheyLeft(
  pieces: readonly OpenPiece[],
  server: string,
  { person, verdict }: JudgedPerson,
): OpenPiece[] {
  const last = pieces.at(-1);
  if (last === undefined || last.to !== null || isHeldHere(verdict, server)) return [...pieces];
  const at =
    verdict.expandedAt !== null && verdict.server === server
      ? verdict.expandedAt
      : firstElsewhere(person.hops, server, last);
  return pieces.flatMap((piece) => {
    if (piece.from >= at) return [];
    return [piece.to === null || piece.to > at ? { ...piece, to: at } : piece];
  });
}

function isHeldHere({ state, server }: Verdict, here: string): boolean {
  return server === here && (state === 'waiting' || state === 'retrying');
}

function firstElsewhere(
  hops: ReadonlyMap<string, Hop>,
  here: string,
  { since, from }: OpenPiece,
): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [server, { firstAt }] of hops)
    if (server !== here && firstAt >= since) first = Math.min(first, firstAt);
  return Number.isFinite(first) ? Math.max(from, first) : from;
}

/** What left a stage and came back to it within the same moment never left. */
function addPart(parts: StallPart[], part: StallPart): void {
  const last = parts.at(-1);
  if (last?.stage === part.stage) parts[parts.length - 1] = { ...last, to: part.to };
  else parts.push(part);
}

/** `logEnd`: nothing that would begin later is known to have begun. */
function intervalsOf(
  server: string,
  pieces: readonly OpenPiece[],
  logEnd: number,
  { thresholdMs }: JudgingContext,
): StallInterval[] {
  const intervals: (StallInterval & { readonly parts: StallPart[] })[] = [];
  for (const { stage, since, from: openFrom, to } of pieces) {
    const from = Math.max(openFrom, since + thresholdMs);
    if (from > logEnd || (to !== null && from >= to)) continue;
    const before = intervals.at(-1);
    if (before?.to === from && before.since === since) {
      addPart(before.parts, { stage, from, to });
      intervals[intervals.length - 1] = { ...before, to };
    } else intervals.push({ server, since, from, to, parts: [{ stage, from, to }] });
  }
  return intervals;
}
