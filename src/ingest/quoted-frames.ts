import { quotesAfter } from '../formats/quotes.ts';
import type { Quotes } from '../formats/quotes.ts';
import type { LineEnds } from './encoding.ts';
import type { Frames } from './frames.ts';
import { lineText } from './lines.ts';

/** A field of a few lines is a subject or an answer; more of them are a quote that nothing closes. */
const MOST_LINES = 20;

const QUOTE = 0x22;

/**
 * Lines, of which a few are one record where a quoted field holds their ends. They are one only if `isRecord` says so of all that
 * stands up to the closing quote: otherwise the quote is a stray one, and costs its own line alone.
 */
export function quotedFrames(
  ends: LineEnds,
  maxLine: number,
  isRecord: (lines: string) => boolean,
): Frames {
  /** Position behind the record that begins at `from`; 0 where later bytes have to tell. `isAll`: there are none. */
  function endOf(bytes: Buffer, from: number, isAll: boolean): number {
    const first = lineEnd(bytes, from, isAll);
    if (first - from > maxLine || quotesOf(bytes, from, first, false) !== 'open') return first;
    const end = closingEnd(bytes, from, first, isAll);
    if (end === null || end === 0) return end ?? first;
    return isRecord(lineText(bytes.subarray(from, end), ends, from)) ? end : first;
  }

  /** Position behind the line that closes the quote which is open at `first`; 0 as above; null where none does. */
  function closingEnd(bytes: Buffer, from: number, first: number, isAll: boolean): number | null {
    let end = first;
    for (let lines = 1; lines < MOST_LINES; lines++) {
      const next = lineEnd(bytes, end, isAll);
      if (next === end) return null;
      if ((next || bytes.length) - from > maxLine) return null;
      if (next === 0) return 0;
      const quotes = quotesOf(bytes, end, next, true);
      if (quotes !== 'open') return quotes === 'closed' ? next : null;
      end = next;
    }
    return null;
  }

  function lineEnd(bytes: Buffer, from: number, isAll: boolean): number {
    return ends.next(bytes, from) || (isAll ? bytes.length : 0);
  }

  /** Most lines have no quote, and need not be looked at. */
  function quotesOf(bytes: Buffer, from: number, to: number, isOpen: boolean): Quotes {
    const line = bytes.subarray(from, to);
    if (!line.includes(QUOTE)) return isOpen ? 'open' : 'closed';
    return quotesAfter(textOf(line, ends), isOpen);
  }

  return {
    next(bytes, from, begin = 'record') {
      if (begin === 'within-line') return ends.next(bytes, from) || bytes.length;
      return endOf(bytes, from, true);
    },
    last(bytes, begin, isAll = false) {
      let end = begin === 'within-line' ? ends.next(bytes, 0) : 0;
      if (begin === 'within-line' && end === 0) return -1;
      const whole = ends.last(bytes);
      // Up to the line of the first quote every line is a record.
      const quote = bytes.indexOf(QUOTE, end);
      end = quote < 0 ? Math.max(end, whole) : Math.max(end, ends.last(bytes.subarray(0, quote)));
      while (end < whole) {
        const next = endOf(bytes, end, isAll);
        // A record that the last line end is within has no end yet.
        if (next === 0 || next > whole) break;
        end = next;
      }
      return end || -1;
    },
  };
}

/** Enough to tell quotes and commas by: a character for each byte, where characters are bytes. */
function textOf(line: Buffer, ends: LineEnds): string {
  const text = ends.unit === 1 ? line.toString('latin1') : ends.decode(line);
  return text.replace(/\r?\n$/, '');
}
