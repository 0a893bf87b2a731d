import { Worker } from 'node:worker_threads';
import type { CompressedBy } from './archiver.ts';
import type { LogReader, Reading } from './log-reader.ts';
import type { PackedBatch, PackedEnd } from './pack/packed-batch.ts';
import { createSealer } from './sealer.ts';
import type { Sealer } from './sealer.ts';
import { isSmallBatch } from './raw-pool.ts';
import { READ_SIZES } from './source-reader.ts';
import type { DecodedBatch, DecodedEnd, ReadJob } from './source-reader.ts';

/** What the thread is told. `begin`: the seed of its hashes; `go`: the last batch of so many bytes is stored; its memory is free again. */
export type ToReader =
  | { readonly kind: 'begin'; readonly seed: number }
  | { readonly kind: 'read'; readonly job: ReadJob }
  | {
      readonly kind: 'go';
      readonly length: number;
      readonly lines: ArrayBufferLike;
      readonly raw: Uint8Array;
    }
  | { readonly kind: 'stop' };

/** What it answers: batches, then one of the others. */
export type FromReader =
  | {
      readonly kind: 'batch';
      readonly batch: DecodedBatch;
      /** Of the file, if this is its last batch: a small file is one message. */
      readonly end: DecodedEnd | null;
    }
  | { readonly kind: 'end'; readonly end: DecodedEnd }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }
  | { readonly kind: 'stopped' };

/** Batches that may wait to be written: the reader is to be ahead, but memory must not grow. */
export const BATCHES_AHEAD = 1;

/**
 * So many more while the writer is busy for long, as it is where it ends a group of batches: the reader compresses what it would only wait with, and needs little memory
 * for it then.
 */
export const COMPRESSED_AHEAD = 3;

/** What a batch of so many bytes counts as: small ones take less memory, and more of them are needed for the reader to have work while a transaction is committed. */
export function weightOf(length: number): number {
  return isSmallBatch(length, READ_SIZES.buffer) ? 1 / 4 : 1;
}

/** The same where they are compressed: then only what was decoded of them takes memory, and that is as much as they are. */
export function lightWeightOf(length: number): number {
  return Math.max(1 / 4, length / READ_SIZES.buffer);
}

/** A thread that starts, for who knows that it will be needed: meanwhile there is time to open a database. It keeps no process alive before it is asked. */
export function startReaderThread(): (seed: number) => LogReader {
  const worker = new Worker(new URL('./reader-worker.js', import.meta.url), {
    // It makes few objects: what it decodes are numbers in memory of its own.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
  const sealers: Sealer[] = [];
  const inbox = createInbox(worker, sealers);
  worker.unref();
  return (seed) => {
    worker.ref();
    worker.postMessage({ kind: 'begin', seed } satisfies ToReader);
    return readerIn(worker, inbox, sealers);
  };
}

/** Decodes in a thread of its own, while this one hashes and stores. Its death is an error of whoever waits for it. */
export function readInThread(seed: number): LogReader {
  return startReaderThread()(seed);
}

function readerIn(worker: Worker, inbox: Inbox, sealers: Sealer[]): LogReader {
  const send = (message: ToReader): void => worker.postMessage(message);

  return {
    start(job, hash) {
      sealers.push(createSealer(job, hash, READ_SIZES.block));
      send({ kind: 'read', job });
      return batches();
    },
    async close() {
      await worker.terminate();
    },
  };

  async function* batches(): Reading {
    let isOver = false;
    try {
      for (;;) {
        const message = await inbox.next();
        if (message.kind === 'batch') {
          yield await message.sealed;
          const { lines, raw } = message.batch;
          send({ kind: 'go', length: raw.length, lines: lines.memory, raw: raw.memory });
          continue;
        }
        isOver = true;
        if (message.kind === 'end') return await message.sealed;
        throw errorOf(message);
      }
    } finally {
      if (!isOver) await stop();
    }
  }

  /** The file may be closed only when the thread has let go of it. */
  async function stop(): Promise<void> {
    send({ kind: 'stop' });
    while ((await inbox.next()).kind === 'batch');
  }
}

function errorOf(message: FromReader & { kind: 'failed' | 'stopped' }): Error {
  return message.kind === 'failed'
    ? Object.assign(new Error(message.message), { code: message.code })
    : new Error('the reader was stopped');
}

/** A message; what is to be stored is being compressed from its arrival on. */
type Received =
  | { readonly kind: 'batch'; readonly batch: DecodedBatch; readonly sealed: Promise<PackedBatch> }
  | { readonly kind: 'end'; readonly sealed: Promise<PackedEnd> }
  | (FromReader & { readonly kind: 'failed' | 'stopped' });

/** Messages of the thread in order; rejects when it has died. */
interface Inbox {
  next(): Promise<Received>;
}

/** `sealers` are those of the files that are read. */
function createInbox(worker: Worker, sealers: Sealer[]): Inbox {
  const waiting: Received[] = [];
  let death: Error | null = null;
  /** Of who waits for a message; null: nobody does. */
  let wake: (() => void) | null = null;
  const die = (error: Error): void => {
    death ??= error;
    wake?.();
  };
  worker.on('message', (message: FromReader) => {
    waiting.push(...receive(message, sealers, wake === null ? 'others' : 'this thread'));
    wake?.();
  });
  worker.on('error', die);
  worker.on('exit', () => {
    die(new Error('the reading thread ended'));
  });
  return {
    async next() {
      for (;;) {
        const message = waiting.shift();
        if (message !== undefined) return message;
        if (death !== null) throw death;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
    },
  };
}

/** Files are read in order, so messages are of the first one that has not ended. */
function receive(message: FromReader, sealers: Sealer[], by: CompressedBy): Received[] {
  const [sealer] = sealers;
  if (message.kind !== 'batch' || message.end !== null) sealers.shift();
  if (message.kind === 'failed' || message.kind === 'stopped') return [message];
  if (sealer === undefined) throw new Error('a batch of no file');
  const { end } = message;
  const received: Received[] = [];
  if (message.kind === 'batch') {
    const { batch } = message;
    received.push({ kind: 'batch', batch, sealed: quiet(sealer.seal(batch, by)) });
  }
  if (end !== null) received.push({ kind: 'end', sealed: quiet(sealer.sealEnd(end, by)) });
  return received;
}

/** A promise that nobody may come to wait for must not count as unhandled. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
