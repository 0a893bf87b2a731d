import { bytesFrom, firstOdd, HIGH_BITS, liesInWords, LOW_BITS, wordsOf } from './byte-words.ts';
import { noteOther } from './scanned-line.ts';
import type { ScannedLine } from './scanned-line.ts';

const NUL = 0;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/*
 * Four bytes at once. A byte is a comma where it has no bit in `word ^ COMMAS`: its high bit is then clear in `(that & LOW_BITS) + LOW_BITS`,
 * and in that itself. A control character has its high bit clear in `(word & LOW_BITS) + ABOVE`. No sum carries into the next byte.
 */
const ABOVE = 0x60606060;
const COMMAS = 0x2c2c2c2c;

/** A line with more commas than this is not plain. */
export const MAX_COMMAS = 64;

/** A field that no line has: it is always empty. */
export const NO_FIELD = MAX_COMMAS + 2;

/** Finds the commas of one line without quotes after the other, as TabScanner does with tabs. */
export class CommaScanner {
  /** Position of comma n of the line, counted from 1. The edges before and behind them are those of the line. */
  readonly edges = new Int32Array(NO_FIELD + 2).fill(-1, NO_FIELD, NO_FIELD + 1);
  readonly line: ScannedLine = { next: 0, isPlain: false, firstOther: -1, lastOther: -1 };
  #words: Int32Array = new Int32Array(0);
  #seen: Uint8Array | null = null;
  /** The first quote in the bytes that were seen, from a position on; their end where there is none. */
  #quote = -1;
  #lookedFrom = 0;

  /** Reads the line that begins at `from` and ends in `bytes`; the number of its commas. */
  scan(bytes: Uint8Array, from: number): number {
    const { edges, line } = this;
    const words = this.#wordsOf(bytes);
    line.isPlain = true;
    line.firstOther = -1;
    line.lastOther = -1;
    edges[0] = from - 1;
    let commas = 0;
    let at = from >> 2;
    let odd = oddBytes(words[at] ?? 0) & bytesFrom(from);
    for (;;) {
      while (odd === 0) odd = oddBytes(words[++at] ?? 0);
      const i = (at << 2) + firstOdd(odd);
      odd &= odd - 1;
      const byte = bytes[i] ?? LF;
      if (byte === COMMA) {
        commas += 1;
        if (commas <= MAX_COMMAS) edges[commas] = i;
      } else if (byte === LF) return this.#endLine(bytes, from, i, commas);
      else if (byte === NUL) line.isPlain = false;
      else if (byte !== CR || bytes[i + 1] !== LF) noteOther(line, i);
    }
  }

  #endLine(bytes: Uint8Array, from: number, end: number, commas: number): number {
    this.line.next = end + 1;
    if (commas > MAX_COMMAS || this.#holdsQuote(bytes, from, end)) this.line.isPlain = false;
    else this.edges[commas + 1] = end > from && bytes[end - 1] === CR ? end - 1 : end;
    return commas;
  }

  #holdsQuote(bytes: Uint8Array, from: number, end: number): boolean {
    if (bytes !== this.#seen) return bytes.subarray(from, end).includes(QUOTE);
    // Where lines are read in another order than they lie in, it is looked for anew too.
    if (this.#quote < from || from < this.#lookedFrom) {
      const found = bytes.indexOf(QUOTE, from);
      this.#quote = found < 0 ? bytes.length : found;
      this.#lookedFrom = from;
    }
    return this.#quote < end;
  }

  /** Words of the memory that the bytes lie in; a copy where they do not fit it. */
  #wordsOf(bytes: Uint8Array): Int32Array {
    if (bytes === this.#seen) return this.#words;
    const words = wordsOf(bytes);
    if (!liesInWords(bytes)) return words;
    this.#seen = bytes;
    this.#quote = -1;
    this.#words = words;
    return words;
  }
}

/** The high bit of each byte that is a comma, a control character or not ASCII. */
function oddBytes(word: number): number {
  const other = word ^ COMMAS;
  return (
    (~(((other & LOW_BITS) + LOW_BITS) | other) | ~((word & LOW_BITS) + ABOVE) | word) & HIGH_BITS
  );
}
