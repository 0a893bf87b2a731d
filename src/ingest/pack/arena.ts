/** Memory of one batch: its columns lie in one buffer, which crosses threads whole and comes back to be used again. */
export interface Arena {
  ints(length: number): Int32Array;
  doubles(length: number): Float64Array;
  readonly buffer: ArrayBufferLike;
}

/** Gives arenas of at least so many bytes. */
export interface ArenaPool {
  get(bytes: number): Arena;
  /** A buffer that nobody looks at any more. */
  putBack(buffer: ArrayBufferLike): void;
}

export type MakeMemory = (bytes: number) => ArrayBufferLike;

const ownMemory: MakeMemory = (bytes) => new ArrayBuffer(bytes);
export const sharedMemory: MakeMemory = (bytes) => new SharedArrayBuffer(bytes);

const LEAST_BYTES = 1024 * 1024;

/** `make` gives memory: shared where batches cross threads, so that none of it is copied, or counted as garbage of either. */
export function createArenaPool(make: MakeMemory = ownMemory): ArenaPool {
  let free: ArrayBufferLike[] = [];
  return {
    get(bytes) {
      const size = Math.max(LEAST_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
      // Batches of small files wait in great numbers: the memory of large ones is not for them.
      const fits = free
        .filter(({ byteLength }) => byteLength === size || byteLength === 2 * size)
        .toSorted((one, other) => one.byteLength - other.byteLength)[0];
      // A larger one takes the place of those that are just too small.
      free = free.filter((buffer) =>
        fits === undefined ? 2 * buffer.byteLength !== size : buffer !== fits,
      );
      return createArena(fits ?? make(size));
    },
    putBack(buffer) {
      free.push(buffer);
    },
  };
}

function createArena(buffer: ArrayBufferLike): Arena {
  let used = 0;
  return {
    buffer,
    ints(length) {
      const column = new Int32Array(buffer, used, length);
      used += Math.ceil(length / 2) * 8;
      return column;
    },
    doubles(length) {
      const column = new Float64Array(buffer, used, length);
      used += length * 8;
      return column;
    },
  };
}
