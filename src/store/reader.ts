import { eventKey, isUnknownMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { allGaps, findGaps } from '../lifecycle/coverage.ts';
import type { ActiveHour, ServerCoverage } from '../lifecycle/coverage.ts';
import type { OurHosts } from '../lifecycle/hosts.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { missingLogs, serverLogs } from '../lifecycle/server-logs.ts';
import type { Kept } from './kept.ts';
import type { Connection } from './open.ts';
import { mapIntoMemory, openForReading } from './open.ts';
import { groupBy } from '../model/group-by.ts';
import { msgtrkFile } from '../model/msgtrk-slot.ts';
import { HELD_REJECTS } from './read-rejects.ts';
import { readLogFiles } from './read-server-logs.ts';
import { QUERY_INDEXES } from './schema.ts';
import { slotOrderBy } from './slot-order.ts';
import { createTextCache } from './text-cache.ts';
import type { TextCache } from './text-cache.ts';

/** An open database, for queries. */
export interface Store {
  readonly db: Connection;
  readonly file: string;
  readonly slots: SlotOrder;
  readonly hostName: TextCache;
  readonly addressText: TextCache;
  /** What the event of a code is called. */
  readonly eventKey: (code: number) => string;
  /** Null: nobody asks again. */
  readonly kept: Kept | null;
  close(): void;
  [Symbol.dispose](): void;
}

/** Opens a database read-only. Throws UserError for a file that is none, or of another schema. `isMapped`: for a process that ends with its answer. */
export function openStore(file: string, isMapped = false, kept: Kept | null = null): Store {
  const db = openForReading(file);
  if (isMapped) mapIntoMemory(db);
  const slotNames = new Map(
    db
      .prepare<[], { id: number; name: string }>('select id, name from slot')
      .all()
      .map(({ id, name }) => [id, name]),
  );
  const close = (): void => {
    db.close();
  };
  return {
    db,
    file,
    slots: slotOrderBy((id) => slotNames.get(id) ?? ''),
    hostName: createTextCache(db, 'host'),
    addressText: createTextCache(db, 'address'),
    eventKey: createEventKeys(db),
    kept,
    close,
    [Symbol.dispose]: close,
  };
}

/** Ids that nobody knows are called what the log says. */
function createEventKeys(db: Connection): (code: number) => string {
  const nameOf = db.prepare<[number], string>('select name from event_name where code = ?').pluck();
  return (code) =>
    isUnknownMsgtrkCode(code) ? (nameOf.get(code) ?? eventKey(code)) : eventKey(code);
}

const DAY_MS = 86_400_000;

interface ServerRow {
  readonly id: number;
  readonly name: string;
  readonly version: string | null;
  readonly saw_2003_events: number;
  readonly saw_windows_2000: number;
}

/** What was read of each server, up to the end of its logs; in order of name. */
export function readCoverage(store: Pick<Store, 'db'>): ServerCoverage[] {
  const { db } = store;
  const hours = groupBy(
    db
      .prepare<[], ActiveHour & { server: number }>(
        'select server_id as server, events, first_at as firstAt, last_at as lastAt from server_hour order by server_id, hour',
      )
      .all(),
    ({ server }) => server,
  );
  const days = groupBy(
    db
      .prepare<[], { server: number; day: number }>(
        'select server_id as server, day from server_day order by day',
      )
      .all(),
    ({ server }) => server,
  );
  const rejects = rejectsByServer(db);
  const servers = db.prepare<[], ServerRow>('select * from server order by name').all();
  const files = readLogFiles(
    db,
    servers.map(({ name }) => name),
  );
  const coverage: ServerCoverage[] = [];
  for (const server of servers) {
    const active = hours.get(server.id) ?? [];
    const [first] = active;
    const last = active.at(-1);
    if (first === undefined || last === undefined) continue;
    const { files: own = [], misnamed = [] } = files.get(server.name) ?? {};
    const activeDays = new Set(active.map(({ firstAt }) => Math.floor(firstAt / DAY_MS)));
    const doubted = new Set(misnamed.map(({ day }) => day));
    const loadedDays = new Set(
      (days.get(server.id) ?? [])
        .map(({ day }) => day)
        .filter((day) => activeDays.has(day) || !doubted.has(day)),
    );
    const { gaps, gapLimitMs } = findGaps(active, loadedDays);
    const logs = serverLogs(own, gaps);
    coverage.push({
      server: server.name,
      from: first.firstAt,
      to: last.lastAt,
      lastDay: Math.max(Math.floor(last.lastAt / DAY_MS), ...loadedDays),
      gaps: allGaps(gaps, logs),
      gapLimitMs,
      rejectedLines: rejects.get(server.name) ?? 0,
      exchange2000: isExchange2000(server),
      logs,
      missingLogs: missingLogs(logs, server.version),
      ...(misnamed.length === 0 ? {} : { misnamedFiles: misnamed.map(msgtrkFile).toSorted() }),
    });
  }
  return coverage;
}

/**
 * The header's version is the only sure mark (6.0 is 2000, 6.5 is 2003). Without a header: Windows 2000 wrote it, and
 * none of the events that only 2003 writes is there.
 */
function isExchange2000(server: ServerRow): boolean {
  if (server.version !== null) return server.version.startsWith('6.0');
  return server.saw_windows_2000 === 1 && server.saw_2003_events === 0;
}

/** Lines that could not be read name no server; they count for the server that the rest of their file is of. */
function rejectsByServer(db: Connection): Map<string, number> {
  const rows = db
    .prepare<[], { server: string; rejects: number }>(
      `select coalesce(server.name, source.server) as server, sum(${HELD_REJECTS}) as rejects
       from source
       left join server on server.id = source.server_id
       where source.rejects > 0 group by 1`,
    )
    .all();
  return new Map(rows.map(({ server, rejects }) => [server, rejects]));
}

/** Which hosts are ours, as far as the loaded logs and `--ours` tell. `learned`: suffixes that are not stored yet, rather than those that are. */
export function readOurHosts(
  store: Pick<Store, 'db'>,
  learned: Iterable<string> | null = null,
): OurHosts {
  const pluck = (sql: string): string[] => store.db.prepare<[], string>(sql).pluck().all();
  // A folder's name alone makes no server: one of its lines has to name it.
  const servers = pluck(
    'select name from server where id in (select server_id from server_hour) order by name',
  );
  const suffixes = new Set(learned ?? pluck('select suffix from our_suffix'));
  for (const suffix of pluck('select distinct suffix from server_suffix')) suffixes.add(suffix);
  for (const server of servers) {
    const dot = server.indexOf('.');
    if (dot > 0 && /[a-z]/i.test(server.slice(dot)))
      suffixes.add(server.slice(dot + 1).toLowerCase());
  }
  return {
    servers,
    suffixes,
    patterns: pluck('select pattern from ours_pattern order by pattern'),
  };
}

/** Whether the indexes are there that a first load makes at its end. */
export function hasQueryIndexes({ db }: Pick<Store, 'db'>): boolean {
  const there = new Set(
    db.prepare<[], string>("select name from sqlite_schema where type = 'index'").pluck().all(),
  );
  return Object.keys(QUERY_INDEXES).every((name) => there.has(name));
}

/** The end of the loaded logs, from which ages and `yesterday` count; null for an empty database. */
export function endOfLogs(store: Store): number | null {
  return (
    store.db.prepare<[], number | null>('select max(last_at) from server_hour').pluck().get() ??
    null
  );
}
