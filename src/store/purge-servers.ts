import { setTraits } from './forget-servers.ts';
import type { Connection } from './open.ts';
import { HOUR_MS, isDayOver } from './purge-scan.ts';
import type { PurgeScan } from './purge-scan.ts';

interface EmptySource {
  readonly server: string;
  readonly day: number;
}

/** Names of servers of which nothing would be left. */
export function serversGone(db: Connection, scan: PurgeScan): { id: number; name: string }[] {
  const empty = new Set(emptySources(db, scan.before).map(({ server }) => server.toLowerCase()));
  return db
    .prepare<[], { id: number; name: string }>('select id, name from server order by name')
    .all()
    .filter(
      ({ id, name }) =>
        (scan.servers.get(id)?.sources.size ?? 0) === 0 && !empty.has(name.toLowerCase()),
    );
}

/** Files without a line that are of a later day: they were read, and told so. */
function emptySources(db: Connection, before: number): EmptySource[] {
  return db
    .prepare<[], EmptySource>(
      `select server, slot_day as day from source
       where events = 0 and last_line_run is null and purged_before is null
         and server is not null and slot_day is not null`,
    )
    .all()
    .filter(({ day }) => !isDayOver(day, before));
}

/**
 * Brings what is told of servers to what the lines that are left tell. `sawWindows2000`: servers that surely wrote lines on Windows 2000. To be called when
 * events are removed.
 */
export function purgeServers(
  db: Connection,
  scan: PurgeScan,
  sawWindows2000: ReadonlySet<number>,
): void {
  purgeHours(db, scan);
  purgeDays(db, scan);
  const flag = db
    .prepare<[number], number>('select saw_windows_2000 from server where id = ?')
    .pluck();
  for (const [id, { sources, lost }] of scan.servers)
    if (lost)
      setTraits(
        db,
        { server: { id, saw_windows_2000: flag.get(id) ?? 0 }, sources: [...sources] },
        sawWindows2000,
      );
  const remove = db.prepare('delete from server where id = ?');
  // The number may be given to another server.
  const unname = db.prepare('update source set server_id = null where server_id = ?');
  const unpair = db.prepare('delete from clock_skew where ? in (from_id, to_id)');
  for (const { id } of serversGone(db, scan))
    for (const statement of [unname, unpair, remove]) statement.run(id);
}

function purgeHours(db: Connection, { before, servers }: PurgeScan): void {
  const hour = Math.floor(before / HOUR_MS);
  const isWhole = before % HOUR_MS === 0;
  db.prepare('delete from server_hour where hour < ?').run(isWhole ? hour : hour + 1);
  const put = db.prepare(
    'insert into server_hour (server_id, hour, events, first_at, last_at) values (?, ?, ?, ?, ?)',
  );
  for (const [id, { hour: left }] of servers)
    if (left !== null) put.run(id, hour, left.events, left.firstAt, left.lastAt);
}

/** A day stays that a file of it is left of with a line, or that was read without any. */
function purgeDays(db: Connection, { before, sources, servers }: PurgeScan): void {
  const kept = new Set<string>();
  for (const [id, server] of servers)
    for (const source of server.sources) kept.add(`${id} ${sources.get(source)?.day}`);
  const empty = new Set(
    emptySources(db, before).map(({ server, day }) => `${server.toLowerCase()} ${day}`),
  );
  const days = db
    .prepare<[], { id: number; name: string; day: number }>(
      'select server_id as id, name, day from server_day join server on server.id = server_id',
    )
    .all();
  const remove = db.prepare('delete from server_day where server_id = ? and day = ?');
  for (const { id, name, day } of days)
    if (!kept.has(`${id} ${day}`) && !empty.has(`${name.toLowerCase()} ${day}`))
      remove.run(id, day);
}
