import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

/** Stores what lines tell of the servers that wrote them; `version` is what the log's header said, `day` the UTC day the file is of. */
export type WriteServers = (
  lines: Pick<PackedLines, 'hours' | 'servers'>,
  version: string | null,
  day: number | null,
) => void;

export function createServerWriter(db: Connection, numbers: BatchNumbers): WriteServers {
  const putHour = db.prepare(`
    insert into server_hour (server_id, hour, events, first_at, last_at) values (?, ?, ?, ?, ?)
    on conflict do update set events = events + excluded.events,
      first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`);
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  const putServer = db.prepare(`
    update server set version = max(coalesce(version, @version), coalesce(@version, version)),
      saw_2003_events = max(saw_2003_events, @saw2003), saw_windows_2000 = max(saw_windows_2000, @sawWindows2000)
    where id = @server`);

  return ({ hours, servers }, version, day) => {
    for (const { server, hour, events, firstAt, lastAt } of hours)
      putHour.run(numbers.server(server), hour, events, firstAt, lastAt);
    for (const { server, saw2003, sawWindows2000 } of servers) {
      const id = numbers.server(server);
      putServer.run({
        version,
        saw2003: Number(saw2003),
        sawWindows2000: Number(sawWindows2000),
        server: id,
      });
      if (day !== null) putDay.run(id, day);
    }
  };
}
