import { basename, dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile as ReadZip } from 'yauzl';
import { ZipFile } from 'yazl';
import type { ReadStreamOptions } from 'yazl';
import { bytesOf } from '../verify/read-bytes.ts';
import type { Changes } from './append.ts';
import { replaceFile } from './put-in-folder.ts';

/** Zip's own epoch, as `export` packs. */
const FIXED = new Date(1980, 0, 1);
const FILE_MODE = 0o100600;
const FOLDER_MODE = 0o040700;

/** Writes a zip bag anew with other tag files, beside the old one, which it then replaces. All other entries keep their bytes, names, times and rights. */
export async function putInZip(file: string, changes: Changes, mode: number): Promise<void> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(file, { autoClose: false });
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const scratch = join(dirname(file), `.${basename(file)}.mailtrail-tmp`);
    await replaceFile(scratch, file, mode, async (handle) => {
      for await (const bytes of bytesOf(packed(zip, entries, changes)))
        await handle.writeFile(bytes);
    });
  } finally {
    zip.close();
  }
}

/** The new zip file: entries in order of their names, as `export` writes them. */
function packed(from: ReadZip, entries: readonly Entry[], changes: Changes): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const fail = (error: Error): void => {
    out.destroy(error);
  };
  zip.outputStream.pipe(out);
  zip.on('error', fail);
  const top = entries[0]?.fileName.split('/')[0] ?? '';
  const old = new Map(entries.map((entry) => [entry.fileName, entry]));
  const fresh = new Map([...changes].map(([path, bytes]) => [`${top}/${path}`, bytes]));
  const add = (name: string, content: Content): void => {
    zip.addReadStreamLazy(name, content.options, (done) => {
      const stream = Readable.from(content.pieces());
      stream.on('error', fail);
      done(null, stream);
    });
  };
  for (const name of [...new Set([...old.keys(), ...fresh.keys()])].toSorted()) {
    const entry = old.get(name);
    const bytes = fresh.get(name);
    if (bytes !== undefined) add(name, contentOf(bytes, entry));
    else if (name.endsWith('/')) zip.addEmptyDirectory(name, attributes(entry, FOLDER_MODE));
    else if (entry !== undefined) add(name, copyOf(from, entry));
  }
  zip.end();
  return out;
}

interface Content {
  readonly options: Partial<ReadStreamOptions>;
  readonly pieces: () => Iterable<Buffer> | AsyncIterable<Buffer>;
}

function contentOf(bytes: Buffer, entry: Entry | undefined): Content {
  return {
    options: { ...attributes(entry, FILE_MODE), size: bytes.length },
    pieces: () => [bytes],
  };
}

function copyOf(zip: ReadZip, entry: Entry): Content {
  return {
    options: {
      ...attributes(entry, FILE_MODE),
      size: entry.uncompressedSize,
      compress: entry.compressionMethod !== 0,
    },
    pieces: () => checked(zip, entry),
  };
}

/** The bytes of an entry; fails at their end where they are not those that were packed: a new CRC must not hide that. */
async function* checked(zip: ReadZip, entry: Entry): AsyncGenerator<Buffer> {
  let crc = 0;
  for await (const bytes of bytesOf(await zip.openReadStreamPromise(entry))) {
    crc = crc32(bytes, crc);
    yield bytes;
  }
  if (crc !== entry.crc32)
    throw new Error(`${entry.fileName} is damaged: its CRC is not what the zip file says`);
}

function attributes(entry: Entry | undefined, otherwise: number) {
  return { mtime: timeOf(entry), forceDosTimestamp: true, mode: modeOf(entry, otherwise) };
}

/** Zip keeps times without a zone; yazl takes them from the local one. */
function timeOf(entry: Entry | undefined): Date {
  if (entry === undefined) return FIXED;
  const { lastModFileDate: date, lastModFileTime: time } = entry;
  return new Date(
    1980 + (date >>> 9),
    ((date >>> 5) & 15) - 1,
    date & 31,
    time >>> 11,
    (time >>> 5) & 63,
    (time & 31) * 2,
  );
}

/** Zip files of Windows hold no rights. */
function modeOf(entry: Entry | undefined, otherwise: number): number {
  const mode = (entry?.externalFileAttributes ?? 0) >>> 16;
  return mode === 0 ? otherwise : mode;
}
