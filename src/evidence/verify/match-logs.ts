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
): Promise<readonly BagSource[]> {
  const { size } = candidate;
  const check = new Beginnings(sources.filter((source) => size === null || source.size <= size));
  try {
    if (!check.isDone)
      for await (const chunk of bytesOf(await candidate.open())) {
        check.add(chunk);
        if (check.isDone) break;
      }
  } catch {
    // A damaged file is no original; what was read of it before still counts.
  }
  return check.found;
}

/** Hashes the beginning of a file, and compares at the size of each source. */
class Beginnings {
  readonly found: BagSource[] = [];
  readonly #waiting: BagSource[];
  readonly #hash = createHash('sha256');
  #at = 0;

  constructor(sources: readonly BagSource[]) {
    this.#waiting = sources.toSorted((a, b) => b.size - a.size);
    this.#compare();
  }

  get isDone(): boolean {
    return this.#waiting.length === 0;
  }

  add(chunk: Buffer): void {
    for (let from = 0; from < chunk.length && !this.isDone;) {
      const size = this.#waiting.at(-1)?.size ?? 0;
      const to = Math.min(chunk.length, from + size - this.#at);
      this.#hash.update(chunk.subarray(from, to));
      this.#at += to - from;
      from = to;
      this.#compare();
    }
  }

  #compare(): void {
    if (this.#waiting.at(-1)?.size !== this.#at) return;
    const digest = this.#hash.copy().digest('hex');
    while (this.#waiting.at(-1)?.size === this.#at) {
      const source = this.#waiting.pop();
      if (source?.sha256 === digest) this.found.push(source);
    }
  }
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
