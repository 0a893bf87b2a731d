import { Readable } from 'node:stream';
import type { BagReader } from './bag-reader.ts';

/** Tag files, and JSON that is read as a whole. */
export const MAX_TAG_BYTES = 64 * 1024 * 1024;
/** A log line of 4 MiB, as JSON. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

const LF = 0x0a;

/** All bytes of a file; null where they are more than `max`. */
export async function readWhole(
  reader: BagReader,
  path: string,
  max = MAX_TAG_BYTES,
): Promise<Buffer | null> {
  if ((reader.files.get(path) ?? 0) > max) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytesOf(await reader.open(path))) {
    length += chunk.length;
    if (length > max) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** The chunks of a stream; it is closed however the reading ends. */
export async function* bytesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
}

/** A line of a file, without its line end. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether it has its LF. */
  readonly isEnded: boolean;
  /** It was longer than MAX_LINE_BYTES: `bytes` is empty. */
  readonly isTooLong: boolean;
}

/** The lines of a file, one at a time; only LF ends one. */
export async function* linesOf(stream: AsyncIterable<unknown>): AsyncGenerator<FileLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const keep = (bytes: Buffer): void => {
    length += bytes.length;
    if (length > MAX_LINE_BYTES) parts = [];
    else if (bytes.length > 0) parts.push(bytes);
  };
  const line = (isEnded: boolean): FileLine => {
    const isTooLong = length > MAX_LINE_BYTES;
    const bytes = isTooLong ? Buffer.alloc(0) : Buffer.concat(parts, length);
    parts = [];
    length = 0;
    return { number, bytes, isEnded, isTooLong };
  };
  for await (const chunk of bytesOf(stream)) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      keep(chunk.subarray(from, end));
      yield line(true);
      number += 1;
      from = end + 1;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield line(false);
}

/** Reads pieces of a stream in order of their place; what lies between them is passed over. */
export class ForwardReader {
  readonly #stream: AsyncIterable<unknown>;
  readonly #chunks: AsyncGenerator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Place of the first byte of `#rest`. */
  #at = 0;

  constructor(stream: AsyncIterable<unknown>) {
    this.#stream = stream;
    this.#chunks = bytesOf(stream);
  }

  /** Hands the bytes from `from` on to `take`, piece by piece; how many there were. `from` must not go back. */
  async read(from: number, length: number, take: (bytes: Buffer) => void): Promise<number> {
    let done = 0;
    while (done < length) {
      const skip = from + done - this.#at;
      if (skip < 0) throw new RangeError('pieces must be read in order of their place');
      if (skip >= this.#rest.length) {
        if (!(await this.#next())) break;
        continue;
      }
      const piece = this.#rest.subarray(skip, skip + length - done);
      take(piece);
      done += piece.length;
    }
    return done;
  }

  async #next(): Promise<boolean> {
    this.#at += this.#rest.length;
    const { value, done } = await this.#chunks.next();
    this.#rest = done === true ? Buffer.alloc(0) : value;
    return done !== true;
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
    // A generator that was never asked does not close its stream.
    if (this.#stream instanceof Readable) this.#stream.destroy();
  }
}
