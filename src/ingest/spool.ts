import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode, errorMessage } from '../model/errors.ts';
import { UserError } from '../model/user-error.ts';

/**
 * Copies a stream to a private temporary file: whether it is known already shows only after it was read once, and
 * memory must not grow with it. Null when the signal ends it. Throws UserError `cannot-spool`.
 */
export async function spoolStream(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<{ path: string; remove: () => Promise<void> } | null> {
  const folder = await privateFolder();
  const path = join(folder, 'stdin.log');
  // Log text must not stay behind, however the program ends.
  const removeNow = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeNow);
  const remove = async (): Promise<void> => {
    process.off('exit', removeNow);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    await remove();
    if (signal.aborted) return null;
    throw spoolError(error);
  }
  return { path, remove };
}

async function privateFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'mailtrail-stdin-'));
  } catch (error) {
    throw spoolError(error);
  }
}

/** What the copy, not the stream, can fail of. */
const WRITE_ERRORS = new Set(['ENOENT', 'ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'EACCES']);

function spoolError(error: unknown): unknown {
  if (!WRITE_ERRORS.has(errorCode(error) ?? '')) return error;
  return new UserError('cannot-spool', `cannot keep a copy of the input: ${errorMessage(error)}`, {
    hint: `free space in ${tmpdir()}, or name another folder in TMPDIR; nothing was stored`,
    cause: error,
  });
}
