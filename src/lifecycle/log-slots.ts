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
  readonly files: Map<number, Lines>;
}

/** Of a file, or of all files of a slot; without lines `firstAt` is later than `lastAt`. */
interface Lines {
  firstAt: number;
  lastAt: number;
  events: number;
  isGone: boolean;
}

/** In order of time. */
export function slotsOf(files: readonly LogFile[]): Slot[] {
  const slots = new Map<string, Slot>();
  for (const file of files) {
    const span = msgtrkSpan(file);
    const key = `${span.from} ${span.to}`;
    const slot = slots.get(key) ?? { ...span, isHour: file.hour !== null, files: new Map() };
    slots.set(key, slot);
    const { firstAt, lastAt, events, isGone } = file;
    const known = slot.files.get(file.counter) ?? noLines(true);
    addLines(known, {
      firstAt: firstAt ?? Number.POSITIVE_INFINITY,
      lastAt: lastAt ?? Number.NEGATIVE_INFINITY,
      events,
      isGone,
    });
    slot.files.set(file.counter, known);
  }
  return [...slots.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

function noLines(isGone: boolean): Lines {
  return {
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
    events: 0,
    isGone,
  };
}

function addLines(lines: Lines, more: Lines): void {
  lines.firstAt = Math.min(lines.firstAt, more.firstAt);
  lines.lastAt = Math.max(lines.lastAt, more.lastAt);
  lines.events += more.events;
  lines.isGone &&= more.isGone;
}

/** Of all files of a slot. */
export function linesOf(slot: Slot): Lines {
  const lines = noLines(true);
  for (const file of slot.files.values()) addLines(lines, file);
  return lines;
}

/** By slot, the first line of it or of one after it. */
export function nextLines(slots: readonly Slot[]): number[] {
  const next: number[] = [];
  let at = Number.POSITIVE_INFINITY;
  for (let i = slots.length - 1; i >= 0; i--) {
    const slot = slots[i];
    if (slot !== undefined) at = Math.min(at, linesOf(slot).firstAt);
    next[i] = at;
  }
  return next;
}

/** Files of a slot that hold a line still, or never held one. */
export function countFiles(files: ReadonlyMap<number, Lines>): number {
  return [...files.values()].filter(({ isGone }) => !isGone).length;
}
