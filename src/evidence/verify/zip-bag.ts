import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import type { Entry, ZipFile } from 'yauzl';
import { errorMessage } from '../../model/errors.ts';
import { createPathCheck, shortPath } from './bag-path.ts';
import { inOrder } from './bag-reader.ts';
import type { BagLimits, BagReader } from './bag-reader.ts';
import type { Findings } from './findings.ts';
import { entryFault, nameFault } from './zip-entry.ts';
import { checkLayout } from './zip-layout.ts';

/** Logs pack to a tenth or less; what unpacks to a hundred times its size and more than this is a bomb, or rare. */
const FREE_BYTES = 2 ** 30;
const MAX_RATIO = 100;

/** The files of a bag that is a zip file of one folder; null where it is refused as a whole. */
export async function openZipBag(
  file: string,
  limits: BagLimits,
  findings: Findings,
): Promise<BagReader | null> {
  const { openPromise } = await import('yauzl');
  let zip: ZipFile;
  try {
    // Names are not decoded by yauzl, which would end at the first bad one: all of them are to be told.
    zip = await openPromise(file, { autoClose: false, decodeStrings: false });
  } catch (error) {
    findings.fail('zip-damaged', null, `this is no whole zip file: ${errorMessage(error)}`);
    return null;
  }
  try {
    const reader = await readZip(file, zip, limits, findings);
    if (reader === null) zip.close();
    return reader;
  } catch (error) {
    zip.close();
    findings.fail('zip-damaged', null, errorMessage(error));
    return null;
  }
}

async function readZip(
  file: string,
  zip: ZipFile,
  limits: BagLimits,
  findings: Findings,
): Promise<BagReader | null> {
  if (zip.entryCount > limits.maxEntries) {
    findings.fail(
      'too-many-entries',
      null,
      `the zip file says it has ${zip.entryCount} entries, more than ${limits.maxEntries}`,
    );
    return null;
  }
  const directoryAt = Number(zip.readEntryCursor);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const isWhole = await checkLayout(file, zip, entries, directoryAt, findings);
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const packed = (await stat(file)).size;
  const maxBytes = limits.maxBytes ?? Math.max(FREE_BYTES, packed * MAX_RATIO);
  if (total > maxBytes) {
    findings.fail(
      'too-large',
      null,
      `the entries unpack to ${total} bytes, more than ${maxBytes} (the zip file has ${packed}); --max-size names another limit`,
    );
    return null;
  }
  const files = filesOf(entries, findings);
  if (!isWhole || files === null) return null;
  return zipReader(zip, files);
}

function zipReader(zip: ZipFile, entries: ReadonlyMap<string, Entry>): BagReader {
  const ordered = inOrder(entries);
  return {
    container: 'zip',
    files: new Map([...ordered].map(([path, entry]) => [path, entry.uncompressedSize])),
    open(path) {
      const entry = ordered.get(path);
      if (entry === undefined) throw new Error(`no entry ${JSON.stringify(path)}`);
      return zip.openReadStreamPromise(entry);
    },
    crc32: (path) => ordered.get(path)?.crc32 ?? null,
    close() {
      zip.close();
      return Promise.resolve();
    },
  };
}

/** Entries that may be read, by their path within the one top folder; null where there is no such folder. */
function filesOf(entries: readonly Entry[], findings: Findings): Map<string, Entry> | null {
  const named = namedEntries(entries, findings);
  const tops = [...new Set(named.map(({ path }) => topOf(path)))];
  const [top] = tops;
  if (
    top === undefined ||
    tops.length > 1 ||
    named.some(({ path, isFolder }) => path === top && !isFolder)
  ) {
    findings.fail('zip-top-folder', null, topFault(tops, named));
    return null;
  }
  const isSafe = createPathCheck(findings);
  const files = new Map<string, Entry>();
  for (const { path, entry, isFolder } of named) {
    const within = path.slice(top.length + 1);
    if (within === '') continue;
    if (!isSafe(within)) continue;
    const fault = entryFault(entry, isFolder);
    if (fault !== null) findings.fail(fault.code, shortPath(within), fault.detail);
    else if (!isFolder) files.set(within, entry);
  }
  refuseFilesAsFolders(files, findings);
  return files;
}

interface NamedEntry {
  /** Without the slash at the end that a folder has. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly entry: Entry;
}

function namedEntries(entries: readonly Entry[], findings: Findings): NamedEntry[] {
  const named: NamedEntry[] = [];
  for (const entry of entries) {
    const raw = entry.fileNameRaw;
    const name = raw.toString('utf8');
    const isFolder = name.endsWith('/');
    const path = isFolder ? name.slice(0, -1) : name;
    const fault = isUtf8(raw) ? nameFault(entry, path) : ENCODING;
    if (fault === null) named.push({ path, isFolder, entry });
    else findings.fail(fault.code, shortPath(path), fault.detail);
  }
  return named;
}

const ENCODING = { code: 'bad-encoding', detail: 'the name is not UTF-8' } as const;

function topOf(path: string): string {
  return path.slice(0, path.includes('/') ? path.indexOf('/') : undefined);
}

function topFault(tops: readonly string[], named: readonly NamedEntry[]): string {
  if (named.length === 0) return 'the zip file holds no file that could be read';
  const shown = tops.slice(0, 5).map((top) => JSON.stringify(shortPath(top)));
  return `at the top of the zip file are ${shown.join(', ')}${tops.length > 5 ? ' and more' : ''}, not one folder`;
}

/** `a` and `a/b`: what is one file cannot be a folder too. */
function refuseFilesAsFolders(files: Map<string, Entry>, findings: Findings): void {
  for (const path of files.keys()) {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end);
      if (!files.has(folder)) continue;
      findings.fail('duplicate-entry', folder, 'the path is a file, and a folder with files in it');
      files.delete(folder);
    }
  }
}
