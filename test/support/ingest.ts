import { Readable } from 'node:stream';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestOptions } from '../../src/ingest/ingest.ts';
import type { IngestReport } from '../../src/model/ingest-report.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { createWriter } from '../../src/store/writer.ts';

export function ingestOptions(changes: Partial<IngestOptions> = {}): IngestOptions {
  return {
    server: null,
    format: 'auto',
    keepSubject: true,
    archive: true,
    ours: [],
    signal: new AbortController().signal,
    onProgress: () => undefined,
    now: () => 0,
    stdin: Readable.from([]),
    ...changes,
  };
}

/** One run of ingest into an open database, as the command does it. */
export async function ingestInto(
  db: Connection,
  paths: readonly string[],
  changes: Partial<IngestOptions> = {},
): Promise<IngestReport> {
  return ingest(paths, createWriter(db, 'test.db'), ingestOptions(changes));
}

/** A database in memory, with what `paths` hold. */
export async function memoryDb(...paths: readonly string[]): Promise<Connection> {
  const db = openForWriting(':memory:');
  if (paths.length > 0) await ingestInto(db, paths);
  return db;
}

/** The same in a file, which `openStore` can read. */
export async function fileDb(
  file: string,
  paths: readonly string[],
  changes: Partial<IngestOptions> = {},
): Promise<string> {
  const db = openForWriting(file);
  try {
    await ingestInto(db, paths, changes);
  } finally {
    db.close();
  }
  return file;
}
