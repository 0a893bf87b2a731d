import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Changes } from './append.ts';

/** A file while it is written; a killed run leaves at most this one. */
const SCRATCH = '.mailtrail-tmp';

/** Writes files at the top of a bag, each complete or not at all, in order. What has such a name is replaced, never followed. */
export async function putInFolder(folder: string, changes: Changes, mode: number): Promise<void> {
  for (const [path, bytes] of changes)
    await replaceFile(join(folder, SCRATCH), join(folder, path), mode, async (handle) => {
      await handle.writeFile(bytes);
    });
}

type Handle = Awaited<ReturnType<typeof open>>;

/** Writes `scratch`, a new file, and gives it the name `target` once it is on the disk. */
export async function replaceFile(
  scratch: string,
  target: string,
  mode: number,
  write: (handle: Handle) => Promise<void>,
): Promise<void> {
  await rm(scratch, { force: true });
  const handle = await open(scratch, 'wx', mode);
  try {
    await write(handle);
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(scratch, { force: true });
    throw error;
  }
  await handle.close();
  await rename(scratch, target);
  await syncFolder(dirname(target));
}

/** So that after a power failure the names are there in the order they were given in. Windows opens no folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not every system can; the files themselves are on the disk.
  }
}
