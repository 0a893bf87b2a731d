import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { openLogHandle } from './log-handle.ts';

/** One log inside a container, still packed. `file` is the container's name and the name inside it: only ever a label. */
export interface PackedEntry {
  readonly file: string;
  open(): Promise<NodeJS.ReadableStream>;
}

export type ContainerKind = 'gzip' | 'zip';

/** What a file is by its first bytes; null when it is no container that is known, or cannot be read. */
export function containerKind(path: string): ContainerKind | null {
  let handle;
  try {
    handle = openLogHandle(path);
    const head = Buffer.alloc(4);
    return containerBegunBy(head.subarray(0, handle.read(head, 0)));
  } catch {
    return null;
  } finally {
    handle?.close();
  }
}

/** The same of the first bytes themselves. */
export function containerBegunBy(head: Buffer): ContainerKind | null {
  if (head.length >= 2 && head.readUInt16BE(0) === 0x1f8b) return 'gzip';
  return head.length >= 4 && head.readUInt32BE(0) === 0x504b0304 ? 'zip' : null;
}

/** The one log in a gzip file; it keeps the file's name. */
export function gzipEntry(file: string, path: string): PackedEntry {
  const unpack = (): Promise<NodeJS.ReadableStream> => {
    const gunzip = createGunzip();
    createReadStream(path)
      .on('error', (error) => gunzip.destroy(error))
      .pipe(gunzip);
    return Promise.resolve(gunzip);
  };
  return { file, open: unpack };
}

/** The files in a zip file, in order of name; `close` when done. Throws when it is damaged. */
export async function openZip(
  file: string,
  path: string,
): Promise<{ entries: readonly PackedEntry[]; close: () => void }> {
  // Names are not decoded, and so not judged, by yauzl: a hostile one must not cost its neighbours.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  // Loaded only here: most logs are not packed.
  const { openPromise } = await import('yauzl');
  const zip: ZipFile = await openPromise(path, options);
  const entries: { name: string; entry: Entry }[] = [];
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry.fileNameRaw);
    if (!name.endsWith('/')) entries.push({ name: labelOf(name), entry });
  }
  return {
    entries: entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, entry }) => ({
        file: `${file}/${name}`,
        open: () => zip.openReadStreamPromise(entry),
      })),
    close: () => {
      zip.close();
    },
  };
}

function entryName(raw: Buffer): string {
  return isUtf8(raw) ? raw.toString('utf8') : raw.toString('latin1');
}

/** A name inside a container as a label. It is never opened; without its dots it could not lead anywhere either. */
function labelOf(name: string): string {
  return name
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}
