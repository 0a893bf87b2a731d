import { lineEndsOf } from '../ingest/encoding.ts';
import type { LineEnds, LogEncoding } from '../ingest/encoding.ts';
import { lineText } from '../ingest/lines.ts';
import type { LogEvent } from '../model/log-event.ts';
import { decodeLine, LineKeeper } from './decoded-lines.ts';
import type { DecodedLine, EventMark, LineDecoder } from './decoded-lines.ts';
import type { Connection } from './open.ts';
import { decodersOf } from './raw-lines.ts';
import { createArchiveReader } from './read-archive.ts';
import { readBytes } from './read-bytes.ts';
import { RUN_EVENTS } from './run-events.ts';

/** A stored event, and where its line lies. */
export interface LineRow extends EventMark {
  readonly run: number;
  readonly message: number;
  readonly server: string;
  readonly source: number;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

/** To be followed by a condition. */
export const LINE_ROWS = `
  select event.run_id as run, event.message_id as message, server.name as server, event.source_id as source,
    event.line, event.offset, event.length, event.at, event.code,
    coalesce(message.text, '') as messageId, recipient.text as recipient
  from ${RUN_EVENTS} as event
  join server on server.id = event.server_id
  left join message on message.id = event.message_id
  left join address as recipient on recipient.id = event.recipient_id`;

/** All that the line of an event tells; null where its bytes cannot be had any more. */
export type LineTeller = (row: LineRow) => LogEvent | null;

interface Source {
  readonly file: string;
  readonly hasSubjects: boolean;
  readonly ends: LineEnds;
  readonly decoders: readonly LineDecoder[];
}

interface SourceRow {
  readonly file: string;
  readonly format: string;
  readonly encoding: LogEncoding;
  readonly layout: string;
  readonly has_subjects: number;
}

/**
 * Decodes lines anew: from the archive, else from the original file while what lies there still is that event. Quick where
 * lines come in order of source and offset.
 */
export function createLineTeller(db: Connection): LineTeller {
  const readArchive = createArchiveReader({ db });
  const find = db.prepare<[number], SourceRow>(
    'select file, format, encoding, layout, has_subjects from source where id = ?',
  );
  const sources = new Map<number, Source | null>();
  const lines = new LineKeeper();

  function sourceOf(id: number): Source | null {
    const known = sources.get(id);
    if (known !== undefined) return known;
    const row = find.get(id);
    const made = row === undefined ? null : fromRow(row);
    sources.set(id, made);
    return made;
  }

  function lineOf(row: LineRow, source: Source): DecodedLine | null {
    const archived = readArchive(row.source, row.offset, row.length);
    if (archived !== null) return decodeRow(row, source, archived);
    const original = readBytes(source.file, row.offset, row.length);
    if (original === null) return null;
    const line = decodeRow(row, source, original);
    // What --no-subject left out must not come in by the back door.
    return source.hasSubjects ? line : withoutSubject(line);
  }

  return (row) => {
    const source = sourceOf(row.source);
    if (source === null) return null;
    const place = { sourceId: row.source, offset: row.offset, length: row.length };
    return lines.get(place, () => lineOf(row, source))?.told(row) ?? null;
  };
}

function withoutSubject(line: DecodedLine): DecodedLine {
  return {
    ...line,
    told(mark) {
      const event = line.told(mark);
      return event === null ? null : { ...event, subject: null };
    },
  };
}

function fromRow(row: SourceRow): Source {
  return {
    file: row.file,
    hasSubjects: row.has_subjects === 1,
    ends: lineEndsOf(row.encoding),
    decoders: decodersOf(row),
  };
}

function decodeRow(row: LineRow, { ends, decoders }: Source, bytes: Buffer): DecodedLine {
  return decodeLine(lineText(bytes, ends, row.offset), decoders);
}
