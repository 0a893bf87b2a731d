import { isAscii } from 'node:buffer';
import { lineEndsOf } from './encoding.ts';
import type { LogEncoding } from './encoding.ts';

/** A longer line cannot be a log line; it is skipped in bounded memory and counts as one reject. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const KEPT_OF_TOO_LONG = 1024;

const LF = 0x0a;
const BOM = '\uFEFF';

/** One physical line. `length` is in bytes, line end included; `text` is without it. */
export interface Frame {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** The line is longer than a line may be: `text` holds only its beginning. */
  readonly tooLong: boolean;
}

export interface Framer {
  /** Adds bytes, in any portions; gives the lines that they complete. */
  push(bytes: Buffer): Frame[];
  /** What follows the last line end, as a line; null when nothing does. */
  rest(): Frame | null;
}

/** Where a framer begins, and what it is to expect. */
export interface FramerStart {
  readonly line: number;
  readonly offset: number;
  readonly encoding?: LogEncoding;
  readonly maxLineBytes?: number;
}

/** Cuts bytes into lines before anything decodes them, so that a bad line costs one line and offsets are exact. */
export function createFramer(start: FramerStart): Framer {
  const { encoding = 'utf-8', maxLineBytes = MAX_LINE_BYTES } = start;
  let { line, offset } = start;
  const ends = lineEndsOf(encoding);
  const carry = createCarry(maxLineBytes);
  const align = createAligner(ends.unit);

  function frame(raw: string, length: number): Frame {
    const made = { line, offset, length, text: clean(raw, offset), tooLong: length > maxLineBytes };
    line += 1;
    offset += length;
    return made;
  }

  function closeCarry(): Frame {
    const { bytes, length } = carry.take();
    return frame(ends.decode(bytes), length);
  }

  function pushWhole(bytes: Buffer, frames: Frame[]): void {
    const ascii = ends.unit === 1 && isAscii(bytes);
    const text = ascii ? bytes.toString('latin1') : '';
    for (let from = 0; from < bytes.length;) {
      const to = ascii ? text.indexOf('\n', from) + 1 : ends.next(bytes, from);
      const end = to - from > maxLineBytes ? Math.min(to, from + KEPT_OF_TOO_LONG) : to;
      const raw = ascii ? text.slice(from, end) : ends.decode(bytes.subarray(from, end));
      frames.push(frame(raw, to - from));
      from = to;
    }
  }

  return {
    push(portion) {
      const bytes = align.push(portion);
      const frames: Frame[] = [];
      let from = 0;
      if (carry.length() > 0) {
        const end = ends.next(bytes, 0);
        carry.add(bytes.subarray(0, end === 0 ? bytes.length : end));
        if (end === 0) return frames;
        frames.push(closeCarry());
        from = end;
      }
      const last = ends.last(bytes);
      if (last > from) pushWhole(bytes.subarray(from, last), frames);
      const tail = Math.max(from, last);
      if (tail < bytes.length) carry.add(bytes.subarray(tail));
      return frames;
    },
    rest() {
      carry.add(align.rest());
      return carry.length() > 0 ? closeCarry() : null;
    },
  };
}

/** Holds back the half of a character unit that a portion may end in. */
function createAligner(unit: 1 | 2): { push(bytes: Buffer): Buffer; rest(): Buffer } {
  let half = Buffer.alloc(0);
  return {
    push(bytes) {
      if (unit === 1) return bytes;
      const whole = half.length === 0 ? bytes : Buffer.concat([half, bytes]);
      const even = whole.length - (whole.length % 2);
      half = Buffer.from(whole.subarray(even));
      return whole.subarray(0, even);
    },
    rest() {
      const rest = half;
      half = Buffer.alloc(0);
      return rest;
    },
  };
}

/** Bytes of a line that has not ended yet. Of an over-long one only the beginning is kept. */
interface Carry {
  /** Copies the bytes: the caller may use its buffer again. */
  add(bytes: Buffer): void;
  length(): number;
  /** What was kept, and how long the line really was. */
  take(): { readonly bytes: Buffer; readonly length: number };
}

function createCarry(maxLineBytes: number): Carry {
  let parts: Buffer[] = [];
  let length = 0;

  return {
    add(bytes) {
      if (bytes.length === 0) return;
      length += bytes.length;
      if (length <= maxLineBytes) parts.push(Buffer.from(bytes));
      else {
        const more = bytes.subarray(0, KEPT_OF_TOO_LONG);
        parts = [Buffer.from(Buffer.concat([...parts, more]).subarray(0, KEPT_OF_TOO_LONG))];
      }
    },
    length: () => length,
    take() {
      const taken = { bytes: Buffer.concat(parts), length };
      parts = [];
      length = 0;
      return taken;
    },
  };
}

function clean(raw: string, offset: number): string {
  let to = raw.length;
  if (raw.charCodeAt(to - 1) === LF) to -= 1;
  if (raw.charCodeAt(to - 1) === 0x0d) to -= 1;
  const from = offset === 0 && raw.startsWith(BOM) ? 1 : 0;
  return raw.slice(from, to);
}
