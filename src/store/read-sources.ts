import type { ForgottenReport, SourceCandidate } from '../model/forget-report.ts';
import type { Connection } from './open.ts';

/** A source by its number. A last line without its end counts, as it does in the summary of `ingest`. */
export interface NumberedSource extends SourceCandidate {
  readonly id: number;
}

const COLUMNS = `
  source.file, source.sha256, coalesce(server.name, source.server) as server,
  source.lines + (source.last_line_run is not null) as lines,
  source.events + (source.last_line_run is not null) as events`;

const FROM = 'from source left join server on server.id = source.server_id';

/** All sources, in order of name. */
export function readSources(db: Connection): NumberedSource[] {
  return db
    .prepare<[], NumberedSource>(
      `select source.id, ${COLUMNS} ${FROM} order by source.file, source.id`,
    )
    .all();
}

type SourceReport = Omit<
  ForgottenReport,
  'messages' | 'messagesGone' | 'messagesNotRetold' | 'serversGone'
>;

/** What is stored of one source. Throws when it is not there. */
export function readSource(db: Connection, id: number): SourceReport {
  const row = db
    .prepare<[number], SourceReport>(
      `select ${COLUMNS}, source.format, source.size_bytes as sizeBytes, source.rejects ${FROM} where source.id = ?`,
    )
    .get(id);
  if (row === undefined) throw new Error(`no source ${id}`);
  return row;
}
