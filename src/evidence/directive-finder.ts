import type { LogFormat } from '../formats/format.ts';
import { lineEndsOf } from '../ingest/encoding.ts';
import type { LineEnds, LogEncoding } from '../ingest/encoding.ts';
import { lineText } from '../ingest/lines.ts';
import type { LineAddress } from '../model/log-event.ts';

/** A longer line is a reject, as `ingest` has it. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/** A header line, with its exact bytes. */
export interface DirectiveLine extends LineAddress {
  readonly bytes: Buffer;
}

/** Finds the header lines of a log from its bytes. As it knows how many there are, it seldom looks further than the first lines. */
export class DirectiveFinder {
  readonly found: DirectiveLine[] = [];
  readonly #format: LogFormat;
  readonly #ends: LineEnds;
  readonly #count: number;
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #offset = 0;

  constructor(format: LogFormat, encoding: LogEncoding, count: number) {
    this.#format = format;
    this.#ends = lineEndsOf(encoding);
    this.#count = count;
  }

  get isDone(): boolean {
    return this.found.length >= this.#count;
  }

  /** The next bytes of the log. */
  add(chunk: Buffer): void {
    if (this.isDone) return;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    // In UTF-16 a line end is two bytes; half of one waits for the next chunk.
    const whole = bytes.length - (bytes.length % this.#ends.unit);
    let from = 0;
    while (!this.isDone) {
      const next = this.#ends.next(bytes.subarray(0, whole), from);
      if (next === 0) break;
      this.#take(bytes.subarray(from, next));
      from = next;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    if (this.#rest.length > MAX_LINE_BYTES) this.#passOver();
  }

  /** After the last bytes: a last line without its end. */
  end(): void {
    if (!this.isDone && this.#rest.length > 0) this.#take(this.#rest);
  }

  /** What is too long to be a header line is not kept; its end still counts as one. */
  #passOver(): void {
    const keep = this.#rest.length % this.#ends.unit;
    this.#offset += this.#rest.length - keep;
    this.#rest = Buffer.from(this.#rest.subarray(this.#rest.length - keep));
  }

  #take(bytes: Buffer): void {
    const { length } = bytes;
    const isDirective =
      length <= MAX_LINE_BYTES &&
      this.#format.isDirective(lineText(bytes, this.#ends, this.#offset));
    if (isDirective)
      this.found.push({
        line: this.#line,
        offset: this.#offset,
        length,
        bytes: Buffer.from(bytes),
      });
    this.#line += 1;
    this.#offset += length;
  }
}
