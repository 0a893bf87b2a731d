import type { LogEvent } from '../model/log-event.ts';
import type { NameTable } from './dictionary.ts';
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

/** What lines tell of the servers that wrote them: hours with events, versions, DNS suffixes. */
export interface ServerFacts {
  /** `day` is the UTC day that the line's file is of. */
  add(server: number, event: LogEvent, day: number | null): void;
  /** Stores what was added; `version` is what the log's header said, `day` the UTC day that the file is of. */
  flush(version: string | null, day: number | null): void;
}

export function createServerFacts(db: Connection, servers: NameTable): ServerFacts {
  const putHour = db.prepare(`
    insert into server_hour (server_id, hour, events, first_at, last_at) values (?, ?, ?, ?, ?)
    on conflict do update set events = events + excluded.events,
      first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`);
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  const putServer = db.prepare(`
    update server set version = max(coalesce(version, @version), coalesce(@version, version)),
      saw_2003_events = max(saw_2003_events, @saw2003), saw_windows_2000 = max(saw_windows_2000, @sawWindows2000)
    where id = @server`);
  const putSuffix = db.prepare(
    'insert into our_suffix (suffix, learned) values (?, 0) on conflict do update set learned = 0',
  );
  let hours = new Map<string, HourFacts>();
  let kinds = new Map<number, { saw2003: boolean; sawWindows2000: boolean }>();
  const suffixes = new Set<string>();

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
      const suffix = suffixFromSubmission(event, servers.nameOf(server));
      if (suffix !== null && !suffixes.has(suffix)) {
        suffixes.add(suffix);
        putSuffix.run(suffix);
      }
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

/**
 * The DNS suffix of the server that a message was submitted on: ids of MAPI mail end in the server's full name
 * (domain notes, 1.5), so an id that begins with this server's first label tells the rest of it.
 */
function suffixFromSubmission(event: LogEvent, server: string): string | null {
  if (event.code !== 1027 || event.messageId === null) return null;
  const host = event.messageId.slice(event.messageId.lastIndexOf('@') + 1).toLowerCase();
  const dot = host.indexOf('.');
  const label = server.toLowerCase().split('.')[0] ?? '';
  return dot > 0 && host.slice(0, dot) === label && /^[a-z0-9.-]+$/.test(host)
    ? host.slice(dot + 1)
    : null;
}
