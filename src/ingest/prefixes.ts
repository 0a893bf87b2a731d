import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { OpenedFile } from './identity.ts';
import type { LogHandle } from './log-handle.ts';

/** A hash that has taken in the first `offset` bytes of a file. */
interface Prefix {
  readonly hash: Hash;
  readonly offset: number;
}

/**
 * Remembers what was hashed of files that go on growing, so that they need not be read from their beginning each time: over a
 * network that would be the whole log every few seconds.
 */
export interface Prefixes {
  /** Null unless it is the same file, with the same first record, and the same bytes before `offset` as far as it pays to look. */
  of(opened: OpenedFile): Prefix | null;
  note(opened: OpenedFile, prefix: Prefix): void;
}

/** What is looked at again. */
const TAIL_BYTES = 64 * 1024;
/** Files of today, of many servers. */
const MOST_FILES = 1000;

interface Known extends Prefix {
  readonly headSha256: string;
  readonly dev: number;
  readonly ino: number;
  readonly tail: string;
}

export function createPrefixes(): Prefixes {
  const known = new Map<string, Known>();
  return {
    of(opened) {
      const found = known.get(opened.file);
      if (found === undefined || !isSame(opened, found)) return null;
      return { hash: found.hash.copy(), offset: found.offset };
    },
    note(opened, { hash, offset }) {
      const { file, handle, headSha256 } = opened;
      const { dev, ino } = handle.stat();
      const tail = tailOf(handle, offset);
      known.delete(file);
      known.set(file, { hash: hash.copy(), offset, headSha256, dev, ino, tail });
      const [oldest] = known.keys();
      if (known.size > MOST_FILES && oldest !== undefined) known.delete(oldest);
    },
  };
}

function isSame({ handle, headSha256, size }: OpenedFile, known: Known): boolean {
  if (headSha256 !== known.headSha256 || size < known.offset) return false;
  const { dev, ino } = handle.stat();
  return dev === known.dev && ino === known.ino && tailOf(handle, known.offset) === known.tail;
}

function tailOf(handle: LogHandle, offset: number): string {
  const buffer = Buffer.alloc(Math.min(TAIL_BYTES, offset));
  const bytesRead = handle.read(buffer, offset - buffer.length);
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
}
