import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { readSync } from 'node:fs';
import { formatNamed } from '../formats/index.ts';
import type { FormatName } from '../model/format-names.ts';
import type { ArchiveBlock } from './archiver.ts';
import { lineEndsOf } from './encoding.ts';
import type { LineEnds, LogEncoding } from './encoding.ts';
import { framesOf } from './frames.ts';
import type { Begin, Frames } from './frames.ts';
import { LineReader, NOTHING_PASSED } from './line-reader.ts';
import type { LineStart, Passed } from './line-reader.ts';
import { countLines } from './lines.ts';
import type { PackedLines } from './pack/packed-batch.ts';
import type { Packer } from './pack/packer.ts';
import { bufferOn, inSmall } from './raw-pool.ts';
import type { RawPool } from './raw-pool.ts';
import type { RejectedLine } from './sink.ts';

/** What is to be read of a file, and how. Crosses threads. */
export interface ReadJob {
  /** An open file descriptor. */
  readonly fd: number;
  readonly start: LineStart;
  readonly format: FormatName;
  readonly encoding: LogEncoding;
  /** The server of lines that name none. */
  readonly server: string | null;
  readonly keepSubject: boolean;
  /** The UTC day that the file is of, by its name. */
  readonly day: number | null;
  /** Keep the exact bytes. */
  readonly archive: boolean;
}

/** Bytes; the defaults are what was measured to be fast in little memory. */
export interface ReadSizes {
  /** Of the first batch: the writer is to begin soon. Each next one is twice as large. */
  readonly firstBatch: number;
  readonly buffer: number;
  /** A longer line cannot be a log line; less than half of `buffer`. */
  readonly maxLine: number;
  /** Of the archive. */
  readonly block: number;
}

export const READ_SIZES: ReadSizes = {
  firstBatch: 128 * 1024,
  buffer: 6 * 1024 * 1024,
  maxLine: 4 * 1024 * 1024,
  block: 1024 * 1024,
};

/** Exact bytes of a file, from `offset` on; their memory is to be given back. */
export interface RawBytes {
  readonly offset: number;
  readonly length: number;
  /** Empty where all of them are compressed, or nobody needs them. */
  readonly memory: Uint8Array;
  /** The first blocks of the archive, where they are compressed already. */
  readonly archived?: readonly ArchiveBlock[];
}

/** Decoded lines, and the bytes that they are. */
export interface DecodedBatch {
  readonly lines: PackedLines;
  readonly rejects: readonly RejectedLine[];
  /** Where the next line begins: at the end of the bytes, or before them, where they are of a line that has no end yet. */
  readonly place: LineStart;
  readonly raw: RawBytes;
  /** SHA-256 (hex) of the file up to the end of the bytes; null where it is not read from its beginning. */
  readonly sha256: string | null;
}

/** What follows the last line end: a last line without its end, or nothing. */
export interface DecodedEnd {
  readonly lastLine: PackedLines | null;
  readonly raw: RawBytes;
  readonly sha256: string | null;
}

/** The end of a file that was left early. */
export const NOT_DECODED: DecodedEnd = {
  lastLine: null,
  raw: { offset: 0, length: 0, memory: new Uint8Array(0) },
  sha256: null,
};

/** What stands in a line that could not be read may be a subject that goes on there. */
function withoutQuote(reject: RejectedLine): RejectedLine {
  const [detail = ''] = reject.detail.split(': "');
  return { ...reject, detail };
}

/** Reads one file from where the job says to its end, in batches that end where lines do. Throws what reading the file throws. */
export function* decodeSource(
  job: ReadJob,
  packer: Packer,
  pool: RawPool,
  sizes: ReadSizes = READ_SIZES,
): Generator<DecodedBatch, DecodedEnd> {
  const format = formatNamed(job.format);
  if (format === undefined) throw new Error(`no format ${job.format}`);
  const { server, keepSubject, day, encoding } = job;
  packer.begin({ server, keepSubject, day });
  // A record of several lines and a line behind it that may go on with it do not fill the buffer: a full one would look like the file's end.
  const maxLineBytes =
    format.beginsRecord === undefined
      ? sizes.maxLine
      : Math.min(sizes.maxLine, (sizes.buffer - 1) >> 1);
  const lines = new LineReader(job.start, { format, encoding, server, maxLineBytes }, packer);
  const frames = framesOf(format, lineEndsOf(encoding), maxLineBytes);
  const bytes = createBytes(job, { ...sizes, maxLine: maxLineBytes }, pool, frames);
  const digest = createDigest(job.start.offset === 0 ? createHash('sha256') : null);
  const take = (raw: RawBytes): DecodedBatch => ({
    lines: packer.take(bufferOn(raw.memory)),
    rejects: keepSubject ? lines.takeRejects() : lines.takeRejects().map(withoutQuote),
    place: lines.place(),
    raw,
    sha256: digest(raw),
  });
  let isWhole = false;
  try {
    for (let wanted = sizes.firstBatch; ; wanted = Math.min(sizes.buffer, wanted * 2)) {
      const found = bytes.fill(wanted);
      if (found === 'end') break;
      // The checkpoint waits for the end of that line; its bytes need not.
      if (found === 'too-long') yield take(bytes.park());
      else {
        readRecords(lines, bytes, frames, found);
        yield take(bytes.handOver(found));
      }
    }
    const rest = bytes.rest();
    const isEvent = bytes.passed().bytes === 0 && rest.length > 0 && lines.readLast(rest);
    const lastLine = isEvent ? packer.take(rest) : null;
    isWhole = true;
    const raw = bytes.last();
    return { lastLine, raw, sha256: digest(raw) };
  } finally {
    if (!isWhole) packer.forget();
    bytes.drop();
  }
}

/** Takes bytes into a hash and gives what it is then; without one, null. */
function createDigest(hash: Hash | null): (raw: RawBytes) => string | null {
  return ({ memory, length }) =>
    hash === null ? null : hash.update(bufferOn(memory, length)).copy().digest('hex');
}

/** A record that was too long for the buffer ends in these bytes. */
function readRecords(lines: LineReader, bytes: Bytes, frames: Frames, end: number): void {
  // Without what an earlier file left behind them: decoders look ahead.
  const whole = bytes.buffer().subarray(0, end);
  const passed = bytes.passed();
  if (passed.bytes === 0) {
    lines.read(whole, 0);
    return;
  }
  const next = frames.next(whole, 0, passed.begin);
  lines.skip(passed, whole.subarray(0, next));
  lines.read(whole, next);
}

/** Where records end in what is held; nothing more to read; or a record that is too long. */
type Filled = number | 'end' | 'too-long';

/** The bytes of the file that are not decoded yet: they begin where a record does, or where one goes on that is too long. */
interface Bytes {
  /** Begins with `rest`. */
  buffer(): Buffer;
  rest(): Buffer;
  /** Of an over-long record, before the bytes that are held. */
  passed(): Passed;
  /** Reads up to `wanted` bytes, more where no record ends in them. */
  fill(wanted: number): Filled;
  /** Hands over the first `length` bytes with their memory, and goes on behind them in another. */
  handOver(length: number): RawBytes;
  /** The same with the bytes of a record that is too long, so that it needs no memory. */
  park(): RawBytes;
  /** A copy of what is left, in memory of its own. */
  last(): RawBytes;
  /** Gives the memory back: nothing more is read. */
  drop(): void;
}

/** Null where more bytes have to tell. */
function findEnd(
  bytes: Buffer,
  begin: Begin,
  frames: Frames,
  ends: LineEnds,
  maxLine: number,
): number | 'too-long' | null {
  const end = frames.last(bytes, begin);
  if (end >= 0) return end;
  // Whole lines here are all of one record; what follows them may be.
  const whole = ends.last(bytes);
  return Math.max(whole, bytes.length - whole) > maxLine ? 'too-long' : null;
}

/** Where records end that nothing more can go on with. */
function endOfAll(bytes: Buffer, begin: Begin, frames: Frames): Filled {
  const end = frames.last(bytes, begin, true);
  return end > 0 ? end : 'end';
}

function createBytes(job: ReadJob, sizes: ReadSizes, pool: RawPool, frames: Frames): Bytes {
  const ends = lineEndsOf(job.encoding);
  let memory = pool.get();
  let buffer = bufferOn(memory);
  let held = 0;
  let offset = job.start.offset;
  let passed = NOTHING_PASSED;

  /** False at the end of the file. */
  function read(upTo: number): boolean {
    const before = held;
    while (held < upTo) {
      const bytesRead = readSync(job.fd, buffer, held, upTo - held, offset + held);
      if (bytesRead === 0) break;
      held += bytesRead;
    }
    return held > before;
  }

  function next(length: number): RawBytes {
    const raw = { offset, length, memory };
    const rest = buffer.subarray(length, held);
    memory = pool.get();
    buffer = bufferOn(memory);
    buffer.set(rest);
    held -= length;
    offset += length;
    return { ...raw, memory: inSmall(raw, pool) };
  }

  return {
    buffer: () => buffer,
    rest: () => buffer.subarray(0, held),
    passed: () => passed,
    fill(wanted) {
      for (let size = wanted; ; size *= 2) {
        const here = buffer.subarray(0, held);
        const found = findEnd(here, passed.begin, frames, ends, sizes.maxLine);
        if (found !== null) return found;
        if (read(Math.min(sizes.buffer, Math.max(size, held * 2)))) continue;
        return endOfAll(here, passed.begin, frames);
      }
    },
    handOver(length) {
      passed = NOTHING_PASSED;
      return next(length);
    },
    park() {
      const whole = ends.last(buffer.subarray(0, held));
      const length = whole > 0 ? whole : held - (held % ends.unit);
      passed = {
        bytes: passed.bytes + length,
        lines: passed.lines + countLines(buffer.subarray(0, whole), ends),
        begin: whole > 0 ? 'within-record' : 'within-line',
      };
      return next(length);
    },
    last: () => ({ offset, length: held, memory: new Uint8Array(buffer.subarray(0, held)) }),
    drop: () => pool.putBack(memory),
  };
}
