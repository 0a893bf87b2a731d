import { createHash } from 'node:crypto';
import type { LogCandidate } from './log-candidates.ts';
import { bytesOf } from './read-bytes.ts';
import { sourceKey } from './source-list.ts';
import type { BagSource } from './source-list.ts';

/** What stands for a log of the bag among the files of a folder. */
export interface LogMatch {
  readonly source: BagSource;
  /** The file that begins with the bytes of the log; null where none does. */
  readonly original: LogCandidate | null;
  /** Where there is none: the file of the same name in a folder of the same name, or of the same name. */
  readonly namesake: { readonly candidate: LogCandidate; readonly isSameFolder: boolean } | null;
}

/** Finds each log by its content, files of the same name first. Each file is read once at most. */
export async function matchLogs(
  sources: readonly BagSource[],
  candidates: readonly LogCandidate[],
  onFile: (candidate: LogCandidate) => void,
): Promise<LogMatch[]> {
  const open = new Map(sources.map((source) => [sourceKey(source), source]));
  const found = new Map<string, LogCandidate>();
  for (const candidate of inOrderOfPromise(candidates, sources)) {
    if (open.size === 0) break;
    onFile(candidate);
    for (const source of await beginnings(candidate, [...open.values()])) {
      found.set(sourceKey(source), candidate);
      open.delete(sourceKey(source));
    }
  }
  const taken = new Set(found.values());
  const left = candidates.filter((candidate) => !taken.has(candidate));
  return sources.map((source) => {
    const original = found.get(sourceKey(source)) ?? null;
    return { source, original, namesake: original === null ? namesakeOf(source, left) : null };
  });
}

/** Same name before other names, the exact size before others, plain files before packed ones. */
function inOrderOfPromise(
  candidates: readonly LogCandidate[],
  sources: readonly BagSource[],
): LogCandidate[] {
  const names = new Set(sources.map(({ file }) => nameOf(file)));
  const sizes = new Set(sources.map(({ size }) => size));
  const rank = ({ file, size }: LogCandidate): number =>
    (names.has(nameOf(file)) ? 0 : 4) +
    (size !== null && sizes.has(size) ? 0 : 2) +
    (size === null ? 1 : 0);
  return candidates.toSorted((a, b) => rank(a) - rank(b));
}

/** The sources that a file begins with, found in one reading of as much of it as the largest needs. */
async function beginnings(
  candidate: LogCandidate,
  sources: readonly BagSource[],
): Promise<BagSource[]> {
  const { size } = candidate;
  const fitting = sources
    .filter((source) => size === null || source.size <= size)
    .toSorted((a, b) => a.size - b.size);
  const found: BagSource[] = [];
  const hash = createHash('sha256');
  let at = 0;
  let next = 0;
  const digestAtNext = (): void => {
    const digest = hash.copy().digest('hex');
    for (const end = at; fitting[next]?.size === end; next += 1) {
      const source = fitting[next];
      if (source?.sha256 === digest) found.push(source);
    }
  };
  if (fitting[0]?.size === 0) digestAtNext();
  if (next >= fitting.length) return found;
  try {
    for await (const chunk of bytesOf(await candidate.open())) {
      let from = 0;
      while (from < chunk.length && next < fitting.length) {
        const to = Math.min(chunk.length, from + (fitting[next]?.size ?? 0) - at);
        hash.update(chunk.subarray(from, to));
        at += to - from;
        from = to;
        if (at === fitting[next]?.size) digestAtNext();
      }
      if (next >= fitting.length) break;
    }
  } catch {
    // A damaged file is no original; what was read of it before still counts.
  }
  return found;
}

function namesakeOf(source: BagSource, candidates: readonly LogCandidate[]): LogMatch['namesake'] {
  const segments = segmentsOf(source.file);
  let best: LogMatch['namesake'] = null;
  let bestScore = 0;
  for (const candidate of candidates) {
    const score = commonEnd(segments, segmentsOf(candidate.file));
    if (score <= bestScore) continue;
    bestScore = score;
    best = { candidate, isSameFolder: score >= Math.min(2, segments.length) };
  }
  return best;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count += 1;
  return count;
}

/** Parts of a path of any system, from the last on told alike: capitals and the ending of a packed file do not count. */
function segmentsOf(file: string): string[] {
  return file
    .toLowerCase()
    .replace(/\.gz$/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.');
}

function nameOf(file: string): string {
  return segmentsOf(file).at(-1) ?? '';
}
