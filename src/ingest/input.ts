import { createReadStream, statSync } from 'node:fs';
import { errorMessage } from '../model/errors.ts';
import { UserError } from '../model/user-error.ts';
import { containerKind, gzipEntry, openZip } from './containers.ts';
import type { PackedEntry } from './containers.ts';
import { skippedFile } from './file-report.ts';
import { ingestFile } from './file.ts';
import type { FileContext, Outcome } from './file.ts';
import { BAG_MARK, STDIN } from './paths.ts';
import type { InputFile } from './paths.ts';
import { spoolStream } from './spool.ts';

/** Containers in containers are opened to this depth: a zip of server folders with zipped days in them. */
const MAX_DEPTH = 4;

/** Reads one input: a log, or each log in a container. What is packed or piped is first copied to a temporary file. */
export async function* ingestInput(
  { file }: InputFile,
  context: FileContext,
): AsyncGenerator<Outcome> {
  const stream = file === STDIN ? context.options.stdin : pipeOf(file);
  if (stream === null) yield* ingestPath(file, file, context, 0);
  else yield* ingestStream({ file, open: () => Promise.resolve(stream) }, context, 0);
}

/** Standard input, or a named pipe: it can be read only once. */
export function isPiped(file: string): boolean {
  try {
    return file === STDIN || statSync(file).isFIFO();
  } catch {
    return false;
  }
}

/** A named pipe (`<(zcat ...)`) can be read only once and has no size; null for anything else. */
function pipeOf(file: string): NodeJS.ReadableStream | null {
  try {
    return statSync(file).isFIFO() ? createReadStream(file) : null;
  } catch {
    return null;
  }
}

async function* ingestPath(
  file: string,
  path: string,
  context: FileContext,
  depth: number,
): AsyncGenerator<Outcome> {
  const kind = depth < MAX_DEPTH ? containerKind(path) : null;
  if (kind === null) yield await ingestFile({ file, path }, context);
  else if (kind === 'gzip') yield* ingestStream(gzipEntry(file, path), context, depth + 1);
  else yield* ingestZip(file, path, context, depth + 1);
}

async function* ingestZip(
  file: string,
  path: string,
  context: FileContext,
  depth: number,
): AsyncGenerator<Outcome> {
  let zip;
  try {
    zip = await openZip(file, path);
  } catch (error) {
    yield damaged(file, error);
    return;
  }
  try {
    const bags = bagsIn(zip.entries);
    for (const entry of zip.entries) {
      if (context.options.signal.aborted) return;
      if (bags.some((bag) => isCopyIn(bag, entry))) continue;
      yield* ingestStream(entry, context, depth);
    }
  } finally {
    zip.close();
  }
}

/** Folders of evidence bags in a zip file, with `/`; all else in one is passed over, as in a folder. */
function bagsIn(entries: readonly PackedEntry[]): string[] {
  return entries.flatMap(({ file }) =>
    file.endsWith(`/${BAG_MARK}`) ? [file.slice(0, -BAG_MARK.length)] : [],
  );
}

function isCopyIn(bag: string, { file }: PackedEntry): boolean {
  return file.startsWith(bag) && file !== bag + BAG_MARK;
}

async function* ingestStream(
  entry: PackedEntry,
  context: FileContext,
  depth: number,
): AsyncGenerator<Outcome> {
  let spooled;
  try {
    spooled = await spoolStream(await entry.open(), context.options.signal);
  } catch (error) {
    // A full disk ends the run; a damaged entry costs itself alone.
    if (error instanceof UserError) throw error;
    yield damaged(entry.file, error);
    return;
  }
  if (spooled === null) return;
  try {
    yield* ingestPath(entry.file, spooled.path, context, depth);
  } finally {
    await spooled.remove();
  }
}

function damaged(file: string, error: unknown): Outcome {
  const message = `damaged, or no ${/\.gz$/i.test(file) ? 'gzip' : 'zip'} file to its end: ${errorMessage(error)}`;
  return { report: skippedFile(file, 'unreadable', { error: message }), bytes: 0 };
}
