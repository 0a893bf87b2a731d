import type { Hash } from 'node:crypto';
import { compressBlocks } from './archiver.ts';
import type { ArchiveBlock, CompressedBy } from './archiver.ts';
import type { PackedBatch, PackedEnd } from './pack/packed-batch.ts';
import type { Checkpoint } from './sink.ts';
import { bufferOn } from './raw-pool.ts';
import type { DecodedBatch, DecodedEnd, RawBytes, ReadJob } from './source-reader.ts';

/** Makes decoded batches of one file ready to be stored, in order: compresses their bytes, and hashes them where that is not done yet. */
export interface Sealer {
  seal(batch: DecodedBatch, by: CompressedBy): Promise<PackedBatch>;
  sealEnd(end: DecodedEnd, by: CompressedBy): Promise<PackedEnd>;
}

/** `hash` has taken in all bytes before the start of the job. */
export function createSealer(job: ReadJob, hash: Hash, blockBytes: number): Sealer {
  let checkpoint: Checkpoint = { ...job.start, sha256: digestOf(hash) };

  function compress(raw: RawBytes, by: CompressedBy): Promise<ArchiveBlock[]> {
    if (!job.archive) return Promise.resolve([]);
    const { offset, archived: done } = raw;
    return compressBlocks(bytesOf(raw), { offset, blockBytes, by, done });
  }

  function digest(raw: RawBytes): string {
    hash.update(bytesOf(raw));
    return digestOf(hash);
  }

  return {
    async seal({ lines, rejects, place, raw, sha256 }, by) {
      const hashed = sha256 ?? digest(raw);
      const blocks = compress(raw, by);
      if (place.offset > checkpoint.offset) checkpoint = { ...place, sha256: hashed };
      const sealed = { lines, rejects, checkpoint };
      return { ...sealed, archive: await blocks };
    },
    async sealEnd({ lastLine, raw, sha256 }, by) {
      const hashed = sha256 ?? digest(raw);
      const archive = await compress(raw, by);
      return { sizeBytes: raw.offset + raw.length, sha256: hashed, lastLine, archive };
    },
  };
}

/** None where they are compressed already, and their memory is used for others. */
export function bytesOf({ memory, length }: RawBytes): Buffer {
  return bufferOn(memory, length);
}

function digestOf(hash: Hash): string {
  return hash.copy().digest('hex');
}
