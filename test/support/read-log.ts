import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { brotliDecompressSync } from 'node:zlib';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { ArchiveBlock } from '../../src/ingest/archiver.ts';
import { readHere } from '../../src/ingest/log-reader.ts';
import type { LogReader, Reading } from '../../src/ingest/log-reader.ts';
import type { LineStart } from '../../src/ingest/line-reader.ts';
import { NOT_READ } from '../../src/ingest/pack/packed-batch.ts';
import type { PackedEnd } from '../../src/ingest/pack/packed-batch.ts';
import type { Checkpoint, RejectedLine } from '../../src/ingest/sink.ts';
import type { ReadJob, ReadSizes } from '../../src/ingest/source-reader.ts';
import { createUnpacker } from './unpack.ts';
import type { NamedEvent, NamedFacts, NamedLines, Unpack } from './unpack.ts';

export const AT_BEGINNING: LineStart = {
  offset: 0,
  line: 1,
  layout: exchange2003.initialLayout,
  counts: { lines: 0, events: 0, directives: 0, blank: 0, continuations: 0, rejects: 0 },
};

const KIB = 1024;
export const SEED = 20_040_218;

/** Enough for any log of a test to be one batch. */
export const LARGE: ReadSizes = {
  firstBatch: 256 * KIB,
  buffer: 256 * KIB,
  maxLine: 128 * KIB,
  block: 64 * KIB,
};

/** Sizes that cut logs into many batches, buffers and blocks. A line may have this many bytes. */
export function tinySizes(maxLine: number): fc.Arbitrary<ReadSizes> {
  const few = [1, 61, maxLine, 3 * maxLine + 1].flatMap((firstBatch) =>
    [2 * maxLine, 2 * maxLine + 1, 5 * maxLine - 1].map((buffer, index) => ({
      firstBatch,
      buffer,
      maxLine,
      // Each block is compressed on its own, at some cost.
      block: (maxLine >> 2) + index * maxLine,
    })),
  );
  return fc.constantFrom(...few);
}

/** What reading one file gave, all batches together. */
export interface ReadLog {
  readonly events: readonly NamedEvent[];
  readonly facts: readonly NamedFacts[];
  readonly rejects: readonly RejectedLine[];
  /** Of each batch. */
  readonly checkpoints: readonly Checkpoint[];
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly lastLine: NamedLines | null;
  readonly blocks: readonly ArchiveBlock[];
}

/** What is read of a file unless a test says otherwise. */
export const JOB: Omit<ReadJob, 'fd'> = {
  start: AT_BEGINNING,
  format: 'exchange2003',
  encoding: 'utf-8',
  server: null,
  keepSubject: true,
  day: null,
  archive: true,
};

export type ReadChanges = Partial<Omit<ReadJob, 'fd'>> & { readonly sizes?: ReadSizes };

/** A reader needs some megabytes, so those of the same sizes share one: what it read before must not show. */
const readers = new Map<string, { readonly reader: LogReader; readonly unpack: Unpack }>();

/** Reads bytes, by way of the file `path`. */
export async function readLog(
  path: string,
  bytes: Uint8Array,
  { sizes = LARGE, ...changes }: ReadChanges = {},
): Promise<ReadLog> {
  const key = JSON.stringify(sizes);
  const known = readers.get(key);
  const { reader, unpack } = known ?? {
    reader: readHere(sizes)(SEED, bytes.length),
    unpack: createUnpacker(),
  };
  if (known === undefined) readers.set(key, { reader, unpack });
  return readWith(reader, unpack, path, bytes, changes);
}

/** The same with this reader. `unpack` belongs to it. */
export async function readWith(
  reader: LogReader,
  unpack: Unpack,
  path: string,
  bytes: Uint8Array,
  changes: Omit<ReadChanges, 'sizes'> = {},
): Promise<ReadLog> {
  const { reading, close } = startReading(reader, path, bytes, changes);
  try {
    return await readAll(reading, unpack);
  } finally {
    await reading.return(NOT_READ);
    close();
  }
}

/** Reads some batches of `path` and leaves it there. */
export async function readBatches(
  reader: LogReader,
  path: string,
  bytes: Uint8Array,
  count: number,
): Promise<void> {
  const { reading, close } = startReading(reader, path, bytes, {});
  for (let n = 0; n < count; n++) await reading.next();
  await reading.return(NOT_READ);
  close();
}

function startReading(
  reader: LogReader,
  path: string,
  bytes: Uint8Array,
  changes: Omit<ReadChanges, 'sizes'>,
): { readonly reading: Reading; readonly close: () => void } {
  writeFileSync(path, bytes);
  const fd = openSync(path, 'r');
  const job = { ...JOB, fd, ...changes };
  const hash = createHash('sha256').update(bytes.subarray(0, job.start.offset));
  return { reading: reader.start(job, hash), close: () => closeSync(fd) };
}

/** Each batch is looked at before the next one is asked for: their memory is used again. */
async function readAll(reading: Reading, unpack: Unpack): Promise<ReadLog> {
  const named: NamedLines[] = [];
  const rejects: RejectedLine[] = [];
  const checkpoints: Checkpoint[] = [];
  const blocks: ArchiveBlock[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done === true)
      return { ...together(named), rejects, checkpoints, ...endOf(next.value, blocks, unpack) };
    const batch = next.value;
    named.push(unpack(batch.lines));
    rejects.push(...batch.rejects);
    checkpoints.push(batch.checkpoint);
    blocks.push(...batch.archive);
  }
}

function together(named: readonly NamedLines[]): Pick<ReadLog, 'events' | 'facts'> {
  return {
    events: named.flatMap(({ events }) => events),
    facts: named.flatMap(({ facts }) => facts),
  };
}

function endOf(
  { sizeBytes, sha256, lastLine, archive }: PackedEnd,
  blocks: readonly ArchiveBlock[],
  unpack: Unpack,
): Pick<ReadLog, 'sizeBytes' | 'sha256' | 'lastLine' | 'blocks'> {
  return {
    sizeBytes,
    sha256,
    lastLine: lastLine === null ? null : unpack(lastLine),
    blocks: [...blocks, ...archive],
  };
}

/** What the blocks hold; fails where they leave a hole, overlap or hold other bytes than they say. */
export function unpackBlocks(blocks: readonly ArchiveBlock[], from = 0): Buffer {
  const parts: Buffer[] = [];
  let end = from;
  for (const { offset, length, data } of blocks) {
    const bytes = brotliDecompressSync(data);
    if (offset !== end || bytes.length !== length || length === 0)
      throw new Error(`${length} bytes at ${offset} after ${end} hold ${bytes.length}`);
    parts.push(bytes);
    end += length;
  }
  return Buffer.concat(parts);
}
