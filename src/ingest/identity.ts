import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { KnownSource } from './sink.ts';

/** Bytes at the beginning of a file by which a source it may continue is found. */
export const HEAD_BYTES = 4096;
const READ_BYTES = 1024 * 1024;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a file is to the store, told by its content, never by its name alone. */
export type Identity =
  | { readonly kind: 'new' }
  /** All of it is stored. */
  | { readonly kind: 'known'; readonly source: KnownSource }
  /** It holds what is stored of `source`, and more; `hash` has taken in the bytes before the checkpoint. */
  | { readonly kind: 'grown'; readonly source: KnownSource; readonly hash: Hash };

export interface OpenedFile {
  readonly file: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly head: Buffer;
}

/** Finds the source that a file is, continues, or is the beginning of. Reads the file at most once. */
export async function identify(
  opened: OpenedFile,
  known: readonly KnownSource[],
  openOther: (file: string) => Promise<FileHandle | null>,
): Promise<Identity> {
  const candidates = known.filter((source) => mayBe(opened, source));
  const shorter = candidates
    .filter((source) => source.checkpoint.offset <= opened.size)
    .toSorted((a, b) => a.checkpoint.offset - b.checkpoint.offset || a.id - b.id);
  const match = await longestPrefix(opened.handle, shorter);
  if (match !== null) return grownOrKnown(opened, match);
  for (const source of candidates) {
    if (source.checkpoint.offset > opened.size && (await isBeginningOf(opened, source, openOther)))
      return { kind: 'known', source };
  }
  const twin = await twinOf(opened, known);
  return twin === undefined ? { kind: 'new' } : { kind: 'known', source: twin };
}

/** A source with header lines only looks like the beginning of every log; its name must tell. */
function mayBe(opened: OpenedFile, source: KnownSource): boolean {
  if (source.checkpoint.counts.events === 0 && source.file !== opened.file) return false;
  const length = Math.min(source.headLength, opened.head.length);
  if (length < source.headLength) return opened.size < source.checkpoint.offset;
  return sha256(opened.head.subarray(0, length)) === source.headSha256;
}

interface PrefixMatch {
  readonly source: KnownSource;
  readonly hash: Hash;
}

async function longestPrefix(
  handle: FileHandle,
  candidates: readonly KnownSource[],
): Promise<PrefixMatch | null> {
  const hash = createHash('sha256');
  let match: PrefixMatch | null = null;
  let position = 0;
  for (const source of candidates) {
    await hashRange(handle, hash, position, source.checkpoint.offset);
    position = source.checkpoint.offset;
    const copy = hash.copy();
    if (copy.copy().digest('hex') === source.checkpoint.sha256) match = { source, hash: copy };
  }
  return match;
}

async function grownOrKnown(opened: OpenedFile, match: PrefixMatch): Promise<Identity> {
  const { source, hash } = match;
  const { offset } = source.checkpoint;
  if (opened.size < source.sizeBytes && opened.file !== source.file)
    return { kind: 'known', source };
  if (opened.size === offset && source.sizeBytes === offset) return { kind: 'known', source };
  if (opened.size === source.sizeBytes) {
    const whole = hash.copy();
    await hashRange(opened.handle, whole, offset, opened.size);
    if (whole.digest('hex') === source.sha256) return { kind: 'known', source };
  }
  return { kind: 'grown', source, hash };
}

/** The same file where its only event is a last line without its end: all bytes must tell, as those before tell nothing. */
async function twinOf(
  { handle, size }: OpenedFile,
  known: readonly KnownSource[],
): Promise<KnownSource | undefined> {
  const sameSize = known.filter(
    ({ sizeBytes, checkpoint }) =>
      sizeBytes === size && sizeBytes > checkpoint.offset && checkpoint.counts.events === 0,
  );
  if (sameSize.length === 0) return undefined;
  const hash = createHash('sha256');
  await hashRange(handle, hash, 0, size);
  const digest = hash.digest('hex');
  return sameSize.find((source) => source.sha256 === digest);
}

/** A copy made earlier is shorter than what is stored; only the bytes of the longer file can tell. */
async function isBeginningOf(
  opened: OpenedFile,
  source: KnownSource,
  openOther: (file: string) => Promise<FileHandle | null>,
): Promise<boolean> {
  if (source.file === opened.file) return false;
  const other = await openOther(source.file);
  if (other === null) return false;
  try {
    const mine = createHash('sha256');
    const theirs = createHash('sha256');
    await hashRange(opened.handle, mine, 0, opened.size);
    await hashRange(other, theirs, 0, opened.size);
    return mine.digest('hex') === theirs.digest('hex');
  } finally {
    await other.close();
  }
}

async function hashRange(handle: FileHandle, hash: Hash, from: number, to: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(0, to - from)));
  for (let position = from; position < to;) {
    const length = Math.min(buffer.length, to - position);
    const { bytesRead } = await handle.read(buffer, 0, length, position);
    if (bytesRead === 0) return;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
