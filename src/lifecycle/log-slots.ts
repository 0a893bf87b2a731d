import { msgtrkSpan } from '../model/msgtrk-slot.ts';
import type { MsgtrkSlot } from '../model/msgtrk-slot.ts';
import type { Span } from './gap.ts';

/** One file of a modern log that was read; its first and last event are milliseconds UTC, null where no line of it is left. */
export interface LogFile extends MsgtrkSlot {
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly events: number;
  /** All its lines were removed on purpose: it is not missing, and tells of nothing. */
  readonly isGone: boolean;
}

/** An hour or a day of one log. */
export interface Slot extends Span {
  readonly isHour: boolean;
  /** In order of their counters. */
  readonly files: readonly LogFile[];
  /** Of all its files. */
  readonly lines: Lines;
}

/** Without any, `firstAt` is later than `lastAt`. */
interface Lines {
  firstAt: number;
  lastAt: number;
  events: number;
  isGone: boolean;
}

/** In order of time. There may be tens of thousands of files. */
export function slotsOf(files: readonly LogFile[]): Slot[] {
  const slots: (Slot & { readonly files: LogFile[] })[] = [];
  let last: LogFile | undefined;
  for (const file of files.toSorted(bySlot)) {
    if (last === undefined || keyOf(last) !== keyOf(file))
      slots.push({ ...msgtrkSpan(file), isHour: file.hour !== null, files: [], lines: noLines() });
    last = file;
    const slot = slots.at(-1);
    if (slot === undefined) continue;
    slot.files.push(file);
    addFile(slot.lines, file);
  }
  return slots;
}

function bySlot(a: LogFile, b: LogFile): number {
  return (
    keyOf(a) - keyOf(b) ||
    a.counter - b.counter ||
    (a.firstAt ?? 0) - (b.firstAt ?? 0) ||
    (a.lastAt ?? 0) - (b.lastAt ?? 0)
  );
}

/** Hours since 1970; an hour comes before a day that begins with it. */
function keyOf({ day, hour }: LogFile): number {
  return hour === null ? day * 48 + 1 : (day * 24 + hour) * 2;
}

function noLines(): Lines {
  return {
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
    events: 0,
    isGone: true,
  };
}

function addFile(lines: Lines, { firstAt, lastAt, events, isGone }: LogFile): void {
  if (firstAt !== null && firstAt < lines.firstAt) lines.firstAt = firstAt;
  if (lastAt !== null && lastAt > lines.lastAt) lines.lastAt = lastAt;
  lines.events += events;
  lines.isGone &&= isGone;
}

/** By slot, the first line of it or of one after it. */
export function nextLines(slots: readonly Slot[]): number[] {
  const next: number[] = [];
  let at = Number.POSITIVE_INFINITY;
  for (let i = slots.length - 1; i >= 0; i--) {
    const slot = slots[i];
    if (slot !== undefined) at = Math.min(at, slot.lines.firstAt);
    next[i] = at;
  }
  return next;
}
