import type { PurgedReport } from '../model/purge-report.ts';
import { insertAudit } from './audit.ts';
import type { AuditEntry } from './audit.ts';
import { learnSkews } from './clock-skew.ts';
import { dropLives, updateLives } from './message-lives.ts';
import { joinHops } from './join-hops.ts';
import { createNames } from './names.ts';
import type { NumberSet } from './number-set.ts';
import type { Connection } from './open.ts';
import { learnSuffixes } from './our-suffixes.ts';
import { scanForPurge } from './purge-scan.ts';
import type { PurgeScan } from './purge-scan.ts';
import { readPurgedBefore } from './purged-before.ts';
import { purgeServers, serversGone } from './purge-servers.ts';
import { countRejects, purgeSources } from './purge-sources.ts';
import { dropQueue } from './queue-state.ts';
import { updateQueue } from './queue-tables.ts';
import { createHopRefolder } from './refold-hops.ts';
import { removeHops, removeUnnamed, unjoinGone } from './remove-lines.ts';
import { createReteller } from './retell-messages.ts';
import { eventsOfRun, runOf } from './run-events.ts';
import type { RunColumns } from './run-events.ts';
import { pagesOfTouched } from './touched-messages.ts';
import { asUserError } from './user-errors.ts';

/** How far it is: `done` of `total` of what `step` counts. */
export type OnPurging = (progress: {
  readonly step: 'looked at' | 'told anew' | 'written anew';
  readonly done: number;
  readonly total: number;
}) => void;

/** What would go, without a change: the database may be open for reading only. */
export function previewPurge(db: Connection, before: number, onProgress: OnPurging): PurgedReport {
  const scan = scanForPurge(db, before, (done, total) => {
    onProgress({ step: 'looked at', done, total });
  });
  return reportOf(db, scan);
}

/**
 * Removes all lines older than `before` (milliseconds UTC), all at once or not at all: events, and what only they told. Sources stay
 * known by name, size and hashes. `noteOf` gives the entry of the audit. `compact` has to follow, so that nothing stays in free pages.
 */
export function purgeLines(
  db: Connection,
  file: string,
  before: number,
  noteOf: (report: PurgedReport) => AuditEntry,
  onProgress: OnPurging,
): PurgedReport {
  try {
    db.pragma('secure_delete = on');
    return db
      .transaction(() => {
        const report = purge(db, before, onProgress);
        insertAudit(db, noteOf(report));
        return report;
      })
      .immediate();
  } catch (error) {
    throw asUserError(error, file);
  }
}

/** Writes the database anew, without free pages. */
export function compact(db: Connection, file: string): void {
  try {
    db.pragma('optimize');
    db.exec('vacuum');
  } catch (error) {
    throw asUserError(error, file);
  }
}

/**
 * Whether all that was written stands in the database file alone. What is left in the WAL, or below it in the file, goes only when nobody reads the
 * state before.
 */
export function isCompact(db: Connection): boolean {
  db.pragma('busy_timeout = 2000');
  const rows = db.pragma('wal_checkpoint(truncate)');
  return Array.isArray(rows) && rows.every((row: { busy?: unknown }) => row.busy === 0);
}

function purge(db: Connection, before: number, onProgress: OnPurging): PurgedReport {
  const scan = scanForPurge(db, before, (done, total) => {
    onProgress({ step: 'looked at', done, total });
  });
  const report = reportOf(db, scan);
  removeHops(db);
  removeEvents(db, before);
  const names = createNames(db);
  const refolder = createHopRefolder(db, names.slots);
  const reteller = createReteller(db, names);
  const left = forgetGone(db);
  let kept = 0;
  let done = 0;
  for (const page of pagesOfTouched(db, null)) {
    for (const message of page.messages) refolder.refold(message);
    reteller.retell(page);
    kept += page.untold.size;
    done += page.messages.length;
    onProgress({ step: 'told anew', done, total: left });
  }
  removeUnnamed(db);
  removeHosts(db, scan.hosts);
  purgeSources(db, scan);
  purgeServers(db, scan, reteller.sawWindows2000);
  joinHops(db, names.slots);
  learnSuffixes(db);
  learnSkews(db);
  dropLives(db);
  updateLives(db);
  dropQueue(db);
  updateQueue(db, names);
  if (report.lines + report.rejects > 0) notePurge(db, before);
  return { ...report, messagesNotRetold: kept };
}

function reportOf(db: Connection, scan: PurgeScan): PurgedReport {
  return {
    lines: scan.events,
    rejects: countRejects(db, scan),
    messages: scan.messages,
    messagesGone: scan.messagesGone,
    messagesNotRetold: 0,
    serversGone: serversGone(db, scan).map(({ name }) => name),
  };
}

/** Removes runs of events, or the old events of runs. */
function removeEvents(db: Connection, before: number): void {
  db.exec('delete from event_run where id in (select id from purged_run)');
  unjoinGone(db);
  const page = db.prepare<[number], RunColumns & { id: number }>(
    `select event_run.id, first_line, first_offset, first_at, events
     from cut_run join event_run on event_run.id = cut_run.id
     where cut_run.id > ? order by cut_run.id limit 2000`,
  );
  const update = db.prepare(
    'update event_run set first_line = ?, first_offset = ?, first_at = ?, events = ? where id = ?',
  );
  for (let last = 0; ;) {
    const runs = page.all(last);
    if (runs.length === 0) return;
    last = runs.at(-1)?.id ?? 0;
    for (const run of runs) {
      const left = runOf(eventsOfRun(run).filter(({ at }) => at >= before));
      update.run(left.first_line, left.first_offset, left.first_at, left.events, run.id);
    }
  }
}

/**
 * What is stored of messages without any event goes at once; gives how many are left in the table `touched`. Those that other messages name keep their
 * id.
 */
function forgetGone(db: Connection): number {
  db.exec(`
    drop table if exists temp.gone;
    create temp table gone as select id from touched
      where not exists (select 1 from event_run where message_id = touched.id);
    delete from link where message_id in (select id from gone);
    update message set first_at = null, last_at = null, attr_rank = -1, attr_at = null, attr_slot = null,
      attr_line = null, sender_id = null, subject = null, size_bytes = null, recipient_count = null,
      originated_at = null
    where id in (select id from gone);
    delete from touched where id in (select id from gone);
    drop table gone`);
  return db.prepare<[], number>('select count(*) from touched').pluck().get() ?? 0;
}

function removeHosts(db: Connection, used: NumberSet): void {
  const page = db
    .prepare<[number], number>('select id from host where id > ? order by id limit 10000')
    .pluck();
  const remove = db.prepare<[number]>('delete from host where id = ?');
  for (let last = 0; ;) {
    const ids = page.all(last);
    if (ids.length === 0) return;
    last = ids.at(-1) ?? 0;
    for (const id of ids) if (!used.has(id)) remove.run(id);
  }
}

function notePurge(db: Connection, before: number): void {
  const known = readPurgedBefore(db) ?? before;
  db.prepare("insert or replace into meta (key, value) values ('purged_before', ?)").run(
    String(Math.max(known, before)),
  );
}
