import { lineEndsOf } from '../ingest/encoding.ts';
import type { LogEncoding } from '../ingest/encoding.ts';
import { createArchiveReader } from './read-archive.ts';
import { readBytes } from './read-bytes.ts';
import type { Store } from './reader.ts';

/** A line that could not be read. */
export interface StoredReject {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly code: string;
  readonly detail: string;
  /** How the line begins; null where its bytes cannot be had any more. */
  readonly start: string | null;
}

interface RejectRow extends Omit<StoredReject, 'start'> {
  readonly sourceId: number;
  readonly encoding: LogEncoding;
}

const START_BYTES = 400;

/** All lines that could not be read, in order of file and line; read on as they are taken. */
export function* readRejects(store: Store): Generator<StoredReject, void, undefined> {
  const readArchive = createArchiveReader(store);
  const rows = store.db.prepare<[string, number, number], RejectRow>(
    `select source.file, reject.line, reject.offset, reject.length, reject.code, reject.detail,
       source.id as sourceId, source.encoding
     from reject join source on source.id = reject.source_id
     where (source.file, source.id, reject.line) > (?, ?, ?)
     order by source.file, source.id, reject.line limit 500`,
  );
  let last: readonly [string, number, number] = ['', 0, 0];
  for (;;) {
    const page = rows.all(...last);
    for (const { sourceId, encoding, ...reject } of page) {
      const length = Math.min(reject.length, START_BYTES);
      const bytes =
        readArchive(sourceId, reject.offset, length) ??
        readBytes(reject.file, reject.offset, length);
      const start = bytes === null ? null : lineEndsOf(encoding).decode(bytes);
      yield { ...reject, start: start?.replace(/[\r\n]+$/, '') ?? null };
      last = [reject.file, sourceId, reject.line];
    }
    if (page.length === 0) return;
  }
}
