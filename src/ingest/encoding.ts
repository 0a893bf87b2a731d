import { decodeText } from '../model/decode-text.ts';

/** How the characters of a log are written as bytes. */
export type LogEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const LF = 0x0a;

/** Finds line ends in bytes of one encoding. Bytes begin at a character. */
export interface LineEnds {
  /** Position after the first line end at or after `from`; 0 when there is none. */
  next(bytes: Buffer, from: number): number;
  /** Position after the last line end; 0 when there is none. */
  last(bytes: Buffer): number;
  /** Bytes of a character unit. */
  readonly unit: 1 | 2;
  decode(bytes: Buffer): string;
}

const BYTES: LineEnds = {
  next: (bytes, from) => bytes.indexOf(LF, from) + 1,
  last: (bytes) => bytes.lastIndexOf(LF) + 1,
  unit: 1,
  decode: decodeText,
};

/** In UTF-16 a byte 0x0A is a line end only as its own unit: `0A 00`, or `00 0A`. */
function pairs(at: 0 | 1, decode: (bytes: Buffer) => string): LineEnds {
  const isEnd = (bytes: Buffer, index: number): boolean =>
    index % 2 === at && bytes[at === 0 ? index + 1 : index - 1] === 0;
  return {
    next(bytes, from) {
      for (let index = bytes.indexOf(LF, from); index >= 0; index = bytes.indexOf(LF, index + 1))
        if (isEnd(bytes, index)) return index + 2 - at;
      return 0;
    },
    last(bytes) {
      for (let index = bytes.lastIndexOf(LF); index >= 0;) {
        if (isEnd(bytes, index)) return index + 2 - at;
        index = index === 0 ? -1 : bytes.lastIndexOf(LF, index - 1);
      }
      return 0;
    },
    unit: 2,
    decode,
  };
}

/** Half of a character cannot be stored: it becomes U+FFFD, as SQLite would make of it. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}

const LINE_ENDS: Readonly<Record<LogEncoding, LineEnds>> = {
  'utf-8': BYTES,
  'utf-16le': pairs(0, (bytes) => wellFormed(bytes.toString('utf16le'))),
  'utf-16be': pairs(1, (bytes) => {
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return wellFormed(Buffer.from(even).swap16().toString('utf16le'));
  }),
};

export function lineEndsOf(encoding: LogEncoding): LineEnds {
  return LINE_ENDS[encoding];
}

/** Bytes that tell the encoding. */
const TOLD_BY = 512;

/**
 * The encoding of a log by its first bytes: a byte order mark, or for UTF-16 without one, zeros in every other byte, as
 * the text of logs is mostly ASCII. Everything else is read as UTF-8, line by line as windows-1252 where it is not.
 */
export function encodingOf(head: Buffer): LogEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(TOLD_BY, head.length - (head.length % 2));
  const isMostlyZero = (at: 0 | 1): boolean => zerosAt(head, at, length) > length * 0.4;
  if (isMostlyZero(1) && !isMostlyZero(0)) return 'utf-16le';
  if (isMostlyZero(0) && !isMostlyZero(1)) return 'utf-16be';
  return 'utf-8';
}

/** Zeros among every other byte, from `at` on. */
function zerosAt(head: Buffer, at: 0 | 1, length: number): number {
  let zeros = 0;
  for (let index = at; index < length; index += 2) if (head[index] === 0) zeros += 1;
  return zeros;
}
