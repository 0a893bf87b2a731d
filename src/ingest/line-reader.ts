import type { ByteDecoder } from '../formats/byte-line.ts';
import type { Decoded, Layout, LogFormat } from '../formats/format.ts';
import type { LineCounts } from '../model/ingest-report.ts';
import type { LineAddress } from '../model/log-event.ts';
import { lineEndsOf } from './encoding.ts';
import type { LineEnds, LogEncoding } from './encoding.ts';
import { framesOf } from './frames.ts';
import type { Begin, Frames } from './frames.ts';
import { countLines, isBlank, lineText } from './lines.ts';
import type { Packer } from './pack/packer.ts';
import type { RejectedLine } from './sink.ts';

/** Where to begin, and with what state. */
export interface LineStart {
  readonly offset: number;
  readonly line: number;
  readonly layout: Layout;
  readonly counts: LineCounts;
}

export interface LineOptions {
  readonly format: LogFormat;
  readonly encoding: LogEncoding;
  /** The server of lines that name none; null: such a line is a reject. */
  readonly server: string | null;
  /** A longer line cannot be a log line, nor can a longer record be one. */
  readonly maxLineBytes: number;
}

/** What was passed over of a record that is too long, up to the bytes that are held; and what those begin with. */
export interface Passed {
  readonly bytes: number;
  /** Line ends in them. */
  readonly lines: number;
  readonly begin: Begin;
}

export const NOTHING_PASSED: Passed = { bytes: 0, lines: 0, begin: 'record' };

type MutableCounts = { -readonly [K in keyof LineCounts]: LineCounts[K] };
type MutableAddress = { -readonly [K in keyof LineAddress]: LineAddress[K] };

/** Decodes whole records, which most formats have one a line, into a packer and counts what their lines are. A class, as each file has its own: see InternTable. */
export class LineReader {
  readonly #options: LineOptions;
  readonly #packer: Packer;
  readonly #ends: LineEnds;
  readonly #frames: Frames;
  readonly #counts: MutableCounts;
  readonly #address: MutableAddress;
  #rejects: RejectedLine[] = [];
  #layout: Layout;
  #decode: (line: string) => Decoded;
  #decodeBytes: ByteDecoder | null;

  constructor(start: LineStart, options: LineOptions, packer: Packer) {
    this.#options = options;
    this.#packer = packer;
    this.#ends = lineEndsOf(options.encoding);
    this.#frames = framesOf(options.format, this.#ends, options.maxLineBytes);
    this.#counts = { ...start.counts };
    this.#address = { line: start.line, offset: start.offset, length: 0 };
    this.#layout = start.layout;
    this.#decode = options.format.decoder(start.layout, options.server);
    this.#decodeBytes = this.#byteDecoder();
  }

  /** All records in `bytes`, where one ends. `from` is where the next one begins. */
  read(bytes: Buffer, from: number): void {
    for (let position = from; position < bytes.length;) {
      const next =
        this.#decodeBytes === null
          ? this.#readSlowly(bytes, position, this.#frames.next(bytes, position))
          : this.#readUsual(bytes, position, this.#decodeBytes);
      position = next;
    }
  }

  /** Passes over a record that is too long to be one; `rest` are its last bytes. */
  skip(passed: Passed, rest: Buffer): void {
    const length = passed.bytes + rest.length;
    const lines = passed.lines + countLines(rest, this.#ends);
    this.#address.length = length;
    this.#reject({ kind: 'reject', code: 'line-too-long', detail: `${length} bytes` });
    this.#goOn(lines, lines > 1 && this.#endsBlank(rest) ? 1 : 0);
  }

  /** A last record without its end; false where it is no event, or not yet. Not counted. */
  readLast(rest: Buffer): boolean {
    const { format, maxLineBytes, server } = this.#options;
    const bytes = rest.subarray(0, this.#frames.next(rest, 0));
    if (bytes.length > maxLineBytes) return false;
    const text = lineText(bytes, this.#ends, this.#address.offset);
    if (isBlank(text) || format.isDirective(text)) return false;
    // Of its recipients nothing is there yet.
    if (format.beginsRecord !== undefined && !text.includes('\n')) return false;
    const decoded = withServer(this.#decode(text), server);
    if (decoded.kind !== 'event') return false;
    const address = { ...this.#address, length: bytes.length };
    for (const event of decoded.events) this.#packer.addEvent(event, address);
    return true;
  }

  takeRejects(): RejectedLine[] {
    const taken = this.#rejects;
    this.#rejects = [];
    return taken;
  }

  /** Where the next line begins, and what was found before it. */
  place(): LineStart {
    const { offset, line } = this.#address;
    return { offset, line, layout: this.#layout, counts: { ...this.#counts } };
  }

  /** Where characters are single bytes. */
  #byteDecoder(): ByteDecoder | null {
    if (this.#ends.unit !== 1) return null;
    return this.#options.format.byteDecoder?.(this.#layout) ?? null;
  }

  #readUsual(bytes: Buffer, position: number, decoder: ByteDecoder): number {
    decoder.read(bytes, position);
    const { taken, next } = decoder.found;
    if (!taken || next - position > this.#options.maxLineBytes)
      return this.#readSlowly(bytes, position, this.#frames.next(bytes, position));
    this.#address.length = next - position;
    if (!this.#packer.addBytes(bytes, decoder.line, this.#address))
      return this.#readSlowly(bytes, position, this.#frames.next(bytes, position));
    this.#counts.events += 1;
    this.#goOn();
    return next;
  }

  #readSlowly(bytes: Buffer, from: number, to: number): number {
    const record = bytes.subarray(from, to);
    if (record.length > this.#options.maxLineBytes) {
      this.skip(NOTHING_PASSED, record);
      return to;
    }
    this.#address.length = record.length;
    this.#readText(lineText(record, this.#ends, this.#address.offset));
    const { beginsRecord, joinsLines } = this.#options.format;
    const isOne = beginsRecord === undefined && joinsLines === undefined;
    const lines = isOne ? 1 : countLines(record, this.#ends);
    this.#goOn(lines, lines > 1 && this.#endsBlank(record) ? 1 : 0);
    return to;
  }

  /** Behind a record, whose first line is counted: of its other lines at most the last is blank. */
  #goOn(lines = 1, blank = 0): void {
    this.#counts.lines += lines;
    this.#counts.blank += blank;
    this.#counts.continuations += lines - 1 - blank;
    this.#address.line += lines;
    this.#address.offset += this.#address.length;
  }

  #endsBlank(record: Buffer): boolean {
    const last = this.#ends.last(record.subarray(0, record.length - this.#ends.unit));
    return record.length > 0 && isBlank(lineText(record.subarray(last), this.#ends, 1));
  }

  #readText(text: string): void {
    if (isBlank(text)) this.#counts.blank += 1;
    else if (this.#options.format.isDirective(text)) {
      this.#counts.directives += 1;
      this.#readDirective(text);
    } else this.#readRecord(text);
  }

  #readDirective(text: string): void {
    const { format } = this.#options;
    const changed = format.readDirective(text, this.#layout);
    if (changed === this.#layout) return;
    this.#layout = changed;
    this.#decode = format.decoder(changed, this.#options.server);
    this.#decodeBytes = this.#byteDecoder();
  }

  #readRecord(text: string): void {
    const decoded = withServer(this.#decode(text), this.#options.server);
    if (decoded.kind === 'event') {
      for (const event of decoded.events) this.#packer.addEvent(event, this.#address);
      this.#counts.events += 1;
    } else this.#reject(decoded);
  }

  #reject({ code, detail }: Decoded & { kind: 'reject' }): void {
    this.#rejects.push({ ...this.#address, code, detail });
    this.#counts.rejects += 1;
  }
}

function withServer(decoded: Decoded, given: string | null): Decoded {
  if (decoded.kind !== 'event' || decoded.events.every(({ server }) => server !== null))
    return decoded;
  if (given === null)
    return { kind: 'reject', code: 'no-server', detail: 'the line names no server' };
  const events = decoded.events.map((event) =>
    event.server === null ? { ...event, server: given } : event,
  );
  return { kind: 'event', events };
}
