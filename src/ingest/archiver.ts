import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** Exact bytes of a source, compressed: `length` bytes from `offset` on. */
export interface ArchiveBlock {
  readonly offset: number;
  readonly length: number;
  /** Brotli. */
  readonly data: Uint8Array;
}

const compress = promisify(brotliCompress);

/**
 * Compresses bytes that begin at `offset` of their source, off this thread, in blocks of at most `blockBytes`: what has to be
 * unpacked to read a line. The bytes must stay as they are until then.
 */
export function compressBlocks(
  bytes: Buffer,
  offset: number,
  blockBytes: number,
): Promise<ArchiveBlock[]> {
  const blocks: Promise<ArchiveBlock>[] = [];
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const raw = bytes.subarray(from, from + blockBytes);
    blocks.push(compressBlock(raw, offset + from));
  }
  return Promise.all(blocks);
}

/** One piece is enough for most blocks. */
const CHUNK_BYTES = 128 * 1024;

/** Quality 1 is as fast as zlib's level 1 on logs, and smaller. */
async function compressBlock(raw: Buffer, offset: number): Promise<ArchiveBlock> {
  const data = await compress(raw, {
    chunkSize: CHUNK_BYTES,
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 1,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  return { offset, length: raw.length, data };
}
