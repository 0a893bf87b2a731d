import { parseDate } from './time-2003.ts';

const ZERO = 0x30;
const SPACE = 0x20;
const COLON = 0x3a;
const SUFFIX = Buffer.from(' GMT', 'latin1');

/** Gives a number for ASCII bytes; NaN where they are none. */
export type NumberReader = (bytes: Uint8Array, from: number, to: number) => number;

/** Longer ones are no dates or times. */
const MAX_BYTES = 40;

/** Keeps what was read last: lines of one day follow each other, and so do lines of one message. */
export function readOnce(read: NumberReader): NumberReader {
  const last = new Uint8Array(MAX_BYTES);
  const kept = new Float64Array(1);
  let length = -1;

  return (bytes, from, to) => {
    if (to - from === length && isSame(bytes, from, last, length)) return kept[0] ?? Number.NaN;
    if (to - from > MAX_BYTES) return Number.NaN;
    length = to - from;
    for (let i = 0; i < length; i++) last[i] = bytes[from + i] ?? 0;
    return (kept[0] = read(bytes, from, to));
  };
}

/** A day as `parseDate` reads it. */
export function readDate(bytes: Uint8Array, from: number, to: number): number {
  return parseDate(textOf(bytes, from, to)) ?? Number.NaN;
}

/** A moment as `parseDateTime` reads it, of which each message has one. */
export function createMomentReader(): NumberReader {
  const readDay = readOnce(readDate);
  return readOnce((bytes, from, to) => {
    let space = from;
    while (space < to && bytes[space] !== SPACE) space += 1;
    return readDay(bytes, from, space) + readTime(bytes, space + 1, to);
  });
}

/** A time as `parseTime` reads it. */
export function readTime(bytes: Uint8Array, from: number, to: number): number {
  const hasSuffix =
    to - from > SUFFIX.length && isSame(bytes, to - SUFFIX.length, SUFFIX, SUFFIX.length);
  const end = hasSuffix ? to - SUFFIX.length : to;
  const second = colonBefore(bytes, from, end);
  const first = colonBefore(bytes, from, second);
  const hours = readPart(bytes, from, first, 23);
  const minutes = readPart(bytes, first + 1, second, 59);
  return ((hours * 60 + minutes) * 60 + readPart(bytes, second + 1, end, 59)) * 1000;
}

/** Position of the last colon; before `from` where there is none. */
function colonBefore(bytes: Uint8Array, from: number, to: number): number {
  let i = to - 1;
  while (i >= from && bytes[i] !== COLON) i -= 1;
  return i;
}

/** One or two digits up to `most`; NaN for anything else. */
function readPart(bytes: Uint8Array, from: number, to: number, most: number): number {
  if (to <= from || to - from > 2) return Number.NaN;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value > most ? Number.NaN : value;
}

function isSame(bytes: Uint8Array, from: number, other: Uint8Array, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) if (bytes[from + i] !== other[i]) return false;
  return true;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
