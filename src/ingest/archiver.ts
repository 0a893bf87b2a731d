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

const compress = promisify(brotliCompress);

/** Here: the way to another thread takes a third as long again, which is lost where this one has nothing else to do. */
export type CompressedBy = 'this thread' | 'others';

/**
 * Compresses bytes that begin at `offset` of their source in blocks of at most `blockBytes`: what has to be
 * unpacked to read a line. The bytes must stay as they are until then.
 */
export function compressBlocks(
  bytes: Buffer,
  offset: number,
  blockBytes: number,
  by: CompressedBy,
): Promise<ArchiveBlock[]> {
  const blocks: Promise<ArchiveBlock>[] = [];
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const raw = bytes.subarray(from, from + blockBytes);
    blocks.push(compressBlock(raw, offset + from, by));
  }
  return Promise.all(blocks);
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

async function compressBlock(raw: Buffer, offset: number, by: CompressedBy): Promise<ArchiveBlock> {
  const options = optionsFor(raw);
  const data =
    by === 'this thread' ? brotliCompressSync(raw, options) : await compress(raw, options);
  return { offset, length: raw.length, data };
}
