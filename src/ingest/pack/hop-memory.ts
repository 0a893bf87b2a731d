import type { Kernel, KernelExports } from '../../formats/kernel.ts';
import { HOP } from '../../lifecycle/packed-hops.ts';
import { KernelPieces } from './kernel-pieces.ts';

/** Where parts of the header lie, as src/kernel/hops.ts says: numbers of 32 bits. Places are those in the kernel's memory. */
const HEADER = { slots: 0, mask: 1, hops: 2, groups: 3, count: 4, most: 5, length: 6 } as const;

/** Enough for a batch of usual lines. */
const FIRST_HOPS = 8192;
/** In the memory of the kernel: what is not touched is no memory yet, and what it grows out of is not given back. */
const FIRST_HOPS_THERE = 32_768;
const FIRST_SLOTS = 16_384;

/** What packed hops lie in: in the kernel's memory, which folds them there, or in memory of their own. */
export class HopMemory {
  readonly #pieces: KernelPieces;
  /** Place of the header in the kernel's memory. */
  readonly place: number;
  /** Numbers of hops plus one by hash; 0: free. As many as a power of two. */
  slots: Int32Array;
  hops: Float64Array;
  /** The message of each hop, by its number in the batch. */
  groups: Int32Array;
  readonly #header: Int32Array;

  constructor(kernel: Kernel | null) {
    this.#pieces = new KernelPieces(kernel);
    const most = kernel === null ? FIRST_HOPS : FIRST_HOPS_THERE;
    this.#header = this.#pieces.ints(HEADER.length);
    this.place = this.#header.byteOffset;
    this.slots = this.#pieces.ints(FIRST_SLOTS);
    this.hops = this.#pieces.doubles(most * HOP.width);
    this.groups = this.#pieces.ints(most);
    this.#note();
  }

  /** What folds hops there; null where some of it, as there was no room, is memory of its own. */
  get code(): KernelExports | null {
    return this.#pieces.code;
  }

  get count(): number {
    return this.#header[HEADER.count] ?? 0;
  }

  set count(count: number) {
    this.#header[HEADER.count] = count;
  }

  get isFull(): boolean {
    return this.count === this.groups.length;
  }

  /** Makes room for twice as many. */
  grow(): void {
    const hops = this.#pieces.doubles(this.hops.length * 2);
    hops.set(this.hops);
    this.hops = hops;
    const groups = this.#pieces.ints(this.groups.length * 2);
    groups.set(this.groups);
    this.groups = groups;
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
    header[HEADER.hops] = this.hops.byteOffset;
    header[HEADER.groups] = this.groups.byteOffset;
    header[HEADER.most] = this.groups.length;
  }
}
