import { kernel } from '../formats/kernel.ts';

/** Memory to read into, and a small one for what is read of a small file: many of those wait at once. */
export interface RawPool {
  get(): Uint8Array;
  /** Null: so many bytes are not few. */
  getSmall(bytes: number): Uint8Array | null;
  /** Memory that nobody looks at any more. Where it crossed threads it may be another object than that which was given. */
  putBack(memory: Uint8Array): void;
}

export interface MakeRaw {
  /** To read into. */
  readonly large: (bytes: number) => Uint8Array;
  readonly small: (bytes: number) => Uint8Array;
}

/** A small batch takes this part of a buffer at most. */
const SMALL_PART = 8;

/** `buffer`: the size of those that are read into. */
export function isSmallBatch(bytes: number, buffer: number): boolean {
  return bytes <= Math.floor(buffer / SMALL_PART);
}

const ownBytes = (bytes: number): Uint8Array => new Uint8Array(bytes);
const sharedBytes = (bytes: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(bytes));

const OWN: MakeRaw = { large: ownBytes, small: ownBytes };

/** What other threads may look at. What is read into is the kernel's, which then needs no copy of it. */
export const SHARED: MakeRaw = {
  large: (bytes) => kernel()?.memory.allocate(bytes) ?? sharedBytes(bytes),
  small: sharedBytes,
};

/** `bytes`: of what is read into. */
export function createRawPool(bytes: number, make: MakeRaw = OWN): RawPool {
  const free: Uint8Array[] = [];
  const small: Uint8Array[] = [];
  /** Pieces of one memory by where they lie in it; of those that are memories of their own, one. */
  const made = new Map<number, Uint8Array>();
  const makeLarge = (): Uint8Array => {
    const memory = make.large(bytes);
    made.set(memory.byteOffset, memory);
    return memory;
  };
  const own = (memory: Uint8Array): Uint8Array =>
    memory.byteOffset === 0 ? memory : (made.get(memory.byteOffset) ?? memory);
  return {
    get: () => free.pop() ?? makeLarge(),
    getSmall: (wanted) =>
      isSmallBatch(wanted, bytes)
        ? (small.pop() ?? make.small(Math.floor(bytes / SMALL_PART)))
        : null,
    putBack(memory) {
      if (memory.byteLength === bytes) free.push(own(memory));
      else small.push(memory);
    },
  };
}

/** The first bytes of a memory: where they are few, in a small one, and the other goes back. */
export function inSmall(
  { memory, length }: { readonly memory: Uint8Array; readonly length: number },
  pool: RawPool,
): Uint8Array {
  const small = pool.getSmall(length);
  if (small === null) return memory;
  small.set(memory.subarray(0, length));
  pool.putBack(memory);
  return small;
}

/** The same bytes, or the first ones of them, as a buffer. */
export function bufferOn(memory: Uint8Array, length = memory.byteLength): Buffer {
  return Buffer.from(memory.buffer, memory.byteOffset, Math.min(length, memory.byteLength));
}
