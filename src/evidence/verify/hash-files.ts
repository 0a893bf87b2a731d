import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { errorMessage } from '../../model/errors.ts';
import type { VerifyProgress } from '../../model/verify-report.ts';
import type { BagReader } from './bag-reader.ts';
import { bytesOf } from './read-bytes.ts';

/** What was read of a file. */
export interface HashedFile {
  readonly bytes: number;
  /** Hexadecimal, by algorithm; empty where it could not be read. */
  readonly digests: ReadonlyMap<string, string>;
  /** Whether a zip file names another CRC-32 for it. */
  readonly hasOtherCrc: boolean;
  /** Why it could not be read; null where it could. */
  readonly error: string | null;
}

/** Reads each file of the bag once, from its first to its last byte. */
export async function hashFiles(
  reader: BagReader,
  algorithms: readonly string[],
  onProgress: (progress: VerifyProgress) => void,
): Promise<Map<string, HashedFile>> {
  const hashed = new Map<string, HashedFile>();
  const totalBytes = [...reader.files.values()].reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [path, size] of reader.files) {
    const file = await hashFile(reader, path, size, algorithms, (bytes) => {
      onProgress({ bytes: before + bytes, totalBytes, what: path });
    });
    hashed.set(path, file);
    before += size;
  }
  return hashed;
}

async function hashFile(
  reader: BagReader,
  path: string,
  size: number,
  algorithms: readonly string[],
  onBytes: (bytes: number) => void,
): Promise<HashedFile> {
  const hashes = algorithms.map((name) => [name, createHash(name)] as const);
  const expectedCrc = reader.crc32(path);
  let crc = 0;
  let bytes = 0;
  try {
    for await (const chunk of bytesOf(await reader.open(path))) {
      for (const [, hash] of hashes) hash.update(chunk);
      if (expectedCrc !== null) crc = crc32(chunk, crc);
      bytes += chunk.length;
      onBytes(bytes);
      if (bytes > size) break;
    }
    if (bytes !== size) throw new Error('the file changed while it was read');
    const digests = new Map(hashes.map(([name, hash]) => [name, hash.digest('hex')]));
    const hasOtherCrc = expectedCrc !== null && crc !== expectedCrc;
    return { bytes, digests, hasOtherCrc, error: null };
  } catch (error) {
    return { bytes, digests: new Map(), hasOtherCrc: false, error: errorMessage(error) };
  }
}
