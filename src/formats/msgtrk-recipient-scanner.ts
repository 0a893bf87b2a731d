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

  /** How many addresses there are with the `known` ones that were found before, each counted once; -1 where there are too many. Items are those of `splitList`. */
  scan(bytes: Uint8Array, from: number, to: number, known = 0): number {
    let count = known;
    let mayClose = true;
    for (let begin = from; begin <= to && count >= 0;) {
      const isQuoted = mayClose && begin < to && bytes[begin] === QUOTE;
      const closing = isQuoted ? closingQuote(bytes, begin + 1, to) : -1;
      if (closing >= 0) {
        count = this.#keep(bytes, begin + 1, closing, count);
        begin = closing + 2;
        continue;
      }
      if (isQuoted) mayClose = false;
      const end = indexIn(bytes, SEMICOLON, begin, to);
      count = this.#keep(bytes, begin, end, count);
      begin = end + 1;
    }
    return count;
  }

  /** How many there are with this item; -1 where there are too many. */
  #keep(bytes: Uint8Array, from: number, to: number, count: number): number {
    const first = skipSpaces(bytes, from, to);
    const end = skipSpacesBack(bytes, first, to);
    if (first === end || this.#isKnown(bytes, first, end, count)) return count;
    if (count === this.#most) return -1;
    this.ranges[count * 2] = first;
    this.ranges[count * 2 + 1] = end;
    return count + 1;
  }

  #isKnown(bytes: Uint8Array, from: number, to: number, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const [begin, end] = [this.ranges[i * 2] ?? 0, this.ranges[i * 2 + 1] ?? 0];
      if (isSameAscii(bytes, from, to, bytes, begin, end)) return true;
    }
    return false;
  }
}

/** Where the quote is that ends an item; -1 where there is none. */
function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++)
    if (bytes[i] === QUOTE && (i + 1 === to || bytes[i + 1] === SEMICOLON)) return i;
  return -1;
}

/** The first place of a byte in a range; its end where it is not there. */
function indexIn(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let i = from;
  while (i < to && bytes[i] !== byte) i += 1;
  return i;
}
