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

/** Lines of the table `source` that could not be read; in SQL. A source counts all of them, also those that were purged. */
export const HELD_REJECTS = `(
  case when source.purged_before is null then source.rejects
  else (select count(*) from reject where reject.source_id = source.id) end)`;

const START_BYTES = 400;

/** All lines that could not be read, in order of file and line; read on as they are taken. */
export function* readRejects(store: Store): Generator<StoredReject, void, undefined> {
  for (const { sourceId: _, ...reject } of rejectsWhere(store, '1', [])) yield reject;
}

/** Those of some sources, by their numbers. */
export function readRejectsOf(
  store: Store,
  sources: readonly number[],
): Generator<StoredReject & { readonly sourceId: number }, void, undefined> {
  return rejectsWhere(store, 'source.id in (select value from json_each(?))', [
    JSON.stringify(sources),
  ]);
}

function* rejectsWhere(
  store: Store,
  condition: string,
  values: readonly string[],
): Generator<StoredReject & { readonly sourceId: number }, void, undefined> {
  const readArchive = createArchiveReader(store);
  const rows = store.db.prepare<(string | number)[], RejectRow>(
    `select source.file, reject.line, reject.offset, reject.length, reject.code, reject.detail,
       source.id as sourceId, source.encoding
     from reject join source on source.id = reject.source_id
     where ${condition} and (source.file, source.id, reject.line) > (?, ?, ?)
     order by source.file, source.id, reject.line limit 500`,
  );
  let last: readonly [string, number, number] = ['', 0, 0];
  for (;;) {
    const page = rows.all(...values, ...last);
    for (const { encoding, ...reject } of page) {
      const { sourceId } = reject;
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
