import { parentPort, workerData } from 'node:worker_threads';
import { errorCode, errorMessage } from '../model/errors.ts';
import { createArenaPool, sharedMemory } from './pack/arena.ts';
import { Packer } from './pack/packer.ts';
import { BATCHES_AHEAD, weightOf } from './reader-thread.ts';
import type { FromReader, ToReader } from './reader-thread.ts';
import { createRawPool, decodeSource, READ_SIZES } from './source-reader.ts';
import type { DecodedBatch, DecodedEnd, ReadJob, ReadSizes } from './source-reader.ts';
import { tuneEngine } from './tune-engine.ts';

/* The thread of reader-thread.ts: one job after the other, at most so many batches ahead of the writer. */

tuneEngine('load');
const arenas = createArenaPool(sharedMemory);
const packer = new Packer(Number(workerData), arenas);
const pool = createRawPool(READ_SIZES.buffer, sharedMemory);
const state = { credit: BATCHES_AHEAD, isStopped: false };
let wake: () => void = () => undefined;
/** The file that is read, or was read last. */
let current: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'read') {
    const before = current;
    current = before.then(() => answer(message.job));
  } else if (message.kind === 'go') {
    state.credit += weightOf(message.length);
    arenas.putBack(message.lines);
    pool.putBack(message.raw);
  } else state.isStopped = true;
  wake();
});

async function answer(job: ReadJob): Promise<void> {
  try {
    send(await readJob(job));
  } catch (error) {
    send({ kind: 'failed', message: errorMessage(error), code: errorCode(error) ?? null });
  }
}

/** The writer waits for the first batch of all; later it has work. */
let sizes: ReadSizes = READ_SIZES;

type Next = IteratorResult<DecodedBatch, DecodedEnd>;

async function readJob(job: ReadJob): Promise<FromReader> {
  const { firstBatch } = sizes;
  const batches = decodeSource(job, packer, pool, sizes);
  sizes = { ...READ_SIZES, firstBatch: READ_SIZES.buffer };
  let ahead: Next | null = null;
  for (;;) {
    const next: Next | null = state.isStopped ? null : (ahead ?? batches.next());
    if (next?.done === true) return { kind: 'end', end: next.value };
    if (next !== null) await mayGo(weightOf(next.value.raw.length));
    if (state.isStopped || next === null) {
      packer.forget();
      return { kind: 'stopped' };
    }
    state.credit -= weightOf(next.value.raw.length);
    const batch: DecodedBatch = next.value;
    // Behind so little nothing but the end may follow, which is read in no time.
    ahead = batch.raw.length < firstBatch / 2 ? batches.next() : null;
    if (ahead?.done === true) return { kind: 'batch', batch, end: ahead.value };
    send({ kind: 'batch', batch, end: null });
  }
}

async function mayGo(weight: number): Promise<void> {
  while (state.credit < weight && !state.isStopped)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
}

function send(message: FromReader): void {
  parentPort?.postMessage(message);
}
