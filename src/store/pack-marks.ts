import type { Mark } from '../lifecycle/order.ts';

/*
 * The marks of a hop in one blob, in order: its event id plus one (0: there is no such mark), milliseconds after the first event
 * of the hop, slot and line. Numbers have seven bits a byte, lowest first, the last byte of each below 128.
 */

/** The longest number has eight bytes: there is none above 2^53. */
const MOST_BYTES = 7 * 4 * 8;

/** Used again for each hop: memory that is counted as garbage costs more than to copy what was packed. */
const scratch = new Uint8Array(MOST_BYTES);

export function packMarks(marks: readonly (Mark | null)[], firstAt: number): Uint8Array {
  const bytes = scratch;
  let to = 0;
  for (const mark of marks)
    to =
      mark === null
        ? putNumber(bytes, to, 0)
        : putMark(bytes, to, mark.code, mark.at - firstAt, mark.slot, mark.line);
  return Buffer.from(bytes.subarray(0, to));
}

function putMark(
  bytes: Uint8Array,
  at: number,
  code: number,
  after: number,
  slot: number,
  line: number,
): number {
  const to = putNumber(bytes, putNumber(bytes, at, code + 1), after);
  return putNumber(bytes, putNumber(bytes, to, slot), line);
}

function putNumber(bytes: Uint8Array, at: number, number: number): number {
  let rest = number;
  let to = at;
  for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) bytes[to++] = (rest % 128) | 0x80;
  for (; rest > 0x7f; rest >>= 7) bytes[to++] = (rest & 0x7f) | 0x80;
  bytes[to] = rest;
  return to + 1;
}

/**
 * Packs marks that are packed as time, line (0: none) and event id, one behind the other from `from` on; the slot of each is as far behind `slots`. Row n of a
 * statement has memory of its own until the statement was run; nothing else is made for it.
 */
export interface RowMarks {
  pack(row: number, packed: Float64Array, from: number, firstAt: number, slots: number): Uint8Array;
}

export function createRowMarks(): RowMarks {
  const views: Uint8Array[][] = [];

  function view(row: number, length: number): Uint8Array {
    const ofRow = (views[row] ??= []);
    return (ofRow[length] ??= (ofRow[MOST_BYTES] ??= Buffer.alloc(MOST_BYTES)).subarray(0, length));
  }

  return {
    pack(row, packed, from, firstAt, slots) {
      const bytes = view(row, MOST_BYTES);
      let to = 0;
      for (let i = 0; i < 7; i++) {
        const mark = from + i * 3;
        const line = packed[mark + 1] ?? 0;
        const after = (packed[mark] ?? 0) - firstAt;
        to =
          line === 0
            ? putNumber(bytes, to, 0)
            : putMark(bytes, to, packed[mark + 2] ?? 0, after, packed[slots + i] ?? 0, line);
      }
      return view(row, to);
    },
  };
}

/** Reads what `packMarks` packed, mark after mark; `hex` in capitals, as SQLite writes it. */
export class MarkReader {
  readonly #hex: string;
  readonly #firstAt: number;
  #at = 0;

  constructor(hex: string, firstAt: number) {
    this.#hex = hex;
    this.#firstAt = firstAt;
  }

  next(): Mark | null {
    const code = this.#number();
    if (code === 0) return null;
    const at = this.#firstAt + this.#number();
    const slot = this.#number();
    return { at, slot, line: this.#number(), code: code - 1 };
  }

  #number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = (nibble(this.#hex, this.#at) << 4) | nibble(this.#hex, this.#at + 1);
      this.#at += 2;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}

/** `0` to `9`, `A` to `F`. */
function nibble(hex: string, index: number): number {
  const character = hex.charCodeAt(index);
  return character < 0x40 ? character - 0x30 : character - 0x37;
}
