import type { LogEvent } from '../model/log-event.ts';
import type { Connection } from './open.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface HourFacts {
  readonly server: number;
  readonly hour: number;
  events: number;
  firstAt: number;
  lastAt: number;
}

/** What lines tell of the servers that wrote them: hours with events, versions. */
export interface ServerFacts {
  /** `day` is the UTC day that the line's file is of. */
  add(server: number, event: LogEvent, day: number | null): void;
  /** Stores what was added; `version` is what the log's header said, `day` the UTC day that the file is of. */
  flush(version: string | null, day: number | null): void;
}

export function createServerFacts(db: Connection): ServerFacts {
  const putHour = db.prepare(`
    insert into server_hour (server_id, hour, events, first_at, last_at) values (?, ?, ?, ?, ?)
    on conflict do update set events = events + excluded.events,
      first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`);
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  const putServer = db.prepare(`
    update server set version = max(coalesce(version, @version), coalesce(@version, version)),
      saw_2003_events = max(saw_2003_events, @saw2003), saw_windows_2000 = max(saw_windows_2000, @sawWindows2000)
    where id = @server`);
  let hours = new Map<string, HourFacts>();
  let kinds = new Map<number, { saw2003: boolean; sawWindows2000: boolean }>();

  function addHour(server: number, at: number): void {
    const hour = Math.floor(at / HOUR_MS);
    const key = `${server} ${hour}`;
    const known = hours.get(key);
    if (known === undefined) hours.set(key, { server, hour, events: 1, firstAt: at, lastAt: at });
    else {
      known.events += 1;
      known.firstAt = Math.min(known.firstAt, at);
      known.lastAt = Math.max(known.lastAt, at);
    }
  }

  return {
    add(server, event, day) {
      // A line with a date far from its file's must not move the end of the log.
      if (day === null || Math.abs(Math.floor(event.at / DAY_MS) - day) <= 1)
        addHour(server, event.at);
      const kind = kinds.get(server) ?? { saw2003: false, sawWindows2000: false };
      kind.saw2003 ||= event.code >= 1032 && event.code <= 1042;
      kind.sawWindows2000 ||= event.serviceVersion?.includes(' 5.0.') ?? false;
      kinds.set(server, kind);
    },
    flush(version, day) {
      for (const { server, hour, events, firstAt, lastAt } of hours.values())
        putHour.run(server, hour, events, firstAt, lastAt);
      for (const [server, { saw2003, sawWindows2000 }] of kinds) {
        putServer.run({
          version,
          saw2003: Number(saw2003),
          sawWindows2000: Number(sawWindows2000),
          server,
        });
        if (day !== null) putDay.run(server, day);
      }
      hours = new Map();
      kinds = new Map();
    },
  };
}
