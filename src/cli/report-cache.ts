import { statSync } from 'node:fs';
import type { Kept } from '../store/kept.ts';

/** Reports that are kept at most. */
const KEPT = 64;
/** What was read for some of them: that of three moments or so. At five million lines a moment takes 15 megabytes. */
const KEPT_READ = 9;

/** A file that was written to so short ago may be again without a later time of change: milliseconds. Systems tell times by their ticks. */
const UNSETTLED_MS = 100;
/** The same where the file system may keep whole seconds only, of which FAT keeps each second one. */
const UNSETTLED_SECONDS_MS = 2000;

/** Keeps reports that take long while their database stays as it is: a page is often asked for again. */
export interface ReportCache {
  /** What `make` gives, or gave for the same key. */
  get<Report>(key: string, make: () => Report): Report;
  /** What a report that is begun now is of; null: the database may be written to just now. */
  state(): string | null;
  /** Keeps a report that others made of that state, if the database still is in it. */
  put(key: string, report: unknown, state: string): void;
  /** Whether the report is kept, of the state that was seen last. */
  has(key: string): boolean;
}

/** Keeps nothing. */
export const NO_CACHE: ReportCache = {
  get: (_, make) => make(),
  state: () => null,
  put: () => undefined,
  has: () => false,
};

export function createReportCache(
  file: string,
  clock: () => number = Date.now,
  most = KEPT,
): ReportCache {
  const kept = new Map<string, unknown>();
  let seen: string | null = null;
  /** As the one that was asked for last. */
  const keep = (key: string, report: unknown): void => {
    kept.delete(key);
    for (const [oldest] of kept) if (kept.size >= most) kept.delete(oldest);
    kept.set(key, report);
  };
  /** Without reports of any other state. */
  const current = (): string | null => {
    const state = stateOf(file, clock());
    if (state === null || state !== seen) kept.clear();
    seen = state;
    return state;
  };
  return {
    state: current,
    has: (key) => kept.has(key),
    put(key, report, state) {
      if (current() === state) keep(key, report);
    },
    get<Report>(key: string, make: () => Report): Report {
      const state = current();
      const found = kept.get(key);
      if (found !== undefined) {
        keep(key, found);
        // A key stands for one question, so what is kept under it is what its `make` gave.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return found as Report;
      }
      const report = make();
      // What was read to make it may have been asked for of a newer state.
      if (state !== null && current() === state) keep(key, report);
      return report;
    },
  };
}

/** What changes with any write to a database; null: it may have been written to just now, or is not there. */
function stateOf(file: string, now: number): string | null {
  const parts = [file, `${file}-wal`].map((name) => statSync(name, { throwIfNoEntry: false }));
  const [database] = parts;
  if (database === undefined) return null;
  if (parts.some((part) => part !== undefined && !isSettled(part.mtimeMs, now))) return null;
  return parts
    .map((part) => (part === undefined ? '' : `${part.ino} ${part.size} ${part.mtimeMs}`))
    .join('\n');
}

/** Whether what is written to the file from now on gives it another time of change. */
function isSettled(changedAt: number, now: number): boolean {
  return now - changedAt >= (changedAt % 1000 === 0 ? UNSETTLED_SECONDS_MS : UNSETTLED_MS);
}

/** Keeps what is read of a database between its reports. What is given is for one that is opened after it. */
export function keepRead(file: string, clock?: () => number): () => Kept | null {
  const cache = createReportCache(file, clock, KEPT_READ);
  return () => {
    const state = cache.state();
    if (state === null) return null;
    return {
      get(key, read) {
        // Of a database that was written to meanwhile what is read is not what others would read.
        if (cache.state() !== state) return read();
        return cache.get(key, read);
      },
    };
  };
}
