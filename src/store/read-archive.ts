import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import type { Store } from './reader.ts';

interface BlockRow {
  readonly offset: number;
  readonly length: number;
  readonly data: Buffer;
}

/** Reads exact bytes of a source from the archive. */
export type ArchiveReader = (sourceId: number, offset: number, length: number) => Buffer | null;

/** Blocks of a message lie close together, so the one read last serves most lines. */
export function createArchiveReader({ db }: Pick<Store, 'db'>): ArchiveReader {
  const find = db.prepare<[number, number, number], BlockRow>(
    `select offset, length, data from archive_block
     where source_id = ? and offset < ? and offset + length > ? order by offset`,
  );
  let last: { sourceId: number; offset: number; bytes: Buffer } | null = null;

  function unpack(sourceId: number, { offset, data }: BlockRow): Buffer {
    if (last?.sourceId === sourceId && last.offset === offset) return last.bytes;
    const bytes = brotliDecompressSync(data);
    last = { sourceId, offset, bytes };
    return bytes;
  }

  return (sourceId, offset, length) => {
    if (last?.sourceId === sourceId && offset >= last.offset) {
      const from = offset - last.offset;
      if (from + length <= last.bytes.length) return last.bytes.subarray(from, from + length);
    }
    const parts: Buffer[] = [];
    let at = offset;
    for (const block of find.all(sourceId, offset + length, offset)) {
      // A block that is missing leaves a hole.
      if (block.offset > at) return null;
      const bytes = unpack(sourceId, block);
      const part = bytes.subarray(at - block.offset, offset + length - block.offset);
      parts.push(part);
      at += part.length;
    }
    return at === offset + length ? Buffer.concat(parts) : null;
  };
}

const STEP_BYTES = 1024 * 1024;

/** SHA-256 (hex) of the first `length` bytes of a source; null where the archive does not hold them all, or not as they were. */
export function archivedSha256(db: Store['db'], sourceId: number, length: number): string | null {
  const isPurged = db
    .prepare('select 1 from source where id = ? and purged_before is not null')
    .get(sourceId);
  if (isPurged !== undefined) return null;
  const read = createArchiveReader({ db });
  const hash = createHash('sha256');
  for (let at = 0; at < length; at += STEP_BYTES) {
    const bytes = read(sourceId, at, Math.min(STEP_BYTES, length - at));
    if (bytes === null) return null;
    hash.update(bytes);
  }
  return hash.digest('hex');
}
