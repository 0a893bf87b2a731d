import { parseDate } from './time-2003.ts';
import { readOnce } from './time-bytes-2003.ts';
import type { NumberReader } from './time-bytes-2003.ts';

const ZERO = 0x30;
const SPACE = 0x20;
const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const BIG_T = 0x54;
const BIG_Z = 0x5a;

const DATE_LENGTH = 'yyyy-mm-dd'.length;
const TIME_LENGTH = 'Thh:mm:ss'.length;
const MOST_DIGITS = 7;

/** Milliseconds UTC of a moment that `createIsoReader` reads; NaN where that says that there is none. */
export function createIsoByteReader(): NumberReader {
  const readDay = readOnce(readDate);
  return (bytes, from, to) => {
    const time = from + DATE_LENGTH;
    if (to - time < TIME_LENGTH) return Number.NaN;
    return readDay(bytes, from, time) + timeOfDay(bytes, time, to);
  };
}

function readDate(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return Number.NaN;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  return parseDate(text) ?? Number.NaN;
}

function timeOfDay(bytes: Uint8Array, from: number, to: number): number {
  const mark = bytes[from];
  if ((mark !== BIG_T && mark !== SPACE) || bytes[from + 3] !== COLON) return Number.NaN;
  if (bytes[from + 6] !== COLON) return Number.NaN;
  const hours = twoDigits(bytes, from + 1, 23);
  const minutes = twoDigits(bytes, from + 4, 59);
  const seconds = twoDigits(bytes, from + 7, 59);
  const end = bytes[to - 1] === BIG_Z ? to - 1 : to;
  return (
    ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds(bytes, from + TIME_LENGTH, end)
  );
}

function twoDigits(bytes: Uint8Array, at: number, most: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return Number.NaN;
  const value = tens * 10 + ones;
  return value > most ? Number.NaN : value;
}

/** Of a dot and up to seven digits, the first three; 0 of nothing. */
function milliseconds(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  const digits = to - from - 1;
  if (bytes[from] !== DOT || digits < 1 || digits > MOST_DIGITS) return Number.NaN;
  let value = 0;
  for (let i = 0; i < Math.max(digits, 3); i++) {
    const digit = i < digits ? (bytes[from + 1 + i] ?? 0) - ZERO : 0;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (i < 3) value = value * 10 + digit;
  }
  return value;
}
