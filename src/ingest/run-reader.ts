import { kernel } from '../formats/kernel.ts';
import { errorCode, errorMessage } from '../model/errors.ts';
import { createArenaPool, sharedMemory } from './pack/arena.ts';
import { Packer } from './pack/packer.ts';
import type { FromReader, ToReader } from './reader-thread.ts';
import { createRawPool, SHARED } from './raw-pool.ts';
import { createReadAhead } from './read-ahead.ts';
import { decodeSource, READ_SIZES } from './source-reader.ts';
import type { DecodedBatch, DecodedEnd, ReadJob, ReadSizes } from './source-reader.ts';

/** What the thread is spoken to through. */
export interface ReaderPort {
  on(event: 'message', listener: (message: ToReader) => void): unknown;
  postMessage(message: FromReader): void;
}

type Next = IteratorResult<DecodedBatch, DecodedEnd>;

/** The thread of reader-thread.ts, once it is told how to begin. */
export function runReader(port: ReaderPort): void {
  let hear: (message: ToReader) => void = nothing;
  port.on('message', (message: ToReader) => {
    if (message.kind === 'begin') hear = createReader(port, message.seed);
    else hear(message);
  });
}

/** One job after the other, at most so many batches ahead of the writer. `seed` is that of its hashes. */
function createReader(
  port: Pick<ReaderPort, 'postMessage'>,
  seed: number,
): (message: ToReader) => void {
  const arenas = createArenaPool(sharedMemory);
  const packer = new Packer(seed, arenas, kernel());
  const pool = createRawPool(READ_SIZES.buffer, SHARED);
  const ahead = createReadAhead(pool);
  /** The file that is read, or was read last. */
  let current: Promise<void> = Promise.resolve();
  /** The writer waits for the first batch of all; later it has work. */
  let sizes: ReadSizes = READ_SIZES;

  async function answer(job: ReadJob): Promise<void> {
    try {
      send(await readJob(job));
    } catch (error) {
      send({ kind: 'failed', message: errorMessage(error), code: errorCode(error) ?? null });
    }
  }

  async function readJob(job: ReadJob): Promise<FromReader> {
    const { firstBatch } = sizes;
    const batches = decodeSource(job, packer, pool, sizes);
    sizes = { ...READ_SIZES, firstBatch: READ_SIZES.buffer };
    let following: Next | null = null;
    for (;;) {
      const next: Next | null = ahead.isStopped() ? null : (following ?? batches.next());
      if (next?.done === true) return { kind: 'end', end: next.value };
      const batch: DecodedBatch | null =
        next === null ? null : await ahead.taken(next.value, job.archive);
      if (batch === null) {
        packer.forget();
        return { kind: 'stopped' };
      }
      // Behind so little nothing but the end may follow, which is read in no time.
      following = batch.raw.length < firstBatch / 2 ? batches.next() : null;
      if (following?.done === true) return { kind: 'batch', batch, end: following.value };
      send({ kind: 'batch', batch, end: null });
    }
  }

  function send(message: FromReader): void {
    port.postMessage(message);
  }

  return (message) => {
    if (message.kind === 'read') {
      const before = current;
      current = before.then(() => answer(message.job));
    } else if (message.kind === 'go') {
      arenas.putBack(message.lines);
      ahead.giveBack(message.raw, message.length);
    } else if (message.kind === 'stop') ahead.stop();
  };
}

function nothing(): void {
  // Nobody has begun.
}
