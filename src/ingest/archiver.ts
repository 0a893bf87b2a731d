import { brotliCompressSync, constants } from 'node:zlib';

/** Exact bytes of a source, compressed: `length` bytes from `offset` on. */
export interface ArchiveBlock {
  readonly offset: number;
  readonly length: number;
  /** Brotli. */
  readonly data: Buffer;
}

/** Bytes that one block holds at most: what has to be unpacked to read a line. */
const BLOCK_BYTES = 1024 * 1024;
/** Bytes of an unfinished line that are held before they are packed. */
const HELD_BYTES = 8 * BLOCK_BYTES;

/** Keeps the exact bytes of what is read, compressed in blocks that end where batches end. */
export interface Archiver {
  add(bytes: Buffer): void;
  /** Blocks of all bytes before `offset` that were not taken yet. */
  takeUntil(offset: number): ArchiveBlock[];
}

export function createArchiver(start: number): Archiver {
  let parts: Buffer[] = [];
  let held = 0;
  let offset = start;
  let ready: ArchiveBlock[] = [];

  /** Packs the first `length` bytes that are held. */
  function pack(length: number): void {
    const bytes = Buffer.concat(parts);
    for (let from = 0; from < length; from += BLOCK_BYTES) {
      const raw = bytes.subarray(from, Math.min(length, from + BLOCK_BYTES));
      ready.push({ offset: offset + from, length: raw.length, data: compress(raw) });
    }
    const rest = Buffer.from(bytes.subarray(length));
    parts = rest.length === 0 ? [] : [rest];
    held = rest.length;
    offset += length;
  }

  return {
    add(bytes) {
      // The reader uses its buffer again.
      parts.push(Buffer.from(bytes));
      held += bytes.length;
    },
    takeUntil(end) {
      if (end > offset) pack(end - offset);
      // A line without end must not be held whole.
      else if (held > HELD_BYTES) pack(held);
      if (end < offset) return [];
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}

/** Quality 1 is as fast as zlib's level 1 on logs, and smaller. */
function compress(raw: Buffer): Buffer {
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 1,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
}

/** Keeps nothing. */
export const NO_ARCHIVE: Archiver = { add: () => undefined, takeUntil: () => [] };
