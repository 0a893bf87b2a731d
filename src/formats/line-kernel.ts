import { LINE_KERNEL_CODE } from './line-kernel-code.ts';
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

const NOT_ENDED = -1;
const SAME = -2;
const SAME_HEAD = 1;
const SAME_HOSTS = 2;
/** Tabs before the message id, in the usual order of columns. */
const MESSAGE = 9;

/** src/kernel/lines.ts, compiled. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  enter(end: number): void;
  scanTabs(from: number, end: number, shift: number, mayBeSame: number): number;
  scanCommas(from: number, end: number, shift: number): number;
}

/** Whether a line is the one before from its message id on, in the usual order of columns; and what else it has of that. */
export interface SameLine {
  message: boolean;
  /** All up to the client: date and time. */
  head: boolean;
  /** From the client up to the recipient: both hosts and the server. */
  hosts: boolean;
}

/**
 * Finds the separators of one line after the other, in a copy of the bytes, 64 KiB at once: bytes must not change while lines of them are
 * read. A longer line is too long: it is not plain, and where it ends is not told.
 */
export class LineKernel {
  /** Position of separator n of the line, counted from 1. The edges before and behind them are those of the line. */
  readonly edges: Int32Array;
  readonly line: ScannedLine = { next: 0, isPlain: false, firstOther: -1, lastOther: -1 };
  readonly same: SameLine = { message: false, head: false, hosts: false };
  /** How many lines were read. */
  serial = 0;
  readonly #kernel: Kernel;
  readonly #found: Int32Array;
  readonly #window: Uint8Array;
  /** What the window holds: these bytes, from here, so many. */
  #bytes: Uint8Array | null = null;
  #start = 0;
  #length = 0;

  constructor(kernel: Kernel) {
    const { buffer } = kernel.memory;
    this.#kernel = kernel;
    this.#found = new Int32Array(buffer, FOUND, FOUND_INTS);
    this.edges = new Int32Array(buffer, FOUND + FOUND_INTS * 4, NO_FIELD + 2);
    this.edges.fill(-1, NO_FIELD, NO_FIELD + 1);
    this.#window = new Uint8Array(buffer, WINDOW);
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

  #scanTabs(from: number, mayBeSame: boolean): number {
    const shift = this.#start - WINDOW;
    return this.#kernel.scanTabs(from - shift, WINDOW + this.#length, shift, mayBeSame ? 1 : 0);
  }

  #scanCommas(from: number): number {
    const shift = this.#start - WINDOW;
    return this.#kernel.scanCommas(from - shift, WINDOW + this.#length, shift);
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

  /** The window holds what is at `from`, where anything is there. */
  #enter(bytes: Uint8Array, from: number): void {
    this.serial += 1;
    const isInside =
      bytes === this.#bytes && from >= this.#start && from < this.#start + this.#length;
    if (!isInside) this.#load(bytes, from);
  }

  /** Whether the window holds more of a line that did not end in it. */
  #goOn(from: number): boolean {
    if (from === this.#start || this.#bytes === null) return false;
    this.#load(this.#bytes, from);
    return true;
  }

  #load(bytes: Uint8Array, from: number): void {
    const part = bytes.subarray(from, from + WINDOW_BYTES);
    this.#window.set(part);
    this.#bytes = bytes;
    this.#start = from;
    this.#length = part.length;
    this.#kernel.enter(WINDOW + part.length);
  }
}

function createKernel(): LineKernel | null {
  const code = Buffer.from(LINE_KERNEL_CODE, 'base64');
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(code)) return null;
  try {
    return new LineKernel(new WebAssembly.Instance<Kernel>(new WebAssembly.Module(code)).exports);
  } catch (error) {
    // An instance reserves gigabytes of addresses, which a process may be kept from (`ulimit -v`).
    if (error instanceof RangeError) return null;
    throw error;
  }
}

let ownKernel: LineKernel | null | undefined;

/**
 * The one of this thread: whoever reads a line is through with it before the next one is read. Null where the machine or the engine
 * does not run it.
 */
export function lineKernel(): LineKernel | null {
  if (ownKernel === undefined) ownKernel = createKernel();
  return ownKernel;
}
