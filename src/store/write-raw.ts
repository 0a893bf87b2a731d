import type { ArchiveBlock } from '../ingest/archiver.ts';
import type { RejectedLine } from '../ingest/sink.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import type { Connection } from './open.ts';

const REJECT_COLUMNS = ['source_id', 'line', 'offset', 'length', 'code', 'detail'];

/** Writes what is kept of a source as it was: its exact bytes, and the lines that could not be read. */
export interface RawWriter {
  archive(sourceId: number, blocks: readonly ArchiveBlock[]): void;
  rejects(sourceId: number, rejects: readonly RejectedLine[]): void;
}

export function createRawWriter(db: Connection): RawWriter {
  const putRejects = new BulkInsert(db, 'insert or replace', 'reject', REJECT_COLUMNS);
  const putBlock = db.prepare(
    'insert or replace into archive_block (source_id, offset, length, data) values (?, ?, ?, ?)',
  );
  return {
    archive(sourceId, blocks) {
      for (const { offset, length, data } of blocks) putBlock.run(sourceId, offset, length, data);
    },
    rejects(sourceId, rejects) {
      for (const { line, offset, length, code, detail } of rejects)
        addRow(putRejects, [sourceId, line, offset, length, code, detail]);
      putRejects.flush();
    },
  };
}
