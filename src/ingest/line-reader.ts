import type { ByteDecoder } from '../formats/byte-line.ts';
import type { Decoded, Layout, LogFormat } from '../formats/format.ts';
import type { LineCounts } from '../model/ingest-report.ts';
import type { LineAddress } from '../model/log-event.ts';
import { lineEndsOf } from './encoding.ts';
import type { LineEnds, LogEncoding } from './encoding.ts';
import { lineText } from './lines.ts';
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
  /** A longer line cannot be a log line. */
  readonly maxLineBytes: number;
}

type MutableCounts = { -readonly [K in keyof LineCounts]: LineCounts[K] };
type MutableAddress = { -readonly [K in keyof LineAddress]: LineAddress[K] };

/** Decodes whole lines into a packer and counts what they are. A class, as each file has its own: see InternTable. */
export class LineReader {
  readonly #options: LineOptions;
  readonly #packer: Packer;
  readonly #ends: LineEnds;
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
    this.#counts = { ...start.counts };
    this.#address = { line: start.line, offset: start.offset, length: 0 };
    this.#layout = start.layout;
    this.#decode = options.format.decoder(start.layout);
    this.#decodeBytes = this.#byteDecoder();
  }

  /** All lines in `bytes` before `end`, where a line ends. `from` is where the next one begins. */
  read(bytes: Buffer, from: number, end: number): void {
    for (let position = from; position < end;) {
      const next =
        this.#decodeBytes === null
          ? this.#readSlowly(bytes, position, this.#ends.next(bytes, position))
          : this.#readUsual(bytes, position, this.#decodeBytes);
      position = next;
    }
  }

  /** Passes over a line of this length, which is too long to be one. */
  skip(length: number): void {
    this.#address.length = length;
    this.#reject({ kind: 'reject', code: 'line-too-long', detail: `${length} bytes` });
    this.#goOn();
  }

  /** A last line without its end; false where it is no event, or not yet. Not counted. */
  readLast(bytes: Buffer): boolean {
    const { format, maxLineBytes, server } = this.#options;
    if (bytes.length > maxLineBytes) return false;
    const text = lineText(bytes, this.#ends, this.#address.offset);
    if (isBlank(text) || format.isDirective(text)) return false;
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
    this.#address.length = next - position;
    if (!taken || next - position > this.#options.maxLineBytes)
      return this.#readSlowly(bytes, position, next);
    if (!this.#packer.addBytes(bytes, decoder.line, this.#address))
      return this.#readSlowly(bytes, position, next);
    this.#counts.events += 1;
    this.#goOn();
    return next;
  }

  #readSlowly(bytes: Buffer, from: number, to: number): number {
    if (to - from > this.#options.maxLineBytes) {
      this.skip(to - from);
      return to;
    }
    this.#address.length = to - from;
    this.#readText(lineText(bytes.subarray(from, to), this.#ends, this.#address.offset));
    this.#goOn();
    return to;
  }

  #goOn(): void {
    this.#counts.lines += 1;
    this.#address.line += 1;
    this.#address.offset += this.#address.length;
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
    this.#decode = format.decoder(changed);
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

function isBlank(text: string): boolean {
  return text === '' || /^ +$/.test(text);
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
