import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errorMessage } from '../../model/errors.ts';
import { createPathCheck, shortPath } from './bag-path.ts';
import { inOrder } from './bag-reader.ts';
import type { BagLimits, BagReader } from './bag-reader.ts';
import type { Findings } from './findings.ts';

/** Nothing is packed in a folder, so only sparse files can cheat. */
const MAX_BYTES = 2 ** 40;
const CHUNK = 256 * 1024;

/** The files of a bag that is a folder; null where it is refused as a whole. Links are never followed. */
export async function openFolderBag(
  folder: string,
  limits: BagLimits,
  findings: Findings,
): Promise<BagReader | null> {
  const listing = await list(folder, limits, findings);
  if (listing === null) return null;
  const maxBytes = limits.maxBytes ?? MAX_BYTES;
  if (listing.bytes > maxBytes) {
    findings.fail(
      'too-large',
      null,
      `the files have ${listing.bytes} bytes, more than ${maxBytes}; --max-size names another limit`,
    );
    return null;
  }
  const files = inOrder(listing.files);
  return {
    container: 'folder',
    files,
    open: (path) => openFile(join(folder, ...path.split('/')), files.get(path) ?? 0),
    crc32: () => null,
    close: () => Promise.resolve(),
  };
}

interface Listing {
  readonly files: Map<string, number>;
  bytes: number;
  entries: number;
  /** Files that have another name too. */
  linked: number;
}

async function list(
  folder: string,
  limits: BagLimits,
  findings: Findings,
): Promise<Listing | null> {
  const listing: Listing = { files: new Map(), bytes: 0, entries: 0, linked: 0 };
  const isSafe = createPathCheck(findings);
  const folders: string[] = [''];
  for (let within = folders.pop(); within !== undefined; within = folders.pop()) {
    for await (const raw of namesIn(join(folder, ...within.split('/')), within, findings)) {
      listing.entries += 1;
      if (listing.entries > limits.maxEntries) {
        findings.fail(
          'too-many-entries',
          null,
          `the bag has more than ${limits.maxEntries} entries`,
        );
        return null;
      }
      const path = `${within === '' ? '' : `${within}/`}${raw.toString('utf8')}`;
      if (!isUtf8(raw)) findings.fail('bad-encoding', shortPath(path), 'the name is not UTF-8');
      else if (isSafe(path) && (await addEntry(folder, path, listing, findings)))
        folders.push(path);
    }
  }
  if (listing.linked > 0)
    findings.note(
      'hard-links',
      `files of the bag that have a second name on this disk (hard links): ${listing.linked}. Who changes them there changes the bag; a copy of the bag has none`,
    );
  return listing;
}

/** Names in a folder as bytes: text would hide which are not UTF-8. A folder that cannot be listed is told. */
async function* namesIn(folder: string, path: string, findings: Findings): AsyncGenerator<Buffer> {
  try {
    for await (const entry of await opendir(folder, { encoding: 'latin1' }))
      yield Buffer.from(entry.name, 'latin1');
  } catch (error) {
    findings.fail('unreadable-file', path === '' ? null : path, errorMessage(error));
  }
}

/** Takes an entry into the listing; whether it is a folder to look into. */
async function addEntry(
  folder: string,
  path: string,
  listing: Listing,
  findings: Findings,
): Promise<boolean> {
  let stat;
  try {
    stat = await lstat(join(folder, ...path.split('/')));
  } catch (error) {
    findings.fail('unreadable-file', path, errorMessage(error));
    return false;
  }
  if (stat.isDirectory()) return true;
  if (stat.isFile()) {
    listing.files.set(path, stat.size);
    listing.bytes += stat.size;
    if (stat.nlink > 1) listing.linked += 1;
  } else if (stat.isSymbolicLink()) findings.fail('link', path, 'a symbolic link, not followed');
  else findings.fail('special-file', path, 'neither a file nor a folder');
  return false;
}

/** Opened without following a link and without waiting for a pipe: the entry may have changed since it was listed. */
async function openFile(file: string, size: number): Promise<Readable> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(file, flags);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== size) throw new Error('the file changed while it was read');
  } catch (error) {
    await handle.close();
    throw error;
  }
  return handle.createReadStream({ highWaterMark: CHUNK });
}
