import type { Readable } from 'node:stream';

/** The files of a bag, whatever it lies in. No path in it was ever followed, only compared. */
export interface BagReader {
  readonly container: 'folder' | 'zip';
  /** Bytes of each file by its path in the bag, as far as they may be read; in order of path. */
  readonly files: ReadonlyMap<string, number>;
  /** The bytes of a file of `files`. Throws, or the stream fails, where it changed or is damaged. */
  open(path: string): Promise<Readable>;
  /** CRC-32 that a zip file names for a file; null in a folder. */
  crc32(path: string): number | null;
  close(): Promise<void>;
}

/** How much of a bag is read at most. */
export interface BagLimits {
  /** Bytes of all files together; null for what fits the container. */
  readonly maxBytes: number | null;
  readonly maxEntries: number;
}

export const MAX_ENTRIES = 100_000;

/** By path, code units. */
export function inOrder<T>(files: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
