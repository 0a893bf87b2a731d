/**
 * Compares two log slots (by their number in the store): negative when the first one's lines come earlier.
 * A slot is the part of a log file's name that says which period it holds.
 */
export type SlotOrder = (a: number, b: number) => number;

/** One event's place in the total order (time, slot, line), and its id. */
export interface Mark {
  readonly at: number;
  readonly slot: number;
  readonly line: number;
  readonly code: number;
}

/** Total order of events: never the order of loading. */
export function compareMarks(a: Mark, b: Mark, slots: SlotOrder): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.slot !== b.slot) {
    const bySlot = slots(a.slot, b.slot);
    if (bySlot !== 0) return bySlot;
  }
  if (a.line !== b.line) return a.line - b.line;
  return a.code - b.code;
}

export function later<M extends Mark>(a: M | null, b: M | null, slots: SlotOrder): M | null {
  if (a === null || b === null) return a ?? b;
  return compareMarks(a, b, slots) >= 0 ? a : b;
}

export function earlier<M extends Mark>(a: M | null, b: M | null, slots: SlotOrder): M | null {
  if (a === null || b === null) return a ?? b;
  return compareMarks(a, b, slots) <= 0 ? a : b;
}

/** Both marks exist and the first one is strictly later. */
export function isAfter(a: Mark | null, b: Mark | null, slots: SlotOrder): boolean {
  return a !== null && b !== null && compareMarks(a, b, slots) > 0;
}
