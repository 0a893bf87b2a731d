import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { LogHandle } from './log-handle.ts';
import type { Prefixes } from './prefixes.ts';
import type { IngestSink, KnownSource } from './sink.ts';

const READ_BYTES = 1024 * 1024;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a file is to the store, told by its content, never by its name alone. */
export type Identity =
  /** `replaces`: other content was stored under its name. */
  | { readonly kind: 'new'; readonly replaces: boolean }
  /** All of it is stored. */
  | { readonly kind: 'known'; readonly source: KnownSource }
  /** It holds what is stored of `source`, and more; `hash` has taken in the bytes before the checkpoint. */
  | { readonly kind: 'grown'; readonly source: KnownSource; readonly hash: Hash };

export interface OpenedFile {
  readonly file: string;
  readonly handle: LogHandle;
  readonly size: number;
  /** SHA-256 (hex) of all up to the end of the first record; empty while there is no whole record. */
  readonly headSha256: string;
}

/** What the store can tell of sources. */
type SourceLookup = Pick<IngestSink, 'similarSources' | 'archivedSha256'>;

/** Finds the source that a file is, continues, or is the beginning of. `prefixes` spares reading what was read before. */
export async function identify(
  opened: OpenedFile,
  lookup: SourceLookup,
  openOther: (file: string) => LogHandle | null,
  prefixes: Prefixes | null = null,
): Promise<Identity> {
  const { file, headSha256, size } = opened;
  const similar = lookup.similarSources({ file, headSha256, sizeBytes: size });
  const candidates = similar.filter((source) => mayBe(opened, source));
  const shorter = candidates
    .filter((source) => source.checkpoint.offset <= size)
    .toSorted((a, b) => a.checkpoint.offset - b.checkpoint.offset || a.id - b.id);
  const match = await longestPrefix(opened, shorter, prefixes);
  if (match !== null) return grownOrKnown(opened, match);
  const longer = candidates.filter((source) => source.checkpoint.offset > size);
  for (const source of longer)
    if (await isBeginningOf(opened, source, lookup, openOther)) return { kind: 'known', source };
  const twin = await twinOf(opened, similar);
  if (twin !== undefined) return { kind: 'known', source: twin };
  return { kind: 'new', replaces: similar.some((source) => source.file === file) };
}

/** What has header lines only looks like the beginning of every log; its name must tell. */
function mayBe(opened: OpenedFile, source: KnownSource): boolean {
  if (source.file === opened.file && (source.headSha256 === '' || opened.headSha256 === ''))
    return true;
  return source.headSha256 !== '' && source.headSha256 === opened.headSha256;
}

interface PrefixMatch {
  readonly source: KnownSource;
  readonly hash: Hash;
}

async function longestPrefix(
  opened: OpenedFile,
  candidates: readonly KnownSource[],
  prefixes: Prefixes | null,
): Promise<PrefixMatch | null> {
  const before = prefixes?.of(opened) ?? null;
  const hash = before?.hash ?? createHash('sha256');
  let match: PrefixMatch | null = null;
  let position = before?.offset ?? 0;
  for (const source of candidates.filter(({ checkpoint }) => checkpoint.offset >= position)) {
    await hashRange(opened.handle, hash, position, source.checkpoint.offset);
    position = source.checkpoint.offset;
    const copy = hash.copy();
    if (copy.copy().digest('hex') === source.checkpoint.sha256) match = { source, hash: copy };
  }
  if (match !== null)
    prefixes?.note(opened, { hash: match.hash, offset: match.source.checkpoint.offset });
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
  similar: readonly KnownSource[],
): Promise<KnownSource | undefined> {
  const sameSize = similar.filter(
    ({ sizeBytes, checkpoint, isPurged }) =>
      sizeBytes === size &&
      (isPurged || sizeBytes > checkpoint.offset) &&
      checkpoint.counts.events === 0,
  );
  if (sameSize.length === 0) return undefined;
  const digest = await digestOf(handle, size);
  return sameSize.find((source) => source.sha256 === digest);
}

/**
 * A file that was cut off, or copied earlier, is shorter than what is stored: the archive tells, or without one the bytes of
 * the longer file, if that is still there under another name.
 */
async function isBeginningOf(
  opened: OpenedFile,
  source: KnownSource,
  lookup: SourceLookup,
  openOther: (file: string) => LogHandle | null,
): Promise<boolean> {
  const archived = lookup.archivedSha256(source.id, opened.size);
  if (archived !== null) return archived === (await digestOf(opened.handle, opened.size));
  if (source.isPurged) return hasSameHead(opened, source);
  if (source.file === opened.file) return false;
  const other = openOther(source.file);
  if (other === null) return false;
  try {
    return (await digestOf(other, opened.size)) === (await digestOf(opened.handle, opened.size));
  } finally {
    other.close();
  }
}

/**
 * Of what was purged only the first record still tells, and before that the name: what begins with it and is no longer must not
 * come back.
 */
function hasSameHead(opened: OpenedFile, source: KnownSource): boolean {
  return opened.headSha256 === ''
    ? opened.file === source.file
    : opened.headSha256 === source.headSha256;
}

async function digestOf(handle: LogHandle, length: number): Promise<string> {
  const hash = createHash('sha256');
  await hashRange(handle, hash, 0, length);
  return hash.digest('hex');
}

/** Of gigabytes it takes a while: signals and progress come in between. */
async function hashRange(handle: LogHandle, hash: Hash, from: number, to: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(0, to - from)));
  for (let position = from; position < to;) {
    if (position > from) await setImmediate();
    const length = Math.min(buffer.length, to - position);
    const bytesRead = handle.read(buffer.subarray(0, length), position);
    if (bytesRead === 0) return;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
