import type { Connection } from './open.ts';
import { blankLines } from './purge-archive.ts';
import type { CutSource } from './purge-archive.ts';
import { isDayOver } from './purge-scan.ts';
import type { PurgeScan } from './purge-scan.ts';

/** What becomes of sources that lose anything: those of which no line is left, and those that keep some. */
interface SourcePlan {
  readonly whole: readonly number[];
  readonly cut: readonly CutSource[];
}

function planSources({ before, sources }: PurgeScan): SourcePlan {
  const whole: number[] = [];
  const cut: CutSource[] = [];
  for (const [id, tally] of sources) {
    if (tally.kept === 0) {
      if (tally.removed > 0 || tally.wasPurged || isDayOver(tally.day, before)) whole.push(id);
    } else if (tally.removed > 0)
      cut.push({ id, end: Math.max(tally.removedEnd, tally.firstKept) });
  }
  return { whole, cut };
}

/** Rejects that go: they have no time, so they go with the lines around them. */
export function countRejects(db: Connection, scan: PurgeScan): number {
  const { whole, cut } = planSources(scan);
  const all = db
    .prepare<[number], number>('select count(*) from reject where source_id = ?')
    .pluck();
  const some = db
    .prepare<[number, number], number>(
      'select count(*) from reject where source_id = ? and offset < ?',
    )
    .pluck();
  let count = 0;
  for (const id of whole) count += all.get(id) ?? 0;
  for (const { id } of cut) count += some.get(id, scan.sources.get(id)?.firstKept ?? 0) ?? 0;
  return count;
}

/**
 * Removes rejects and exact bytes of lines that are gone. What a source is known by stays, so that the same file brings nothing back. To be
 * called when its events are removed.
 */
export function purgeSources(db: Connection, scan: PurgeScan): void {
  const { whole, cut } = planSources(scan);
  passLastLines(db);
  const all = ['reject', 'archive_block'].map((table) =>
    db.prepare<[number]>(`delete from ${table} where source_id = ?`),
  );
  const some = db.prepare<[number, number]>(
    'delete from reject where source_id = ? and offset < ?',
  );
  for (const id of whole) for (const statement of all) statement.run(id);
  for (const { id } of cut) some.run(id, scan.sources.get(id)?.firstKept ?? 0);
  blankLines(db, cut);
  const note = db.prepare<[number, number | null, number | null, number]>(
    'update source set purged_before = ?, first_event_at = ?, last_event_at = ? where id = ?',
  );
  for (const id of [...whole, ...cut.map((source) => source.id)]) {
    const { firstAt = null, lastAt = null } = scan.sources.get(id) ?? {};
    note.run(scan.before, firstAt, lastAt, id);
  }
}

/**
 * A last line without its end would be read again when the file grows. It lies before the checkpoint from now on, so only what is added to it
 * is read, which is no record.
 */
function passLastLines(db: Connection): void {
  db.exec(`
    update source set checkpoint_offset = size_bytes, checkpoint_sha256 = sha256, last_line_run = null
    where last_line_run in (select id from purged_run)`);
}
