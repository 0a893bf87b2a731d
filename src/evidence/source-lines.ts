import { createHash } from 'node:crypto';
import type { LogFormat } from '../formats/format.ts';
import type { EvidenceSource } from '../model/evidence.ts';
import { lineText } from '../ingest/lines.ts';
import { lineEndsOf } from '../ingest/encoding.ts';
import type { CaseSource } from '../store/case-sources.ts';
import { decodeLine } from '../store/decoded-lines.ts';
import type { ArchiveReader } from '../store/read-archive.ts';
import type { StoredEvent } from '../store/read-messages.ts';
import { DirectiveFinder } from './directive-finder.ts';
import type { DirectiveLine } from './directive-finder.ts';
import { openSource } from './source-stream.ts';

/** The bytes of lines of one source: of each event in the order given, and of its header lines. */
export interface SourceLines {
  readonly original: EvidenceSource['original'];
  readonly from: 'original' | 'archive';
  readonly events: readonly (Buffer | null)[];
  readonly directives: readonly DirectiveLine[];
}

const STEP_BYTES = 1024 * 1024;

/**
 * Reads lines of a source, from the log file while it still begins with the bytes that were read then, else from the archive.
 * `events` are in order of offset.
 */
export async function readSourceLines(
  source: CaseSource,
  format: LogFormat,
  events: readonly StoredEvent[],
  readArchive: ArchiveReader,
): Promise<SourceLines> {
  const original = await readOriginal(source, format, events);
  if (typeof original !== 'string') return original;
  const finder = finderOf(source, format);
  for (let at = 0; at < source.sizeBytes && !finder.isDone; at += STEP_BYTES) {
    const bytes = readArchive(source.id, at, Math.min(STEP_BYTES, source.sizeBytes - at));
    if (bytes === null) break;
    finder.add(bytes);
  }
  finder.end();
  return {
    original,
    from: 'archive',
    events: events.map((event) => archived(source, event, readArchive)),
    directives: finder.found,
  };
}

function finderOf(source: CaseSource, format: LogFormat): DirectiveFinder {
  return new DirectiveFinder(format, source.encoding, source.directives);
}

/** What the archive holds at the place of an event has to be its line still. */
function archived(
  source: CaseSource,
  event: StoredEvent,
  readArchive: ArchiveReader,
): Buffer | null {
  const bytes = readArchive(source.id, event.offset, event.length);
  if (bytes === null) return null;
  const text = lineText(bytes, lineEndsOf(source.encoding), event.offset);
  return decodeLine(text, source.decoders).told(event) === null ? null : Buffer.from(bytes);
}

/** One pass: what is hashed is what is taken. Why not, where the file is no longer what it was. */
async function readOriginal(
  source: CaseSource,
  format: LogFormat,
  events: readonly StoredEvent[],
): Promise<SourceLines | 'changed' | 'missing'> {
  const opened = await openQuietly(source.file);
  if (opened === null) return 'missing';
  const hash = createHash('sha256');
  const finder = finderOf(source, format);
  const picker = new RangePicker(events);
  let position = 0;
  try {
    for await (const all of opened.bytes) {
      const chunk = all.subarray(0, source.sizeBytes - position);
      hash.update(chunk);
      finder.add(chunk);
      picker.add(chunk, position);
      position += chunk.length;
      if (position >= source.sizeBytes) break;
    }
  } catch {
    return 'changed';
  } finally {
    await opened.close();
  }
  finder.end();
  if (position < source.sizeBytes || hash.digest('hex') !== source.sha256) return 'changed';
  return {
    original: 'unchanged',
    from: 'original',
    events: picker.taken,
    directives: finder.found,
  };
}

/** What cannot be opened, or is damaged as a container, is not what was read. */
async function openQuietly(file: string): ReturnType<typeof openSource> {
  try {
    return await openSource(file);
  } catch {
    return null;
  }
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Takes ranges, in order of offset, out of bytes that pass by. Two may be the same, where a line tells of several events; others do not overlap. */
class RangePicker {
  readonly #wanted: readonly Range[];
  readonly #ranges: readonly Range[];
  readonly #found: Buffer[] = [];
  #parts: Buffer[] = [];

  constructor(wanted: readonly Range[]) {
    this.#wanted = wanted;
    this.#ranges = wanted.filter(({ offset }, index) => offset !== wanted[index - 1]?.offset);
  }

  /** The bytes of each range that has passed by. */
  get taken(): Buffer[] {
    const byOffset = new Map(this.#found.map((bytes, i) => [this.#ranges[i]?.offset, bytes]));
    return this.#wanted.flatMap(({ offset }) => byOffset.get(offset) ?? []);
  }

  add(chunk: Buffer, position: number): void {
    const end = position + chunk.length;
    for (;;) {
      const range = this.#ranges[this.#found.length];
      if (range === undefined || range.offset >= end) return;
      const from = Math.max(range.offset, position) - position;
      const to = Math.min(range.offset + range.length, end) - position;
      this.#parts.push(Buffer.from(chunk.subarray(from, to)));
      if (range.offset + range.length > end) return;
      this.#found.push(Buffer.concat(this.#parts));
      this.#parts = [];
    }
  }
}
