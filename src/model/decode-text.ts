import { isUtf8 } from 'node:buffer';

/** UTF-8, and windows-1252 for a line that is not: which of them a server writes is documented nowhere. */
export function decodeText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeWindows1252(bytes);
}

const LAST_ASCII = 0x7f;

/** The same of a range of bytes. Most are ASCII: to look at a short one here costs less than to call the library for it. */
export function decodeRange(bytes: Buffer, from: number, to: number): string {
  for (let i = from; i < to; i++)
    if ((bytes[i] ?? 0) > LAST_ASCII) return decodeText(bytes.subarray(from, to));
  return bytes.toString('latin1', from, to);
}

/** What windows-1252 has from 0x80 to 0x9F; the rest of it is Latin-1 (WHATWG Encoding Standard). */
const FROM_0X80 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** TextDecoder reads Latin-1 instead, from Node 20.18.3 on: https://github.com/nodejs/node/issues/56542 */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => FROM_0X80.charAt(letter.charCodeAt(0) - 0x80));
}
