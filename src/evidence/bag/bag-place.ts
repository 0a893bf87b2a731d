import { lstatSync, rmSync } from 'node:fs';
import { link, lstat, mkdtemp, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { zipBag } from './zip-bag.ts';

/** A new bag while it is being written. */
export interface BagPlace {
  /** The folder to write it into; it becomes the bag. */
  readonly folder: string;
  /** Makes it the bag that was asked for, complete or not at all. Throws UserError `out-exists`. */
  finish(): Promise<void>;
  /** Removes what was written, unless it is finished. May be called at any time, also as the program ends. */
  discard(): void;
}

/** Begins a bag beside where it is to be, so that nothing half-made ever has its name. Throws UserError `out-exists`, `cannot-write`. */
export async function newBagPlace(out: string, zip: boolean): Promise<BagPlace> {
  const target = resolve(out);
  await refuseExisting(target, out);
  const scratch = await scratchFolder(target, out);
  const folder = join(scratch, 'bag');
  const discard = (): void => {
    rmSync(scratch, { recursive: true, force: true });
  };
  return {
    folder,
    discard,
    async finish() {
      await refuseExisting(target, out);
      if (zip) {
        const packed = join(scratch, 'bag.zip');
        await zipBag(folder, topFolder(target), packed);
        await moveFile(packed, target, out);
      } else await rename(folder, target);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function refuseExisting(target: string, out: string): Promise<void> {
  try {
    await lstat(target);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw cannotWrite(out, error);
  }
  throw existsAlready(out);
}

function existsAlready(out: string): UserError {
  return new UserError('out-exists', `${JSON.stringify(out)} is there already`, {
    hint: 'name another with --out: an evidence bag never overwrites anything',
    exitCode: EXIT.usage,
  });
}

async function scratchFolder(target: string, out: string): Promise<string> {
  try {
    return await mkdtemp(join(dirname(target), `.${basename(target)}.partial-`));
  } catch (error) {
    throw cannotWrite(out, error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EROFS: 'its folder may not be written to',
};

function cannotWrite(out: string, error: unknown): UserError {
  const why = WHY[errorCode(error) ?? ''] ?? errorMessage(error);
  return new UserError('cannot-write', `cannot write ${JSON.stringify(out)}: ${why}`, {
    hint: 'name a folder that is there and that you may write to: --out FOLDER/NAME',
    exitCode: EXIT.internal,
    cause: error,
  });
}

/** A link is made only where nothing is, a renamed file would replace what is there; not every file system has links. */
async function moveFile(from: string, target: string, out: string): Promise<void> {
  try {
    await link(from, target);
    await unlink(from);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw existsAlready(out);
    if (isThere(target)) throw error;
    await rename(from, target);
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The one folder in a zip: its name without the ending, of harmless characters. */
function topFolder(target: string): string {
  const name = basename(target)
    .replace(/\.zip$/i, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '');
  return name === '' ? 'bag' : name;
}
