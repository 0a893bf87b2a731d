import { KERNEL_CODE } from './kernel-code.ts';

/** src/kernel/, compiled. Positions are those of its memory. */
export interface KernelExports {
  forget(): void;
  enter(end: number): void;
  scanTabs(from: number, end: number, shift: number, mayBeSame: number): number;
  scanCommas(from: number, end: number, shift: number): number;
  findName(table: number, from: number, to: number, hashed: number, likely: number): number;
  joinNames(
    to: number,
    from: number,
    length: number,
    sign: number,
    other: number,
    otherLength: number,
  ): number;
  scanList(
    list: number,
    most: number,
    known: number,
    from: number,
    to: number,
    shift: number,
  ): number;
  isGuid(from: number): number;
  foldHop(
    list: number,
    message: number,
    recipient: number,
    server: number,
    group: number,
    at: number,
    line: number,
    code: number,
    bits: number,
    nextHop: number,
    client: number,
  ): number;
}

const PAGE_BYTES = 64 * 1024;
/** Of the memory that is there from the beginning: what the kernel needs for itself. */
const FIRST_PAGES = 2;
/** A GiB: no more is asked for than a few buffers and names. */
const MOST_PAGES = 16 * 1024;
/** Behind each piece: the kernel looks at so many bytes at once. */
const BEHIND = 64;
const LF = 0x0a;

/** Memory that the kernel reads where it lies. It is shared, so that other threads may look at it, and what is there stays where it is. */
class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  /** What the memory was as it grew: they all are the same bytes. */
  readonly #buffers = new Set<ArrayBufferLike>();
  #used = FIRST_PAGES * PAGE_BYTES;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#buffers.add(memory.buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#memory.buffer;
  }

  /** Whether bytes lie in it. */
  has(bytes: ArrayBufferView): boolean {
    return this.#buffers.has(bytes.buffer);
  }

  /** So many bytes of it, for good; null: there is no room. */
  allocate(bytes: number): Uint8Array | null {
    const from = this.#used;
    const end = from + Math.ceil(bytes / BEHIND) * BEHIND + BEHIND;
    if (!this.#reserve(end)) return null;
    this.#used = end;
    // A line without its end ends there.
    new Uint8Array(this.buffer)[from + bytes] = LF;
    return new Uint8Array(this.buffer, from, bytes);
  }

  #reserve(end: number): boolean {
    const missing = Math.ceil((end - this.buffer.byteLength) / PAGE_BYTES);
    if (missing <= 0) return true;
    try {
      this.#memory.grow(missing);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.#buffers.add(this.buffer);
    return true;
  }
}

/** The part of the program that is WebAssembly, and its memory. */
export interface Kernel {
  readonly code: KernelExports;
  readonly memory: KernelMemory;
}

function createKernel(): Kernel | null {
  const code = Buffer.from(KERNEL_CODE, 'base64');
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(code)) return null;
  try {
    const memory = new WebAssembly.Memory({
      initial: FIRST_PAGES,
      maximum: MOST_PAGES,
      shared: true,
    });
    const module = new WebAssembly.Module(code);
    const { exports } = new WebAssembly.Instance<KernelExports>(module, { env: { memory } });
    return { code: exports, memory: new KernelMemory(memory) };
  } catch (error) {
    // It reserves gigabytes of addresses, which a process may be kept from (`ulimit -v`).
    if (error instanceof RangeError) return null;
    throw error;
  }
}

let ownKernel: Kernel | null | undefined;

/** The one of this thread; null where the machine or the engine does not run it. */
export function kernel(): Kernel | null {
  if (ownKernel === undefined) ownKernel = createKernel();
  return ownKernel;
}
