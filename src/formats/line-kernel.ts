import { MAX_OTHERS } from './byte-line.ts';
import { kernel } from './kernel.ts';
import type { Kernel, KernelExports } from './kernel.ts';
import type { ScannedLine } from './scanned-line.ts';

/** A line with more separators than this is not plain. */
export const MOST_SEPARATORS = 64;

/** A field that no line has: it is always empty. */
export const NO_FIELD = MOST_SEPARATORS + 2;

/** Where things lie in the kernel's memory, as src/kernel/lines.ts says: what was found and the edges, then the window. */
const FOUND = 0x400;
const FOUND_INTS = 4;
const WINDOW = 0x800;
/** What is read of the bytes at once; it stays in the processor's nearest memory but one. */
const WINDOW_BYTES = 64 * 1024;

/** Lists of ranges of the line, behind the window and the line end that the kernel puts there: begin and end of range n at 2n and 2n + 1. */
const LISTS = WINDOW + WINDOW_BYTES + 64;
const MOST_IN_LIST = MAX_OTHERS + 1;
const LIST_BYTES = MOST_IN_LIST * 8;

const NOT_ENDED = -1;
const SAME = -2;
const SAME_HEAD = 1;
const SAME_HOSTS = 2;
/** Tabs before the message id, in the usual order of columns. */
const MESSAGE = 9;

/** Whether a line is the one before from its message id on, in the usual order of columns; and what else it has of that. */
export interface SameLine {
  message: boolean;
  /** All up to the client: date and time. */
  head: boolean;
  /** From the client up to the recipient: both hosts and the server. */
  hosts: boolean;
}

/**
 * Finds the separators of one line after the other: bytes must not change while lines of them are read. Those that do not lie in the kernel's memory are looked at in a
 * copy, 64 KiB at once; a longer line of them is too long: it is not plain, and where it ends is not told.
 */
export class LineKernel {
  /** Position of separator n of the line, counted from 1. The edges before and behind them are those of the line. */
  readonly edges: Int32Array;
  /** Filled by `scanList`. */
  readonly lists: readonly [Int32Array, Int32Array];
  readonly line: ScannedLine = { next: 0, isPlain: false, firstOther: -1, lastOther: -1 };
  readonly same: SameLine = { message: false, head: false, hosts: false };
  /** How many lines were read. */
  serial = 0;
  readonly #code: KernelExports;
  readonly #memory: Kernel['memory'];
  readonly #found: Int32Array;
  readonly #window: Uint8Array;
  /** The bytes that are looked at, from where on, how many, and how far from there they lie in the memory. */
  #bytes: Uint8Array | null = null;
  #start = 0;
  #length = 0;
  #shift = 0;

  constructor({ code, memory }: Kernel) {
    const { buffer } = memory;
    this.#code = code;
    this.#memory = memory;
    this.#found = new Int32Array(buffer, FOUND, FOUND_INTS);
    this.edges = new Int32Array(buffer, FOUND + FOUND_INTS * 4, NO_FIELD + 2);
    this.edges.fill(-1, NO_FIELD, NO_FIELD + 1);
    this.lists = [
      new Int32Array(buffer, LISTS, MOST_IN_LIST * 2),
      new Int32Array(buffer, LISTS + LIST_BYTES, MOST_IN_LIST * 2),
    ];
    this.#window = new Uint8Array(buffer, WINDOW, WINDOW_BYTES);
  }

  /**
   * Reads the line that begins at `from` and ends in `bytes`; the number of its tabs, -1 where it is too long. `mayBeSame`: where it is the line before from its
   * message id on, only the edges up to there are told, and `same`.
   */
  scanTabs(bytes: Uint8Array, from: number, mayBeSame: boolean): number {
    this.#enter(bytes, from);
    let tabs = this.#scanTabs(from, mayBeSame);
    if (tabs === NOT_ENDED && this.#goOn(from)) tabs = this.#scanTabs(from, false);
    const { same } = this;
    same.message = tabs <= SAME;
    if (!same.message) return this.#take(tabs);
    same.head = ((SAME - tabs) & SAME_HEAD) !== 0;
    same.hosts = ((SAME - tabs) & SAME_HOSTS) !== 0;
    this.line.next = this.#found[0] ?? 0;
    return MESSAGE;
  }

  /** The same with commas, and without a line before; a line with a quote is not plain. */
  scanCommas(bytes: Uint8Array, from: number): number {
    this.#enter(bytes, from);
    let commas = this.#scanCommas(from);
    if (commas === NOT_ENDED && this.#goOn(from)) commas = this.#scanCommas(from);
    return this.#take(commas);
  }

  /**
   * Finds the addresses of a list in the line that was read last. How many there are with the `known` ones that were found before, each counted once; -1 where
   * there are too many. Items are those of `splitList`.
   */
  scanList(list: 0 | 1, known: number, from: number, to: number): number {
    const shift = this.#shift;
    const place = LISTS + list * LIST_BYTES;
    return this.#code.scanList(place, MOST_IN_LIST, known, from - shift, to - shift, shift);
  }

  /** Whether 36 bytes of the line that was read last are a GUID in small letters, and one that is not all zeros. */
  isGuid(from: number): boolean {
    return this.#code.isGuid(from - this.#shift) === 1;
  }

  #scanTabs(from: number, mayBeSame: boolean): number {
    const shift = this.#shift;
    const end = this.#start + this.#length - shift;
    return this.#code.scanTabs(from - shift, end, shift, mayBeSame ? 1 : 0);
  }

  #scanCommas(from: number): number {
    const shift = this.#shift;
    return this.#code.scanCommas(from - shift, this.#start + this.#length - shift, shift);
  }

  #take(separators: number): number {
    const { line } = this;
    const found = this.#found;
    const isEnded = separators !== NOT_ENDED;
    line.next = isEnded ? (found[0] ?? 0) : 0;
    line.isPlain = isEnded && found[1] === 1;
    line.firstOther = found[2] ?? -1;
    line.lastOther = found[3] ?? -1;
    return separators;
  }

  /** What is at `from` is looked at, where anything is there. */
  #enter(bytes: Uint8Array, from: number): void {
    this.serial += 1;
    const isInside =
      bytes === this.#bytes && from >= this.#start && from < this.#start + this.#length;
    if (!isInside) this.#look(bytes, from);
  }

  /** Whether the window holds more of a line that did not end in it. */
  #goOn(from: number): boolean {
    if (from === this.#start || this.#bytes === null || this.#memory.has(this.#bytes)) return false;
    this.#load(this.#bytes, from);
    return true;
  }

  #look(bytes: Uint8Array, from: number): void {
    if (!this.#memory.has(bytes)) {
      this.#load(bytes, from);
      return;
    }
    this.#bytes = bytes;
    this.#start = 0;
    this.#length = bytes.length;
    this.#shift = -bytes.byteOffset;
    this.#code.forget();
  }

  #load(bytes: Uint8Array, from: number): void {
    const part = bytes.subarray(from, from + WINDOW_BYTES);
    this.#window.set(part);
    this.#bytes = bytes;
    this.#start = from;
    this.#length = part.length;
    this.#shift = from - WINDOW;
    this.#code.enter(WINDOW + part.length);
  }
}

let ownLines: LineKernel | null = null;

/**
 * The one of this thread: whoever reads a line is through with it before the next one is read. Null where the machine or the engine
 * does not run it.
 */
export function lineKernel(): LineKernel | null {
  const found = kernel();
  if (found !== null) ownLines ??= new LineKernel(found);
  return ownLines;
}
