import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';

/** One file to read. */
export interface InputFile {
  readonly file: string;
  /** It was seen to be no pipe. */
  readonly isPlain: boolean;
}

/** A folder that could not be listed. */
interface PathProblem {
  readonly file: string;
  readonly error: string;
}

export interface ResolvedPaths {
  readonly files: readonly InputFile[];
  readonly problems: readonly PathProblem[];
}

export const STDIN = '-';

/** What holds this is an evidence bag (RFC 8493): lines in it are copies, and to read them would count each twice. */
export const BAG_MARK = 'bagit.txt';

/**
 * Files named by paths: files, folders (recursive, but for evidence bags), globs and `-` for standard input, each once, in order of name
 * within each argument. Throws UserError `no-such-path` (exit 1) before anything was read.
 */
export async function resolvePaths(paths: readonly string[]): Promise<ResolvedPaths> {
  const files = new Map<string, InputFile>();
  const problems: PathProblem[] = [];
  const add = (file: string, isPlain: boolean): void => {
    if (!files.has(file)) files.set(file, { file, isPlain });
  };
  for (const path of paths) {
    if (path === STDIN) {
      add(STDIN, false);
      continue;
    }
    const found = await statOf(path);
    if (found?.isDirectory()) for (const file of await walk(path, problems)) add(file, true);
    else if (found) add(path, found.isFile());
    else for (const file of await matching(path)) add(file, false);
  }
  return { files: [...files.values()], problems };
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError('unreadable-path', `cannot read ${JSON.stringify(path)}`, {
      hint: 'check the permissions of the path, or copy the logs to a folder of your own first',
      cause: error,
    });
  }
}

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}

async function matching(pattern: string): Promise<string[]> {
  const isGlob = /[*?[\]{}]/.test(pattern);
  const found = isGlob ? await filesLike(pattern) : [];
  if (found.length > 0) return found.toSorted();
  throw new UserError(
    'no-such-path',
    isGlob
      ? `no file matches ${JSON.stringify(pattern)}`
      : `no such path ${JSON.stringify(pattern)}`,
    {
      hint: 'name a log file, a folder of logs such as EXCH01.log, a glob, or - for standard input',
      exitCode: isGlob ? EXIT.nothingFound : EXIT.internal,
    },
  );
}

/** Most name files and folders: only patterns wait for what reads them to be loaded. */
async function filesLike(pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  return glob([pattern.replaceAll('\\', '/')], { dot: false, caseSensitiveMatch: false });
}

/** As `export` calls what it has not finished. */
const UNFINISHED_BAG = /^\..+\.partial-[A-Za-z0-9]{6}$/;

async function walk(folder: string, problems: PathProblem[]): Promise<string[]> {
  const files: string[] = [];
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ file: folder, error: errorMessage(error) });
    return files;
  }
  // What it is shows in the summary, where this one file is told to be no log.
  if (entries.some(({ name }) => name === BAG_MARK)) return [join(folder, BAG_MARK)];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!UNFINISHED_BAG.test(entry.name)) files.push(...(await walk(path, problems)));
    } else if (entry.isFile()) files.push(path);
    // Links to folders are not followed: they may lead in circles.
    else if (entry.isSymbolicLink() && (await isFile(path))) files.push(path);
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
