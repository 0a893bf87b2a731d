import { formatNamed } from '../formats/index.ts';
import { parseLayout } from '../formats/format.ts';
import { lineEndsOf } from '../ingest/encoding.ts';
import type { LogEncoding } from '../ingest/encoding.ts';
import { decodeLine, LineKeeper } from './decoded-lines.ts';
import type { DecodedLine, LineDecoder } from './decoded-lines.ts';
import { readBytes } from './read-bytes.ts';
import { createArchiveReader } from './read-archive.ts';
import type { StoredEvent } from './read-messages.ts';
import type { Store } from './reader.ts';

interface SourceRow {
  readonly format: string;
  readonly encoding: LogEncoding;
  readonly layout: string;
}

/** Gives a line decoded to text; null when its bytes cannot be had any more. */
export type RawReader = (event: StoredEvent) => string | null;

/**
 * Reads lines from the original file while what lies at the line's place still decodes to that event, and from the archive: the better
 * proof first, or the one that is at hand (no file share is asked that may be slow).
 */
export function createRawReader(store: Store, first: 'file' | 'archive' = 'file'): RawReader {
  const readArchive = createArchiveReader(store);
  const lines = new LineKeeper();
  const sources = new Map<number, { encoding: LogEncoding; decoders: readonly LineDecoder[] }>();
  const find = store.db.prepare<[number], SourceRow>(
    'select format, encoding, layout from source where id = ?',
  );

  function sourceOf(id: number): { encoding: LogEncoding; decoders: readonly LineDecoder[] } {
    const known = sources.get(id);
    if (known !== undefined) return known;
    const row = find.get(id);
    const made = {
      encoding: row?.encoding ?? 'utf-8',
      decoders: row === undefined ? [] : decodersOf(row),
    };
    sources.set(id, made);
    return made;
  }

  function lineOf(event: StoredEvent): DecodedLine | null {
    const { encoding, decoders } = sourceOf(event.sourceId);
    const bytes = readBytes(event.file, event.offset, event.length);
    return bytes === null ? null : decodeLine(textOf(bytes, encoding), decoders);
  }

  function fromFile(event: StoredEvent): string | null {
    const line = lines.get(event, () => lineOf(event));
    return line === null || line.told(event) === null ? null : line.text;
  }

  function fromArchive(event: StoredEvent): string | null {
    const bytes = readArchive(event.sourceId, event.offset, event.length);
    return bytes === null ? null : textOf(bytes, sourceOf(event.sourceId).encoding);
  }

  return first === 'file'
    ? (event) => fromFile(event) ?? fromArchive(event)
    : (event) => fromArchive(event) ?? fromFile(event);
}

function textOf(bytes: Buffer, encoding: LogEncoding): string {
  return lineEndsOf(encoding)
    .decode(bytes)
    .replace(/^\uFEFF/, '')
    .replace(/[\r\n]+$/, '');
}

/** By the last header of the file; lines before it may have the usual columns. */
export function decodersOf(row: Pick<SourceRow, 'format' | 'layout'>): readonly LineDecoder[] {
  const format = formatNamed(row.format);
  if (format === undefined) return [];
  return [parseLayout(row.layout), format.initialLayout].map((layout) => format.decoder(layout));
}
