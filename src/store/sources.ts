import { layoutText, parseLayout } from '../formats/format.ts';
import type { PackedEnd, PackedLines } from '../ingest/pack/packed-batch.ts';
import type { Checkpoint, FileMark, KnownSource, NewSource } from '../ingest/sink.ts';
import type { NameTable } from './dictionary.ts';
import type { Connection } from './open.ts';
import { createSourceIndex } from './source-index.ts';
import { takeBackLine } from './take-back-line.ts';

interface SourceRow {
  readonly id: number;
  readonly file: string;
  readonly slot_id: number;
  readonly slot_day: number | null;
  readonly server: string | null;
  readonly head_sha256: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly checkpoint_offset: number;
  readonly checkpoint_line: number;
  readonly checkpoint_sha256: string;
  readonly layout: string;
  readonly last_line_run: number | null;
  readonly purged_before: number | null;
  readonly lines: number;
  readonly events: number;
  readonly directives: number;
  readonly blank: number;
  readonly continuations: number;
  readonly rejects: number;
}

/** SHA-256 of no bytes. */
const NOTHING_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Where a source stands among the logs. */
export interface SourcePlace {
  readonly slot: number;
  readonly day: number | null;
}

export interface SourceTable {
  /** Sources of the same first record, the same name, or, without records, the same size; in order of id. */
  similar(mark: FileMark): readonly KnownSource[];
  add(source: NewSource): number;
  /** What the header of its file said. */
  versionOf(id: number): string | null;
  place(id: number): SourcePlace;
  /** `server` is the one that the first event names; null without events. `hours` are those of the lines before it. */
  checkpoint(
    id: number,
    checkpoint: Checkpoint,
    server: number | null,
    hours: PackedLines['hours'],
  ): void;
  /** `lastRun` holds the last line, if that has no end. */
  end(id: number, end: Pick<PackedEnd, 'sizeBytes' | 'sha256'>, lastRun: number | null): void;
  /** The server and day of a file that holds no event: it was read all the same. Null for others. */
  serverWithoutEvents(id: number): { readonly server: string; readonly day: number } | null;
  /** Takes back a last line that had no end; gives the message to fold anew, or null. */
  resume(id: number, mark: FileMark, keepSubject: boolean): number | null;
}

const INSERT = `
  insert into source (file, slot_id, slot_day, format, encoding, server, has_subjects, head_sha256, size_bytes, sha256,
    checkpoint_offset, checkpoint_line, checkpoint_sha256, layout,
    lines, events, directives, blank, continuations, rejects)
  values (@file, @slot, @slotDay, @format, @encoding, @server, @hasSubjects, @headSha256, 0, @nothing, 0, 1,
    @nothing, @layout, 0, 0, 0, 0, 0, 0)`;

const UPDATE = `
  update source set size_bytes = @offset, sha256 = @sha256, checkpoint_offset = @offset,
    checkpoint_line = @line, checkpoint_sha256 = @sha256, layout = @layout, lines = @lines,
    events = @events, directives = @directives, blank = @blank, continuations = @continuations,
    rejects = @rejects, server_id = coalesce(server_id, @server),
    first_event_at = min(coalesce(first_event_at, @firstAt), coalesce(@firstAt, first_event_at)),
    last_event_at = max(coalesce(last_event_at, @lastAt), coalesce(@lastAt, last_event_at))
  where id = @id`;

const FINISH = `
  update source set size_bytes = ?, sha256 = ?, last_line_run = ? where id = ?`;
// Subjects that were left out of a part of a file are left out of it.
const RENAME = `
  update source set file = ?, head_sha256 = ?, last_line_run = null, has_subjects = min(has_subjects, ?)
  where id = ?`;

export function createSourceTable(db: Connection, slotNames: NameTable): SourceTable {
  const rows = db.prepare<[], SourceRow>('select * from source order by id').all();
  const index = createSourceIndex(rows.map(fromRow));
  const slots = new Map(rows.map((row) => [row.id, { slot: row.slot_id, day: row.slot_day }]));
  const insert = db.prepare(INSERT);
  const update = db.prepare(UPDATE);
  const finish = db.prepare(FINISH);
  const rename = db.prepare(RENAME);
  const dropTail = db.prepare('delete from archive_block where source_id = ? and offset >= ?');
  const find = db.prepare<[number], SourceRow>('select * from source where id = ?');

  return {
    similar: index.similar,
    add(source) {
      const slot = slotNames.id(source.slot);
      const { lastInsertRowid } = insert.run({
        ...source,
        hasSubjects: Number(source.keepSubject),
        slot,
        nothing: NOTHING_SHA256,
        layout: layoutText({ columns: [], writerVersion: null }),
      });
      const id = Number(lastInsertRowid);
      slots.set(id, { slot, day: source.slotDay });
      const row = find.get(id);
      if (row !== undefined) index.put(fromRow(row));
      return id;
    },
    place: (id) => slots.get(id) ?? { slot: 0, day: null },
    serverWithoutEvents(id) {
      const row = find.get(id);
      if (row === undefined || row.events > 0 || row.purged_before !== null) return null;
      if (row.server === null || row.slot_day === null) return null;
      return { server: row.server, day: row.slot_day };
    },
    versionOf: (id) => index.get(id)?.checkpoint.layout.writerVersion ?? null,
    checkpoint(id, checkpoint, server, hours) {
      const { offset, sha256 } = checkpoint;
      update.run({ id, server, ...rowOf(checkpoint), ...timesOf(hours) });
      index.change(id, { checkpoint, sizeBytes: offset, sha256 });
    },
    end(id, end, lastRun) {
      finish.run(end.sizeBytes, end.sha256, lastRun, id);
      index.change(id, { sizeBytes: end.sizeBytes, sha256: end.sha256 });
    },
    resume(id, { file, headSha256 }, keepSubject) {
      const row = find.get(id);
      dropTail.run(id, row?.checkpoint_offset ?? 0);
      rename.run(file, headSha256, Number(keepSubject), id);
      index.change(id, { file, headSha256 });
      const run = row?.last_line_run ?? null;
      return run === null ? null : takeBackLine(db, run, row?.slot_day ?? null);
    },
  };
}

function rowOf({ offset, line, sha256, layout, counts }: Checkpoint) {
  return { offset, line, sha256, layout: layoutText(layout), ...counts };
}

function timesOf(hours: PackedLines['hours']): {
  readonly firstAt: number | null;
  readonly lastAt: number | null;
} {
  if (hours.length === 0) return { firstAt: null, lastAt: null };
  return {
    firstAt: hours.reduce((first, hour) => Math.min(first, hour.firstAt), Infinity),
    lastAt: hours.reduce((last, hour) => Math.max(last, hour.lastAt), -Infinity),
  };
}

function fromRow(row: SourceRow): KnownSource {
  const { lines, events, directives, blank, continuations, rejects } = row;
  return {
    id: row.id,
    file: row.file,
    headSha256: row.head_sha256,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    checkpoint: {
      offset: row.checkpoint_offset,
      line: row.checkpoint_line,
      sha256: row.checkpoint_sha256,
      layout: parseLayout(row.layout),
      counts: { lines, events, directives, blank, continuations, rejects },
    },
    isPurged: row.purged_before !== null,
  };
}
