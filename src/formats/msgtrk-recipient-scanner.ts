import { isSameAscii, skipSpaces, skipSpacesBack } from './ascii-range.ts';

const SEMICOLON = 0x3b;
const QUOTE = 0x27;

/** Finds the addresses in a list of them without making texts. */
export class RecipientScanner {
  /** Begin and end of address n at 2n and 2n + 1, without spaces around it. */
  readonly ranges: Int32Array;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.ranges = new Int32Array(most * 2);
  }

  /** How many addresses there are with the `known` ones that were found before, each counted once; -1 where there are too many, or an item may stand in single quotes. */
  scan(bytes: Uint8Array, from: number, to: number, known = 0): number {
    let count = known;
    let begin = from;
    for (let i = from; i <= to; i++) {
      const byte = i < to ? bytes[i] : SEMICOLON;
      if (byte === QUOTE && i === begin) return -1;
      if (byte !== SEMICOLON) continue;
      const first = skipSpaces(bytes, begin, i);
      const end = skipSpacesBack(bytes, first, i);
      begin = i + 1;
      if (first === end || this.#isKnown(bytes, first, end, count)) continue;
      if (count === this.#most) return -1;
      this.ranges[count * 2] = first;
      this.ranges[count * 2 + 1] = end;
      count += 1;
    }
    return count;
  }

  #isKnown(bytes: Uint8Array, from: number, to: number, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const [begin, end] = [this.ranges[i * 2] ?? 0, this.ranges[i * 2 + 1] ?? 0];
      if (isSameAscii(bytes, from, to, bytes, begin, end)) return true;
    }
    return false;
  }
}
