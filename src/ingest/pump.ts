import type { Hash } from 'node:crypto';
import type { Decoded, Layout, LogFormat } from '../formats/format.ts';
import type { LineCounts } from '../model/ingest-report.ts';
import type { Archiver } from './archiver.ts';
import type { LogEncoding } from './encoding.ts';
import { createFramer } from './framer.ts';
import type { Frame } from './framer.ts';
import type { Batch, DecodedLine, RejectedLine, SourceEnd } from './sink.ts';

/** Where to begin, and with what state. */
export interface PumpStart {
  readonly offset: number;
  readonly line: number;
  readonly layout: Layout;
  readonly counts: LineCounts;
  /** Has taken in all bytes before `offset`. */
  readonly hash: Hash;
}

export const NO_LINES: LineCounts = {
  lines: 0,
  events: 0,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
};

export interface PumpOptions {
  readonly format: LogFormat;
  readonly encoding: LogEncoding;
  /** The server of lines that name none; null: such a line is a reject. */
  readonly server: string | null;
  readonly keepSubject: boolean;
  /** Keeps the exact bytes. */
  readonly archiver: Archiver;
}

/** Turns the bytes of one source into batches: one for each portion of bytes that completes a line. */
export interface Pump {
  /** Null when the bytes complete no line. */
  push(bytes: Buffer): Batch | null;
  end(): SourceEnd;
}

export function createPump(start: PumpStart, options: PumpOptions): Pump {
  const framer = createFramer({ ...start, encoding: options.encoding });
  const reader = createLineReader(start, options);
  const { hash } = start;
  const { archiver } = options;
  let next = { offset: start.offset, line: start.line };
  let size = start.offset;

  return {
    push(bytes) {
      const portionAt = size;
      size += bytes.length;
      const frames = framer.push(bytes);
      archiver.add(bytes);
      const end = frames.at(-1);
      if (end === undefined) {
        archiver.takeUntil(next.offset);
        hash.update(bytes);
        return null;
      }
      next = { offset: end.offset + end.length, line: end.line + 1 };
      hash.update(bytes.subarray(0, next.offset - portionAt));
      const sha256 = digestOf(hash);
      hash.update(bytes.subarray(next.offset - portionAt));
      const { events, rejects } = reader.read(frames);
      const checkpoint = { ...next, sha256, layout: reader.layout(), counts: reader.counts() };
      const archive = archiver.takeUntil(next.offset);
      return { events, rejects, archive, checkpoint };
    },
    end() {
      const rest = framer.rest();
      return {
        sizeBytes: size,
        sha256: digestOf(hash),
        lastLine: rest === null ? null : reader.readLast(rest),
        archive: archiver.takeUntil(size),
      };
    },
  };
}

/** Decodes lines and counts what they are. */
interface LineReader {
  read(frames: readonly Frame[]): { events: DecodedLine[]; rejects: RejectedLine[] };
  /** A last line without its end; null where it is no event, or not yet. Not counted. */
  readLast(frame: Frame): DecodedLine | null;
  counts(): LineCounts;
  layout(): Layout;
}

type MutableCounts = { -readonly [K in keyof LineCounts]: LineCounts[K] };

function createLineReader(start: PumpStart, options: PumpOptions): LineReader {
  const { format } = options;
  const counts: MutableCounts = { ...start.counts };
  let layout = start.layout;
  let decode = format.decoder(layout);

  function kindOf({ text, tooLong }: Frame): 'blank' | 'directive' | 'record' {
    if (tooLong) return 'record';
    if (isBlank(text)) return 'blank';
    return format.isDirective(text) ? 'directive' : 'record';
  }

  function decodeFrame(frame: Frame): Decoded {
    if (frame.tooLong)
      return { kind: 'reject', code: 'line-too-long', detail: `${frame.length} bytes` };
    return withServer(decode(frame.text), options);
  }

  function readDirective(text: string): void {
    const changed = format.readDirective(text, layout);
    if (changed === layout) return;
    layout = changed;
    decode = format.decoder(layout);
  }

  return {
    read(frames) {
      const events: DecodedLine[] = [];
      const rejects: RejectedLine[] = [];
      for (const frame of frames) {
        counts.lines += 1;
        const kind = kindOf(frame);
        if (kind === 'blank') counts.blank += 1;
        else if (kind === 'directive') {
          counts.directives += 1;
          readDirective(frame.text);
        } else {
          const { line, offset, length } = frame;
          const decoded = decodeFrame(frame);
          if (decoded.kind === 'event') events.push({ line, offset, length, event: decoded.event });
          else rejects.push({ line, offset, length, code: decoded.code, detail: decoded.detail });
        }
      }
      counts.events += events.length;
      counts.rejects += rejects.length;
      return { events, rejects };
    },
    readLast(frame) {
      if (kindOf(frame) !== 'record') return null;
      const decoded = decodeFrame(frame);
      const { line, offset, length } = frame;
      return decoded.kind === 'event' ? { line, offset, length, event: decoded.event } : null;
    },
    counts: () => ({ ...counts }),
    layout: () => layout,
  };
}

function isBlank(text: string): boolean {
  return text === '' || /^ +$/.test(text);
}

function digestOf(hash: Hash): string {
  return hash.copy().digest('hex');
}

function withServer(decoded: Decoded, options: PumpOptions): Decoded {
  if (decoded.kind !== 'event') return decoded;
  const { event } = decoded;
  const server = event.server ?? options.server;
  if (server === null)
    return { kind: 'reject', code: 'no-server', detail: 'the line names no server' };
  if (event.server !== null && options.keepSubject) return decoded;
  const subject = options.keepSubject ? event.subject : null;
  return { kind: 'event', event: { ...event, server, subject } };
}
