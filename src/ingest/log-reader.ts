import type { Hash } from 'node:crypto';
import { createArenaPool } from './pack/arena.ts';
import { Packer } from './pack/packer.ts';
import type { PackedBatch, PackedEnd } from './pack/packed-batch.ts';
import { createSealer } from './sealer.ts';
import { createRawPool } from './raw-pool.ts';
import { decodeSource, NOT_DECODED, READ_SIZES } from './source-reader.ts';
import type { ReadJob, ReadSizes } from './source-reader.ts';

/** The batches of one file, then its end. Throws what reading the file throws. Leaving it early stops the reader for good. */
export type Reading = AsyncGenerator<PackedBatch, PackedEnd>;

/**
 * Reads files one after the other. The numbers of texts hold from one to the next, so a sink belongs to one reader; and the memory of a
 * batch is used again for the next one.
 */
export interface LogReader {
  /** Batches are to be taken in the order in which files were begun. `hash` has taken in all bytes before the start of the job. */
  start(job: ReadJob, hash: Hash): Reading;
  close(): Promise<void>;
}

/** `seed` is that of the hashes of the database, `bytes` about how much there is to read. */
export type OpenReader = (seed: number, bytes: number) => LogReader;

/** Reads on this thread. */
export function readHere(sizes: ReadSizes = READ_SIZES): OpenReader {
  return (seed) => {
    const arenas = createArenaPool();
    const packer = new Packer(seed, arenas);
    const pool = createRawPool(sizes.buffer);

    async function* read(job: ReadJob, hash: Hash): Reading {
      const sealer = createSealer(job, hash, sizes.block);
      const decoded = decodeSource(job, packer, pool, sizes);
      try {
        for (;;) {
          const next = decoded.next();
          if (next.done === true) return await sealer.sealEnd(next.value, 'this thread');
          yield await sealer.seal(next.value, 'this thread');
          pool.putBack(next.value.raw.memory);
          arenas.putBack(next.value.lines.memory);
        }
      } finally {
        decoded.return(NOT_DECODED);
      }
    }

    return { start: read, close: () => Promise.resolve() };
  };
}
