import { isNearDay } from '../model/server-marks.ts';
import { NumberSet } from './number-set.ts';
import type { Connection } from './open.ts';
import { eventsOfRun } from './run-events.ts';
import type { RunColumns, RunEvent } from './run-events.ts';

/** Runs at once. */
const RUNS = 2000;

export const HOUR_MS = 3_600_000;

/** Whether a file of that UTC day has no line after a moment: its name may be that of a day of any zone. Of a file without events nothing else tells. */
export function isDayOver(day: number | null, before: number): boolean {
  return day !== null && (day + 2) * 24 * HOUR_MS <= before;
}

/** What becomes of one source. */
interface SourceTally {
  /** UTC day that its file is of. */
  readonly day: number | null;
  readonly wasPurged: boolean;
  kept: number;
  removed: number;
  /** Byte offset of the first event that stays. */
  firstKept: number;
  /** Byte offset behind the last one that goes. */
  removedEnd: number;
  /** A last line without its end, which lies behind the checkpoint. */
  readonly lastLineRun: number | null;
  /** First and last event that stays before the checkpoint, near the day of its file; null: none. */
  firstAt: number | null;
  lastAt: number | null;
}

/** What is left of one server's lines. */
interface ServerTally {
  readonly sources: Set<number>;
  lost: boolean;
  saw2003: boolean;
  /** Of the hour that the moment lies in. */
  hour: { events: number; firstAt: number; lastAt: number } | null;
}

/** What goes before a moment, and what stays. */
export interface PurgeScan {
  /** Milliseconds UTC. */
  readonly before: number;
  readonly sources: ReadonlyMap<number, SourceTally>;
  readonly servers: ReadonlyMap<number, ServerTally>;
  /** Hosts that events that stay name. */
  readonly hosts: NumberSet;
  /** Events that go. */
  readonly events: number;
  /** Messages that they tell of, and those of them that no other event does. */
  readonly messages: number;
  readonly messagesGone: number;
}

const TABLES = `
  drop table if exists temp.purged_run;
  drop table if exists temp.cut_run;
  drop table if exists temp.touched;
  create temp table purged_run (id integer primary key);
  create temp table cut_run (id integer primary key);
  create temp table touched (id integer primary key)`;

interface RunRow extends RunColumns {
  readonly id: number;
  readonly message: number;
  readonly source: number;
  readonly server: number;
}

/**
 * Looks at every event, a page of runs at a time. Lists runs that go in the temporary table `purged_run`, those that keep some of their events in
 * `cut_run`, and messages that either tells of in `touched`.
 */
export function scanForPurge(
  db: Connection,
  before: number,
  onProgress: (done: number, total: number) => void,
): PurgeScan {
  db.exec(TABLES);
  const page = db.prepare<[number], RunRow>(
    `select id, message_id as message, source_id as source, server_id as server, first_line, first_offset, first_at, events
     from event_run where id > ? order by id limit ${RUNS}`,
  );
  const total = db.prepare<[], number | null>('select max(id) from event_run').pluck().get() ?? 0;
  const put = {
    purged: db.prepare('insert into purged_run (id) values (?)'),
    cut: db.prepare('insert into cut_run (id) values (?)'),
    touched: db.prepare('insert or ignore into touched (id) values (?)'),
  };
  const tally = createTally(db, before);
  let events = 0;
  for (let last = 0; ;) {
    const rows = page.all(last);
    if (rows.length === 0) break;
    last = rows.at(-1)?.id ?? 0;
    for (const row of rows) {
      const { old, all } = tally.take(row);
      if (old === 0) continue;
      events += old;
      (old === all ? put.purged : put.cut).run(row.id);
      if (row.message > 0) put.touched.run(row.message);
    }
    onProgress(last, total);
  }
  const { sources, servers, hosts } = tally;
  return { before, sources, servers, hosts, events, ...countMessages(db) };
}

function countMessages(db: Connection): Pick<PurgeScan, 'messages' | 'messagesGone'> {
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    messages: count('select count(*) from touched'),
    messagesGone: count(
      `select count(*) from touched where not exists (
         select 1 from event_run where message_id = touched.id and id not in (select id from purged_run))`,
    ),
  };
}

interface SourceRow {
  readonly id: number;
  readonly day: number | null;
  readonly purged: number | null;
  readonly lastLineRun: number | null;
}

function readTallies(db: Connection): Map<number, SourceTally> {
  const rows = db
    .prepare<[], SourceRow>(
      'select id, slot_day as day, purged_before as purged, last_line_run as lastLineRun from source',
    )
    .all();
  return new Map(
    rows.map(({ id, day, purged, lastLineRun }) => [
      id,
      {
        day,
        wasPurged: purged !== null,
        kept: 0,
        removed: 0,
        firstKept: Number.POSITIVE_INFINITY,
        removedEnd: 0,
        lastLineRun,
        firstAt: null,
        lastAt: null,
      },
    ]),
  );
}

function createTally(db: Connection, before: number) {
  const sources = readTallies(db);
  const servers = new Map<number, ServerTally>();
  const hosts = new NumberSet();
  const hour = before % HOUR_MS === 0 ? null : Math.floor(before / HOUR_MS);

  function keep(run: number, server: ServerTally, source: SourceTally, event: RunEvent): void {
    source.kept += 1;
    source.firstKept = Math.min(source.firstKept, event.offset);
    hosts.add(event.partner);
    hosts.add(event.client);
    server.saw2003 ||= event.code >= 1032 && event.code <= 1042;
    const { at } = event;
    if (!isNearDay(at, source.day)) return;
    if (run !== source.lastLineRun) {
      source.firstAt = Math.min(source.firstAt ?? at, at);
      source.lastAt = Math.max(source.lastAt ?? at, at);
    }
    if (Math.floor(at / HOUR_MS) !== hour) return;
    server.hour ??= { events: 0, firstAt: at, lastAt: at };
    server.hour.events += 1;
    server.hour.firstAt = Math.min(server.hour.firstAt, at);
    server.hour.lastAt = Math.max(server.hour.lastAt, at);
  }

  return {
    sources,
    servers,
    hosts,
    /** Takes in a run: how many of its events go. */
    take(row: RunRow): { readonly old: number; readonly all: number } {
      const source = sources.get(row.source);
      if (source === undefined) throw new Error(`no source ${row.source}`);
      const server = servers.get(row.server) ?? newServer();
      servers.set(row.server, server);
      const events = eventsOfRun(row);
      let old = 0;
      for (const event of events) {
        if (event.at >= before) keep(row.id, server, source, event);
        else {
          old += 1;
          source.removedEnd = Math.max(source.removedEnd, event.offset + event.length);
        }
      }
      source.removed += old;
      server.lost ||= old > 0;
      if (old < events.length) server.sources.add(row.source);
      return { old, all: events.length };
    },
  };
}

function newServer(): ServerTally {
  return { sources: new Set(), lost: false, saw2003: false, hour: null };
}
