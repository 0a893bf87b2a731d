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

interface Unpacked {
  readonly sourceId: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** One of each of the servers that a message went through, as a rule. */
const KEPT_BLOCKS = 8;

/** The blocks that were read last serve most lines: those of a message lie close together in the log of each server. */
export function createArchiveReader({ db }: Pick<Store, 'db'>): ArchiveReader {
  const find = db.prepare<[number, number, number], BlockRow>(
    `select offset, length, data from archive_block
     where source_id = ? and offset < ? and offset + length > ? order by offset`,
  );
  /** The one that was used last comes first. */
  let kept: readonly Unpacked[] = [];

  function use(block: Unpacked): Buffer {
    if (block !== kept[0])
      kept = [block, ...kept.filter((one) => one !== block)].slice(0, KEPT_BLOCKS);
    return block.bytes;
  }

  function unpack(sourceId: number, { offset, data }: BlockRow): Buffer {
    const known = kept.find((one) => one.sourceId === sourceId && one.offset === offset);
    return use(known ?? { sourceId, offset, bytes: brotliDecompressSync(data) });
  }

  function keptAround(sourceId: number, offset: number, length: number): Unpacked | undefined {
    return kept.find(
      (one) =>
        one.sourceId === sourceId &&
        one.offset <= offset &&
        offset + length <= one.offset + one.bytes.length,
    );
  }

  return (sourceId, offset, length) => {
    const around = keptAround(sourceId, offset, length);
    if (around !== undefined) {
      const from = offset - around.offset;
      return use(around).subarray(from, from + length);
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
