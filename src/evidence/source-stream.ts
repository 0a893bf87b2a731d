import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { containerKind, gzipEntry, openZip } from '../ingest/containers.ts';
import { spoolStream } from '../ingest/spool.ts';

/** Bytes of a log as it was given to `ingest`: unpacked. `close` when done, read or not. */
export interface SourceBytes {
  readonly bytes: AsyncIterable<Buffer>;
  close(): Promise<void>;
}

const CHUNK_BYTES = 1024 * 1024;
const MAX_DEPTH = 4;

/** Opens a source by the name that it was given by (`logs.zip/EXCH01.log/20040218.log`); null where it is not there. */
export async function openSource(file: string): Promise<SourceBytes | null> {
  const path = await existing(file);
  return path === null ? null : openIn(path, path, file, 0);
}

/** The name, or the container that it lies in; null where neither is a file. */
async function existing(file: string): Promise<string | null> {
  for (let path = file; ; path = dirname(path)) {
    try {
      if ((await stat(path)).isFile()) return path;
    } catch {
      // What lies in a container has a name that no file has.
    }
    if (dirname(path) === path || dirname(path) === '.') return null;
  }
}

/** `name`: what the bytes at `path` are called. */
async function openIn(
  path: string,
  name: string,
  wanted: string,
  depth: number,
): Promise<SourceBytes | null> {
  const kind = depth < MAX_DEPTH ? containerKind(path) : null;
  if (kind === 'zip') return openEntry(path, name, wanted, depth);
  if (name !== wanted) return null;
  if (kind === null) return streamed(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
  return streamed(await gzipEntry(name, path).open());
}

async function openEntry(
  path: string,
  name: string,
  wanted: string,
  depth: number,
): Promise<SourceBytes | null> {
  const zip = await openZip(name, path);
  try {
    const entry = zip.entries.find(({ file }) => file === wanted || wanted.startsWith(`${file}/`));
    if (entry === undefined) return null;
    const spooled = await spoolStream(await entry.open(), new AbortController().signal);
    if (spooled === null) return null;
    const inner = await openIn(spooled.path, entry.file, wanted, depth + 1);
    if (inner === null) await spooled.remove();
    return inner === null
      ? null
      : {
          bytes: inner.bytes,
          async close() {
            await inner.close();
            await spooled.remove();
          },
        };
  } finally {
    zip.close();
  }
}

function streamed(stream: NodeJS.ReadableStream): SourceBytes {
  return {
    bytes: buffersOf(stream),
    close() {
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
      return Promise.resolve();
    },
  };
}

async function* buffersOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}
