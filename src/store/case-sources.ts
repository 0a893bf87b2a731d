import { parseLayout } from '../formats/format.ts';
import type { EvidenceSource, OtherSource } from '../model/evidence.ts';
import type { Connection } from './open.ts';
import { decodersOf } from './raw-lines.ts';
import type { LineDecoder } from './decoded-lines.ts';

/** A log file that lines of a case are of. */
export interface CaseSource extends Omit<EvidenceSource, 'original'> {
  readonly id: number;
  readonly decoders: readonly LineDecoder[];
}

interface Row extends Omit<CaseSource, 'columns' | 'decoders'> {
  readonly layout: string;
}

const COLUMNS = `
  source.file, coalesce(server.name, source.server) as server, source.format, source.encoding,
  source.size_bytes as sizeBytes, source.sha256,
  source.lines + (source.last_line_run is not null) as lines,
  source.events + (source.last_line_run is not null) as events,
  source.directives, source.blank, source.continuations, source.rejects`;

const FROM = 'from source left join server on server.id = source.server_id';

/** By their numbers, in order of name. A last line without its end counts, as it does in the summary of `ingest`. */
export function readCaseSources(db: Connection, ids: readonly number[]): CaseSource[] {
  return db
    .prepare<[string], Row>(
      `select source.id, source.layout, ${COLUMNS} ${FROM}
       where source.id in (select value from json_each(?)) order by source.file, source.id`,
    )
    .all(JSON.stringify(ids))
    .map(({ layout, ...row }) => ({
      ...row,
      columns: parseLayout(layout).columns,
      decoders: decodersOf({ format: row.format, layout }),
    }));
}

/** All but these, in order of name. */
export function readOtherSources(db: Connection, ids: readonly number[]): OtherSource[] {
  return db
    .prepare<[string], OtherSource>(
      `select ${COLUMNS} ${FROM}
       where source.id not in (select value from json_each(?)) order by source.file, source.id`,
    )
    .all(JSON.stringify(ids));
}
