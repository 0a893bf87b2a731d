import { statSync } from 'node:fs';
import { errorMessage } from '../model/errors.ts';
import type { FileReport } from '../model/ingest-report.ts';
import { containerKind } from './containers.ts';
import { skippedFile } from './file-report.ts';
import { resolvePaths } from './paths.ts';
import type { InputFile, ResolvedPaths } from './paths.ts';

/** What there is to be read now. */
interface Look {
  readonly files: readonly InputFile[];
  /** About how much there is to read: what is new of them. */
  readonly bytes: number;
  /** Paths that cannot be read; files that are gone. */
  readonly problems: readonly FileReport[];
}

/** The files that paths name, and which of them have changed since they were looked at last. A look costs one `stat` a file. */
export interface WatchList {
  /** Paths are resolved anew: folders get new files. */
  look(): Promise<Look>;
  /** What became of the files of the last look. One that could not be read is looked at again. */
  note(reports: readonly FileReport[]): void;
}

interface Seen {
  /** The path that names it. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** It is read once; what is in it does not grow. */
  readonly isContainer: boolean;
  readonly isRead: boolean;
}

/** Fewer bytes do not tell what a file is. */
const KIND_BYTES = 4;

export function createWatchList(paths: readonly string[]): WatchList {
  const seen = new Map<string, Seen>();
  let looked: readonly string[] = [];

  /** Takes in how a file is now; gives how much is new of it, or null where nothing is. */
  function change(file: string, path: string): number | null {
    const before = seen.get(file);
    if (before?.isContainer === true && before.isRead) return null;
    const { size, mtimeMs } = sizeOf(file);
    if (before !== undefined && isNothingNew(before, size, mtimeMs)) return null;
    const isContainer =
      before !== undefined && before.size >= KIND_BYTES
        ? before.isContainer
        : containerKind(file) !== null;
    seen.set(file, { path, size, mtimeMs, isContainer, isRead: false });
    return before === undefined || size < before.size ? size : size - before.size;
  }

  /** Files of a path that were there and are no more. */
  function takeGone(path: string, files: readonly InputFile[]): string[] {
    const there = new Set(files.map(({ file }) => file));
    const gone = [...seen]
      .filter(([file, one]) => one.path === path && !there.has(file))
      .map(([file]) => file);
    for (const file of gone) seen.delete(file);
    return gone;
  }

  return {
    async look() {
      const found = new Map<string, InputFile>();
      const problems: FileReport[] = [];
      let bytes = 0;
      for (const path of paths) {
        const resolved = await resolve(path);
        for (const { file, error } of resolved.problems)
          problems.push(skippedFile(file, 'unreadable', { error }));
        // What cannot be listed hides its files, they are not gone.
        if (resolved.problems.length === 0)
          for (const file of takeGone(path, resolved.files))
            problems.push(skippedFile(file, 'gone'));
        for (const input of resolved.files) {
          const more = found.has(input.file) ? null : change(input.file, path);
          if (more === null) continue;
          bytes += more;
          found.set(input.file, input);
        }
      }
      looked = [...found.keys()];
      return { files: [...found.values()], bytes, problems };
    },
    note(reports) {
      const unread = reports.filter(({ error }) => error !== null).map(({ file }) => file);
      for (const file of looked) {
        const now = seen.get(file);
        const isRead = !unread.some((other) => other === file || other.startsWith(`${file}/`));
        if (now !== undefined) seen.set(file, { ...now, isRead });
      }
    },
  };
}

/** To try a damaged archive again costs more than to open a file that must not be read. */
function isNothingNew({ isRead, isContainer, ...before }: Seen, size: number, at: number): boolean {
  return before.size === size && before.mtimeMs === at && (isRead || isContainer);
}

/** A path that is gone for now must not hide the others. */
async function resolve(path: string): Promise<ResolvedPaths> {
  try {
    return await resolvePaths([path]);
  } catch (error) {
    return { files: [], problems: [{ file: path, error: errorMessage(error) }] };
  }
}

/** Whoever opens a file that cannot be looked at tells why. */
function sizeOf(file: string): { size: number; mtimeMs: number } {
  try {
    return statSync(file);
  } catch {
    return { size: 0, mtimeMs: 0 };
  }
}
