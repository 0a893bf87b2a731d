import { isAscii } from 'node:buffer';
import { decodeText } from '../model/decode-text.ts';

/** A longer line cannot be a log line; it is skipped in bounded memory and counts as one reject. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

const LF = 0x0a;
const BOM = '\uFEFF';

/** One physical line. `length` is in bytes, line end included; `text` is without it. */
export interface Frame {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** The line was over MAX_LINE_BYTES: `text` holds only its beginning. */
  readonly tooLong: boolean;
}

export interface Framer {
  /** Adds bytes, in any portions; gives the lines that they complete. */
  push(bytes: Buffer): Frame[];
  /** What follows the last line end, as a line; null when nothing does. */
  rest(): Frame | null;
}

/** Cuts bytes into lines before anything decodes them, so that a bad line costs one line and offsets are exact. */
export function createFramer(start: { readonly line: number; readonly offset: number }): Framer {
  let line = start.line;
  let offset = start.offset;
  let carry: Buffer[] = [];
  let carryLength = 0;
  /** Bytes of an over-long line that were let go. */
  let dropped = 0;

  function take(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (carryLength + bytes.length > MAX_LINE_BYTES) {
      const room = Math.max(0, Math.min(bytes.length, 1024 - carryLength));
      if (carryLength > 1024) {
        carry = [Buffer.concat(carry).subarray(0, 1024)];
        dropped += carryLength - 1024;
        carryLength = 1024;
      }
      dropped += bytes.length - room;
      bytes = bytes.subarray(0, room);
    }
    carry.push(bytes);
    carryLength += bytes.length;
  }

  function closeCarry(): Frame {
    const bytes = carry.length === 1 && carry[0] ? carry[0] : Buffer.concat(carry);
    const length = carryLength + dropped;
    const frame = {
      line,
      offset,
      length,
      text: clean(decodeText(bytes), offset),
      tooLong: dropped > 0,
    };
    line += 1;
    offset += length;
    carry = [];
    carryLength = 0;
    dropped = 0;
    return frame;
  }

  function pushWhole(bytes: Buffer, frames: Frame[]): void {
    const ascii = isAscii(bytes);
    const text = ascii ? bytes.toString('latin1') : '';
    for (let from = 0; from < bytes.length;) {
      const to = (ascii ? text.indexOf('\n', from) : bytes.indexOf(LF, from)) + 1;
      const raw = ascii ? text.slice(from, to) : decodeText(bytes.subarray(from, to));
      frames.push({
        line,
        offset,
        length: to - from,
        text: clean(raw, offset),
        tooLong: to - from > MAX_LINE_BYTES,
      });
      line += 1;
      offset += to - from;
      from = to;
    }
  }

  return {
    push(bytes) {
      const frames: Frame[] = [];
      let from = 0;
      if (carryLength + dropped > 0) {
        const end = bytes.indexOf(LF) + 1;
        take(Buffer.from(bytes.subarray(0, end === 0 ? bytes.length : end)));
        if (end === 0) return frames;
        frames.push(closeCarry());
        from = end;
      }
      const last = bytes.lastIndexOf(LF) + 1;
      if (last > from) pushWhole(bytes.subarray(from, last), frames);
      const tail = Math.max(from, last);
      // The caller may use its buffer again.
      if (tail < bytes.length) take(Buffer.from(bytes.subarray(tail)));
      return frames;
    },
    rest: () => (carryLength + dropped > 0 ? closeCarry() : null),
  };
}

function clean(raw: string, offset: number): string {
  let to = raw.length;
  if (raw.charCodeAt(to - 1) === LF) to -= 1;
  if (raw.charCodeAt(to - 1) === 0x0d) to -= 1;
  const from = offset === 0 && raw.startsWith(BOM) ? 1 : 0;
  return raw.slice(from, to);
}
