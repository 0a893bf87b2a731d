import type { Kernel, KernelExports } from '../../formats/kernel.ts';
import { KernelPieces } from './kernel-pieces.ts';

/** Where parts of the header lie, as src/kernel/names.ts says: numbers of 32 bits. Places are those in the kernel's memory. */
const HEADER = {
  seed: 0,
  slots: 1,
  mask: 2,
  hashes: 3,
  starts: 4,
  arena: 5,
  isOdd: 6,
  count: 7,
  mostEntries: 8,
  mostBytes: 9,
  wholeHashes: 10,
  length: 11,
} as const;

/** Names, and bytes of them, that there is room for at first. */
interface Room {
  readonly entries: number;
  readonly bytes: number;
}

const FIRST_SLOTS = 65_536;
const OWN: Room = { entries: 32_768, bytes: 1024 * 1024 };
/** What is not touched is no memory yet, and what it grows out of is not given back. */
const KERNELS: Room = { entries: 131_072, bytes: 8 * 1024 * 1024 };

/** What the tables of names lie in: in the kernel's memory, which looks names up there, or in memory of their own. */
export class InternMemory {
  readonly #pieces: KernelPieces;
  /** Place of the header in the kernel's memory. */
  readonly place: number;
  /** Numbers plus one by the hash of the whole name; 0: free. As many as a power of two. */
  slots: Int32Array;
  hashes: Int32Array;
  wholeHashes: Int32Array;
  /** 1: its spelling is not what the arena holds. */
  isOdd: Uint8Array;
  /** Where the bytes of each name begin in the arena, and where those of the last one end. */
  starts: Int32Array;
  arena: Buffer;
  view: DataView;
  readonly #header: Int32Array;

  constructor(seed: number, kernel: Kernel | null) {
    this.#pieces = new KernelPieces(kernel);
    const { entries, bytes } = kernel === null ? OWN : KERNELS;
    this.#header = this.#pieces.ints(HEADER.length);
    this.place = this.#header.byteOffset;
    this.slots = this.#pieces.ints(FIRST_SLOTS);
    this.hashes = this.#pieces.ints(entries);
    this.wholeHashes = this.#pieces.ints(entries);
    this.isOdd = this.#pieces.bytes(entries);
    this.starts = this.#pieces.ints(entries + 1);
    this.arena = bufferOf(this.#pieces.bytes(bytes));
    this.view = viewOf(this.arena);
    this.#header[HEADER.seed] = seed;
    this.#note();
  }

  /** What looks names up there; null where some of it, as there was no room, is memory of its own. */
  get code(): KernelExports | null {
    return this.#pieces.code;
  }

  get count(): number {
    return this.#header[HEADER.count] ?? 0;
  }

  /** Of all names. */
  get sizeBytes(): number {
    return this.starts[this.count] ?? 0;
  }

  set count(count: number) {
    this.#header[HEADER.count] = count;
  }

  /** Makes room for so many names, and so many bytes of them. */
  reserve(entries: number, bytes: number): void {
    if (entries > this.hashes.length) {
      this.hashes = grown(this.hashes, this.#pieces.ints(entries * 2));
      this.wholeHashes = grown(this.wholeHashes, this.#pieces.ints(entries * 2));
      this.isOdd = grown(this.isOdd, this.#pieces.bytes(entries * 2));
      this.starts = grown(this.starts, this.#pieces.ints(entries * 2 + 1));
    }
    if (bytes > this.arena.length) {
      this.arena = grown(this.arena, bufferOf(this.#pieces.bytes(bytes * 2)));
      this.view = viewOf(this.arena);
    }
    this.#note();
  }

  /** Twice as many, and all of them free. */
  moreSlots(): void {
    this.slots = this.#pieces.ints(this.slots.length * 2);
    this.#note();
  }

  #note(): void {
    const header = this.#header;
    header[HEADER.slots] = this.slots.byteOffset;
    header[HEADER.mask] = this.slots.length - 1;
    header[HEADER.hashes] = this.hashes.byteOffset;
    header[HEADER.wholeHashes] = this.wholeHashes.byteOffset;
    header[HEADER.starts] = this.starts.byteOffset;
    header[HEADER.arena] = this.arena.byteOffset;
    header[HEADER.isOdd] = this.isOdd.byteOffset;
    header[HEADER.mostEntries] = this.hashes.length;
    header[HEADER.mostBytes] = this.arena.length;
  }
}

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
