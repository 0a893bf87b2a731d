import { eventEffect } from './effect.ts';
import { hopState, isOpen } from './hop-state.ts';
import { growingHop } from './hop.ts';
import type { Hop } from './hop.ts';
import { compareMarks } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';
import type { Standing } from './standing.ts';
import { isOpenState } from '../model/stage.ts';
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

/** One line about a message on one server. */
export interface LifeEvent {
  readonly mark: Mark;
  readonly recipient: string | null;
}

/** A time in which a recipient was open in one stage. */
export interface OpenPiece extends StallPart {
  readonly since: number;
}

/**
 * When a recipient was stalled within `span`, server by server. `judged` is as of the span's end; `events` gives the message's lines on a
 * server up to there in total order, and is only called where the hops alone do not tell.
 */
export function stallsOf(
  judged: JudgedPerson,
  span: Span,
  context: JudgingContext,
  events: (server: string) => readonly LifeEvent[],
): StallInterval[] {
  const found: StallInterval[] = [];
  for (const [server, hop] of judged.person.hops) {
    const pieces =
      piecesOfHop(hop, span, context) ??
      piecesOfMarks(marksOf(judged, hop, events(server), context.slots), context.slots);
    found.push(...stallsOfPieces(server, untilTheyLeft(pieces, server, judged), span, context));
  }
  return found.toSorted((a, b) => a.from - b.from || (a.server < b.server ? -1 : 1));
}

/** The servers whose lines `stallsOf` asks for. */
export function serversAsked(
  { person }: JudgedPerson,
  span: Span,
  context: JudgingContext,
): string[] {
  return [...person.hops].flatMap(([server, hop]) =>
    piecesOfHop(hop, span, context) === null ? [server] : [],
  );
}

/** All times in which a recipient was open on a server. */
export function piecesOn(
  judged: JudgedPerson,
  server: string,
  hop: Hop,
  events: readonly LifeEvent[],
  slots: SlotOrder,
): OpenPiece[] {
  const pieces = piecesOfMarks(marksOf(judged, hop, events, slots), slots);
  return untilTheyLeft(pieces, server, judged);
}

export function stallsOfPieces(
  server: string,
  pieces: readonly OpenPiece[],
  span: Span,
  context: JudgingContext,
): StallInterval[] {
  const logEnd = context.coverage.get(server)?.to ?? Number.POSITIVE_INFINITY;
  return intervalsOf(server, pieces, Math.min(logEnd, span.to - 1), context).filter(
    ({ to }) => to === null || to >= span.from,
  );
}

/**
 * The same of a recipient of whom all that counts is told by the standing: what it waited for elsewhere is over since before, or was short. Null
 * where it is not stalled at the span's end.
 */
export function stallOfStanding(
  { code, server, since, at: from }: Standing,
  span: Span,
  context: JudgingContext,
): StallInterval | null {
  const { stage, kind } = eventEffect(code ?? 0);
  if (code === null || stage === null || (kind !== 'waiting' && kind !== 'retrying')) return null;
  return stallsOfPieces(server, [{ stage, since, from, to: null }], span, context)[0] ?? null;
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

/** Lines of one person on one server, of which `events` are all; what only a line without recipient told is among them. */
function marksOf(
  { person }: JudgedPerson,
  hop: Hop,
  events: readonly LifeEvent[],
  slots: SlotOrder,
): Mark[] {
  const named = events.filter(
    ({ recipient, mark }) =>
      recipient !== null && person.forms.includes(recipient) && !isRenaming(mark, person),
  );
  const lines = named.length > 0 ? named : events.filter(({ recipient }) => recipient === null);
  const marks = lines.map(({ mark }) => mark);
  const { end } = hop;
  if (end === null || marks.some((mark) => compareMarks(mark, end, slots) === 0)) return marks;
  return [...marks, end].toSorted((a, b) => compareMarks(a, b, slots));
}

/** Another form of an address takes its place, in the same line. */
function isRenaming({ code }: Mark, { forms }: JudgedPerson['person']): boolean {
  return forms.length > 1 && eventEffect(code).becomes === 'other-form';
}

/** `marks` in total order. */
function piecesOfMarks(marks: readonly Mark[], slots: SlotOrder): OpenPiece[] {
  const pieces: OpenPiece[] = [];
  const grow = growingHop();
  let open: OpenPiece | null = null;
  for (const mark of marks) {
    const state = hopState(grow(mark), slots);
    const next: OpenPiece | null =
      state !== null && isOpen(state)
        ? { stage: state.stage, since: state.arrivedAt, from: mark.at, to: null }
        : null;
    if (open !== null && next?.stage === open.stage && next.since === open.since) continue;
    if (open !== null) {
      const { stage, since, from } = open;
      pieces.push({ stage, since, from, to: mark.at });
    }
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
  judged: JudgedPerson,
): OpenPiece[] {
  const last = pieces.at(-1);
  const at = last === undefined || last.to !== null ? null : leftAt(judged, server, last);
  if (at === null) return [...pieces];
  return pieces.flatMap((piece) => {
    if (piece.from >= at) return [];
    return [piece.to === null || piece.to > at ? { ...piece, to: at } : piece];
  });
}

/** When who has no end on a server was gone from there all the same; null: the recipient is still there. */
export function leftAt(
  { person, verdict }: JudgedPerson,
  server: string,
  last: Pick<OpenPiece, 'since' | 'from'>,
): number | null {
  if (isHeldHere(verdict, server)) return null;
  return verdict.expandedAt !== null && verdict.server === server
    ? verdict.expandedAt
    : firstElsewhere(person.hops, server, last);
}

function isHeldHere({ state, server }: Verdict, here: string): boolean {
  return server === here && isOpenState(state);
}

function firstElsewhere(
  hops: ReadonlyMap<string, Hop>,
  here: string,
  { since, from }: Pick<OpenPiece, 'since' | 'from'>,
): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [server, { firstAt, arrival }] of hops)
    // Who was there in an earlier life has begun another with its last arrival.
    for (const at of [firstAt, arrival?.at ?? firstAt])
      if (server !== here && at >= since) first = Math.min(first, at);
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
      const { parts, from: began } = before;
      addPart(parts, { stage, from, to });
      intervals[intervals.length - 1] = { server, since, from: began, to, parts };
    } else intervals.push({ server, since, from, to, parts: [{ stage, from, to }] });
  }
  return intervals;
}
