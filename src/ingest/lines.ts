import { lineEndsOf } from './encoding.ts';
import type { LineEnds, LogEncoding } from './encoding.ts';

const LF = 0x0a;
const CR = 0x0d;
const BOM = '\uFEFF';

/** The text of one line, without its end, and without a byte order mark where it is the first one. */
export function lineText(bytes: Buffer, ends: LineEnds, offset: number): string {
  const raw = ends.decode(bytes);
  let to = raw.length;
  if (raw.charCodeAt(to - 1) === LF) to -= 1;
  if (raw.charCodeAt(to - 1) === CR) to -= 1;
  return raw.slice(offset === 0 && raw.startsWith(BOM) ? 1 : 0, to);
}

export function isBlank(text: string): boolean {
  return text === '' || /^ +$/.test(text);
}

/** Line ends in these bytes. */
export function countLines(bytes: Buffer, ends: LineEnds): number {
  let count = 0;
  for (let at = ends.next(bytes, 0); at > 0; at = ends.next(bytes, at)) count += 1;
  return count;
}

/** One physical line. `length` is in bytes, line end included; `text` is without it. */
export interface Line {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The lines of the beginning of a file; one without its end only where `isWhole` says that the file ends there. */
export function linesOf(head: Buffer, encoding: LogEncoding, isWhole: boolean): Line[] {
  const ends = lineEndsOf(encoding);
  const last = ends.last(head);
  const end = isWhole ? head.length : last;
  const lines: Line[] = [];
  for (let offset = 0; offset < end;) {
    const next = offset < last ? ends.next(head, offset) : end;
    const bytes = head.subarray(offset, next);
    lines.push({ offset, length: bytes.length, text: lineText(bytes, ends, offset) });
    offset = next;
  }
  return lines;
}
