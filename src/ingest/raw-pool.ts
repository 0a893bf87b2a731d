import { ownMemory } from './pack/arena.ts';
import type { MakeMemory } from './pack/arena.ts';

/** Memory to read into, and a small one for what is read of a small file: many of those wait at once. */
export interface RawPool {
  get(): ArrayBufferLike;
  /** Null: so many bytes are not few. */
  getSmall(bytes: number): ArrayBufferLike | null;
  /** Memory that nobody looks at any more. */
  putBack(memory: ArrayBufferLike): void;
}

/** A small batch takes this part of a buffer at most. */
const SMALL_PART = 8;

/** `buffer`: the size of those that are read into. */
export function isSmallBatch(bytes: number, buffer: number): boolean {
  return bytes <= Math.floor(buffer / SMALL_PART);
}

/** `bytes`: of what is read into. */
export function createRawPool(bytes: number, make: MakeMemory = ownMemory): RawPool {
  const free: ArrayBufferLike[] = [];
  const small: ArrayBufferLike[] = [];
  return {
    get: () => free.pop() ?? make(bytes),
    getSmall: (wanted) =>
      isSmallBatch(wanted, bytes) ? (small.pop() ?? make(Math.floor(bytes / SMALL_PART))) : null,
    putBack: (memory) => (memory.byteLength === bytes ? free : small).push(memory),
  };
}

/** The first bytes of a memory: where they are few, in a small one, and the other goes back. */
export function inSmall(
  { memory, length }: { readonly memory: ArrayBufferLike; readonly length: number },
  pool: RawPool,
): ArrayBufferLike {
  const small = pool.getSmall(length);
  if (small === null) return memory;
  Buffer.from(small).set(Buffer.from(memory, 0, length));
  pool.putBack(memory);
  return small;
}
