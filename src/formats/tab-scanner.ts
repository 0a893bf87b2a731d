import { bytesFrom, firstOdd, HIGH_BITS, liesInWords, LOW_BITS, wordsOf } from './byte-words.ts';
import { noteOther } from './scanned-line.ts';
import type { ScannedLine } from './scanned-line.ts';

const TAB = 0x09;
const LAST_ASCII = 0x7f;
const LF = 0x0a;
const CR = 0x0d;

/*
 * Four bytes at once. A byte below 0x0E has its high bit clear in `(word & LOW_BITS) + ABOVE`; one that is not ASCII has it set in the
 * word itself. No sum carries into the next byte.
 */
const ABOVE = 0x72727272;

/** A line with more tabs than this is not plain. */
const MAX_TABS = 64;

/**
 * Finds the tabs of one line after the other. Most bytes of a line are of no interest: only words that hold a tab, a line end or
 * something odd are looked into.
 */
export class TabScanner {
  /** Position of tab n of the line, counted from 1. The edges before and behind them are those of the line. */
  readonly edges = new Int32Array(MAX_TABS + 2);
  readonly line: ScannedLine = { next: 0, isPlain: false, firstOther: -1, lastOther: -1 };
  #words: Int32Array = new Int32Array(0);
  #seen: Uint8Array | null = null;

  /** Reads the line that begins at `from` and ends in `bytes`; the number of its tabs. */
  scan(bytes: Uint8Array, from: number): number {
    const { edges, line } = this;
    const words = this.#wordsOf(bytes);
    line.isPlain = true;
    line.firstOther = -1;
    line.lastOther = -1;
    edges[0] = from - 1;
    let tabs = 0;
    let at = from >> 2;
    let odd = oddBytes(words[at] ?? 0) & bytesFrom(from);
    for (;;) {
      while (odd === 0) odd = oddBytes(words[++at] ?? 0);
      const i = (at << 2) + firstOdd(odd);
      odd &= odd - 1;
      const byte = bytes[i] ?? LF;
      if (byte === TAB) {
        tabs += 1;
        if (tabs <= MAX_TABS) edges[tabs] = i;
      } else if (byte === LF) return this.#endLine(bytes, from, i, tabs);
      else if (byte > LAST_ASCII) noteOther(line, i);
      else if (byte !== CR || bytes[i + 1] !== LF) line.isPlain = false;
    }
  }

  /**
   * Reads the line that begins at `from` only up to a tab, and notes the edges up to there; false where it has fewer, or anything before
   * that tab that is not plain ASCII.
   */
  scanHead(bytes: Uint8Array, from: number, wanted: number): boolean {
    const { edges } = this;
    const words = this.#wordsOf(bytes);
    edges[0] = from - 1;
    let tabs = 0;
    let at = from >> 2;
    let odd = oddBytes(words[at] ?? 0) & bytesFrom(from);
    for (;;) {
      while (odd === 0) odd = oddBytes(words[++at] ?? 0);
      const i = (at << 2) + firstOdd(odd);
      odd &= odd - 1;
      if (bytes[i] !== TAB) return false;
      tabs += 1;
      edges[tabs] = i;
      if (tabs === wanted) return true;
    }
  }

  #endLine(bytes: Uint8Array, from: number, end: number, tabs: number): number {
    this.line.next = end + 1;
    if (tabs > MAX_TABS) this.line.isPlain = false;
    else this.edges[tabs + 1] = end > from && bytes[end - 1] === CR ? end - 1 : end;
    return tabs;
  }

  /** Words of the memory that the bytes lie in; a copy where they do not fit it. */
  #wordsOf(bytes: Uint8Array): Int32Array {
    if (bytes === this.#seen) return this.#words;
    const words = wordsOf(bytes);
    if (!liesInWords(bytes)) return words;
    this.#seen = bytes;
    this.#words = words;
    return words;
  }
}

/** The high bit of each byte that is below 0x0E or not ASCII. */
function oddBytes(word: number): number {
  return (~((word & LOW_BITS) + ABOVE) | word) & HIGH_BITS;
}
