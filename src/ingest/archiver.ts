import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants } from 'node:zlib';
import type { BrotliOptions } from 'node:zlib';

/** Exact bytes of a source, compressed: `length` bytes from `offset` on. */
export interface ArchiveBlock {
  readonly offset: number;
  readonly length: number;
  /** Brotli. */
  readonly data: Uint8Array;
}

const compressInPool = promisify(brotliCompress);

/** Here: the way to another thread takes a third as long again, which is lost where this one has nothing else to do. */
export type CompressedBy = 'this thread' | 'others';

/** What is compressed, and how. */
export interface Compressing {
  /** Where the bytes begin in their source. */
  readonly offset: number;
  /** Of a block at most: what has to be unpacked to read a line. */
  readonly blockBytes: number;
  readonly by: CompressedBy;
  /** The first blocks, where they are compressed already. */
  readonly done?: readonly ArchiveBlock[] | undefined;
}

/** Compresses bytes, which must stay as they are until then. */
export function compressBlocks(
  bytes: Buffer,
  { offset, blockBytes, by, done = [] }: Compressing,
): Promise<ArchiveBlock[]> {
  const blocks = done.map((block) => Promise.resolve(block));
  const compress = by === 'this thread' ? compressNow : compressAside;
  for (let from = lengthOf(done); from < bytes.length; from += blockBytes)
    blocks.push(Promise.resolve(compress(bytes.subarray(from, from + blockBytes), offset + from)));
  return Promise.all(blocks);
}

/** The block after those; null: there is none. */
export function compressNext(
  bytes: Buffer,
  { offset, blockBytes, done = [] }: Omit<Compressing, 'by'>,
): ArchiveBlock | null {
  const from = lengthOf(done);
  if (from >= bytes.length) return null;
  return compressNow(bytes.subarray(from, from + blockBytes), offset + from);
}

/** Of the bytes that are in them. */
export function lengthOf(blocks: readonly ArchiveBlock[]): number {
  return blocks.reduce((sum, { length }) => sum + length, 0);
}

/** One piece is enough for most blocks. */
const CHUNK_BYTES = 128 * 1024;

/** Quality 1 is as fast as zlib's level 1 on logs, and smaller. */
function optionsFor(raw: Buffer): BrotliOptions {
  return {
    chunkSize: CHUNK_BYTES,
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 1,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  };
}

function compressNow(raw: Buffer, offset: number): ArchiveBlock {
  return { offset, length: raw.length, data: brotliCompressSync(raw, optionsFor(raw)) };
}

async function compressAside(raw: Buffer, offset: number): Promise<ArchiveBlock> {
  return { offset, length: raw.length, data: await compressInPool(raw, optionsFor(raw)) };
}
