import type { LogFormat } from '../formats/format.ts';
import type { LineEnds } from './encoding.ts';
import { isBlank, lineText } from './lines.ts';
import { quotedFrames } from './quoted-frames.ts';

/** What bytes begin with: a record; the rest of a line that was too long; or, at the beginning of a line, the rest of such a record. */
export type Begin = 'record' | 'within-line' | 'within-record';

/**
 * Cuts bytes into what a format decodes: lines, lines that a quote joins, or records of several lines. Where a record of the latter kind ends
 * does not depend on the bytes before it: an empty line always ends one, a line that begins one always does, and so does a line that is too long to be any.
 */
export interface Frames {
  /** Position behind the record that `from` is in; the end of the bytes where none ends before. `begin` says what lies at `from`. */
  next(bytes: Buffer, from: number, begin?: Begin): number;
  /** Position behind the last record that surely ends in the bytes; -1 for none. `isAll`: no bytes follow that could go on with one. */
  last(bytes: Buffer, begin: Begin, isAll?: boolean): number;
}

/** `maxLine`: a longer line, or record, is none, in bytes. */
export function framesOf(format: LogFormat, ends: LineEnds, maxLine: number): Frames {
  const { beginsRecord, joinsLines } = format;
  if (beginsRecord !== undefined) return recordFrames(ends, maxLine, (line) => beginsRecord(line));
  return joinsLines === undefined
    ? lineFrames(ends)
    : quotedFrames(ends, maxLine, (lines) => joinsLines(lines));
}

function lineFrames(ends: LineEnds): Frames {
  return {
    next: (bytes, from) => ends.next(bytes, from) || bytes.length,
    last: (bytes) => ends.last(bytes) || -1,
  };
}

function recordFrames(
  ends: LineEnds,
  maxLine: number,
  beginsRecord: (line: string) => boolean,
): Frames {
  /** What a line is to the record before it. */
  function kindOf(bytes: Buffer): 'ends' | 'begins' | 'goes-on' {
    if (bytes.length > maxLine) return 'begins';
    // A byte order mark is left in: it is part of no record but the first.
    const text = lineText(bytes, ends, 1);
    if (isBlank(text)) return 'ends';
    return beginsRecord(text) ? 'begins' : 'goes-on';
  }

  return {
    next(bytes, from, begin = 'record') {
      for (let at = from; at < bytes.length;) {
        const end = ends.next(bytes, at) || bytes.length;
        const isOwn = at === from && begin === 'within-line';
        const kind = isOwn ? 'goes-on' : kindOf(bytes.subarray(at, end));
        if (kind === 'ends') return end;
        if (kind === 'begins' && (at > from || begin === 'within-record')) return at;
        at = end;
      }
      return bytes.length;
    },
    last(bytes, begin) {
      const isEnd = (at: number): boolean => at > 0 || begin === 'within-record';
      const whole = ends.last(bytes);
      if (bytes.length - whole > maxLine && isEnd(whole)) return whole;
      for (let end = whole; end > 0;) {
        const at = ends.last(bytes.subarray(0, end - ends.unit));
        const isOwn = at === 0 && begin === 'within-line';
        const kind = isOwn ? 'goes-on' : kindOf(bytes.subarray(at, end));
        if (kind === 'ends') return end;
        if (kind === 'begins' && isEnd(at)) return at;
        end = at;
      }
      return -1;
    },
  };
}
