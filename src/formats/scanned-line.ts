import { decodeText } from '../model/decode-text.ts';

/** What was found in a line while its edges were looked for. */
export interface ScannedLine {
  /** Position after its line end. */
  next: number;
  /** Without anything that needs a second look, and with few fields. */
  isPlain: boolean;
  /** Positions of the first and the last byte that is not ASCII; -1 without any. */
  firstHigh: number;
  lastHigh: number;
}

const LF = 0x0a;
const CR = 0x0d;
const LAST_ASCII = 0x7f;

/** Notes a byte that parts no fields and ends no line, and is no usual letter; `next` is the one behind it. */
export function noteOther(
  line: ScannedLine,
  byte: number,
  at: number,
  next: number | undefined,
): void {
  if (byte > LAST_ASCII) {
    if (line.firstHigh < 0) line.firstHigh = at;
    line.lastHigh = at;
  } else if (byte !== CR || next !== LF) line.isPlain = false;
}

/**
 * Whether a line is ASCII outside of one text of it (`from` -1: it has none). What a text is trimmed of is not all ASCII, so at its ends the
 * text has to tell.
 */
export function isAsciiOutside(
  { firstHigh, lastHigh }: ScannedLine,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (firstHigh < 0) return true;
  if (from < 0 || firstHigh < from || lastHigh >= to) return false;
  if (firstHigh > from && lastHigh < to - 1) return true;
  const text = decodeText(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from));
  return text.trim() === text;
}
