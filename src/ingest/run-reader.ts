import type { MessagePort } from 'node:worker_threads';
import { compressNext } from './archiver.ts';
import type { ArchiveBlock } from './archiver.ts';
import { bytesOf } from './sealer.ts';
import { errorCode, errorMessage } from '../model/errors.ts';
import { createArenaPool, sharedMemory } from './pack/arena.ts';
import { Packer } from './pack/packer.ts';
import { BATCHES_AHEAD, weightOf } from './reader-thread.ts';
import type { FromReader, ToReader } from './reader-thread.ts';
import { createRawPool } from './raw-pool.ts';
import { decodeSource, READ_SIZES } from './source-reader.ts';
import type { DecodedBatch, DecodedEnd, ReadJob, ReadSizes } from './source-reader.ts';

/** What the thread is spoken to through. */
export type ReaderPort = Pick<MessagePort, 'on' | 'postMessage'>;

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
  const packer = new Packer(seed, arenas);
  const pool = createRawPool(READ_SIZES.buffer, sharedMemory);
  const credit = createCredit();
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
    let ahead: Next | null = null;
    for (;;) {
      const next: Next | null = credit.isStopped() ? null : (ahead ?? batches.next());
      if (next?.done === true) return { kind: 'end', end: next.value };
      const batch: DecodedBatch | null =
        next === null ? null : await taken(next.value, job.archive);
      if (batch === null) {
        packer.forget();
        return { kind: 'stopped' };
      }
      // Behind so little nothing but the end may follow, which is read in no time.
      ahead = batch.raw.length < firstBatch / 2 ? batches.next() : null;
      if (ahead?.done === true) return { kind: 'batch', batch, end: ahead.value };
      send({ kind: 'batch', batch, end: null });
    }
  }

  /** When it may be sent; null: nobody wants it any more. */
  async function taken(batch: DecodedBatch, isArchived: boolean): Promise<DecodedBatch | null> {
    const weight = weightOf(batch.raw.length);
    const ready = isArchived ? await archivedUntil(() => credit.has(weight), batch) : batch;
    return (await credit.take(weight)) ? ready : null;
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
      pool.putBack(message.raw);
      credit.give(weightOf(message.length));
    } else if (message.kind === 'stop') credit.stop();
  };
}

/** Who would only wait compresses meanwhile, block after block. */
async function archivedUntil(isTime: () => boolean, batch: DecodedBatch): Promise<DecodedBatch> {
  const { raw } = batch;
  const archived: ArchiveBlock[] = [];
  for (;;) {
    if (isTime()) break;
    // What the writer told meanwhile is heard now.
    await new Promise(setImmediate);
    if (isTime()) break;
    const block = compressNext(bytesOf(raw), {
      offset: raw.offset,
      blockBytes: READ_SIZES.block,
      done: archived,
    });
    if (block === null) break;
    archived.push(block);
  }
  return archived.length === 0 ? batch : { ...batch, raw: { ...raw, archived } };
}

/** How far the reader may be ahead of the writer. */
interface Credit {
  /** There is as much, or nobody wants any more. */
  has(weight: number): boolean;
  give(weight: number): void;
  /** Waits until there is as much; false where the reader is to stop. */
  take(weight: number): Promise<boolean>;
  stop(): void;
  isStopped(): boolean;
}

function createCredit(): Credit {
  const state = { left: BATCHES_AHEAD, isStopped: false };
  let wake = nothing;
  return {
    has: (weight) => state.isStopped || state.left >= weight,
    give(weight) {
      state.left += weight;
      wake();
    },
    async take(weight) {
      while (state.left < weight && !state.isStopped)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (!state.isStopped) state.left -= weight;
      return !state.isStopped;
    },
    stop() {
      state.isStopped = true;
      wake();
    },
    isStopped: () => state.isStopped,
  };
}

function nothing(): void {
  // Nobody waits.
}
