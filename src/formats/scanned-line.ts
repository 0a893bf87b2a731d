import { decodeText } from '../model/decode-text.ts';

/** What was found in a line while its edges were looked for. */
export interface ScannedLine {
  /** Position after its line end; 0 where that was not looked for far enough. */
  next: number;
  /** Without anything that needs a second look, and with few fields. */
  isPlain: boolean;
  /** Positions of the first and the last byte that is no usual letter: not ASCII, or a control character that may stand in a text; -1 without any. */
  firstOther: number;
  lastOther: number;
}

/**
 * Whether a line has usual letters alone outside of one text of it (`from` -1: it has none). What a text is trimmed of are other letters,
 * so at its ends the text has to tell.
 */
export function isUsualOutside(
  { firstOther, lastOther }: ScannedLine,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (firstOther < 0) return true;
  if (from < 0 || firstOther < from || lastOther >= to) return false;
  if (firstOther > from && lastOther < to - 1) return true;
  return isTrimmed(bytes, from, to);
}

export function isTrimmed(bytes: Uint8Array, from: number, to: number): boolean {
  const text = decodeText(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from));
  return text.trim() === text;
}
