import { compressNext, lengthOf } from './archiver.ts';
import type { ArchiveBlock } from './archiver.ts';
import type { RawPool } from './raw-pool.ts';
import { BATCHES_AHEAD, COMPRESSED_AHEAD, lightWeightOf, weightOf } from './reader-thread.ts';
import { bytesOf } from './sealer.ts';
import { READ_SIZES } from './source-reader.ts';
import type { DecodedBatch } from './source-reader.ts';

/** How far the reader is ahead of the writer. */
export interface ReadAhead {
  /** The batch, as it is to be sent, once it may be; null: nobody wants it any more. */
  taken(batch: DecodedBatch, isArchived: boolean): Promise<DecodedBatch | null>;
  /** A batch of so many bytes is stored; this is the memory of its bytes. */
  giveBack(raw: Uint8Array, length: number): void;
  stop(): void;
  isStopped(): boolean;
}

/** `pool` is that which bytes are read into. */
export function createReadAhead(pool: RawPool): ReadAhead {
  const credit = createCredit(BATCHES_AHEAD);
  /** Of batches whose bytes are compressed: the memory that those were read into is free again. */
  const lightCredit = createCredit(COMPRESSED_AHEAD);
  return {
    async taken(batch, isArchived) {
      const weight = weightOf(batch.raw.length);
      const ready = isArchived ? await archivedUntil(() => credit.has(weight), batch) : batch;
      if (credit.has(weight) || needsBytes(ready, isArchived))
        return (await credit.take(weight)) ? ready : null;
      if (!(await lightCredit.take(lightWeightOf(batch.raw.length)))) return null;
      pool.putBack(ready.raw.memory);
      return { ...ready, raw: { ...ready.raw, memory: NOWHERE } };
    },
    giveBack(raw, length) {
      const isLight = raw.byteLength === 0;
      if (!isLight) pool.putBack(raw);
      if (isLight) lightCredit.give(lightWeightOf(length));
      else credit.give(weightOf(length));
    },
    stop() {
      credit.stop();
      lightCredit.stop();
    },
    isStopped: credit.isStopped,
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

const NOWHERE = new Uint8Array(0);

/** Whether the writer has to compress or to hash its bytes. */
function needsBytes({ raw, sha256 }: DecodedBatch, isArchived: boolean): boolean {
  return sha256 === null || (isArchived && lengthOf(raw.archived ?? []) < raw.length);
}

/** What there is room for. */
interface Credit {
  /** There is as much, or nobody wants any more. */
  has(weight: number): boolean;
  give(weight: number): void;
  /** Waits until there is as much; false where the reader is to stop. */
  take(weight: number): Promise<boolean>;
  stop(): void;
  isStopped(): boolean;
}

function createCredit(most: number): Credit {
  const state = { left: most, isStopped: false };
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
