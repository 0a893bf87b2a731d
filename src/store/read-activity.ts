import type { ActiveHour } from '../lifecycle/coverage.ts';
import { HELD_REJECTS } from './read-rejects.ts';
import type { Store } from './reader.ts';

/** An hour in which a server logged anything; `hour` counts from 1970, UTC. */
interface LoggedHour extends ActiveHour {
  readonly hour: number;
}

/** What was read of one server. */
export interface ServerActivity {
  readonly server: string;
  /** In order of time. */
  readonly hours: LoggedHour[];
  files: number;
  rejectedLines: number;
  /** Of files that tell by their name what day they are of: lines that could not be read, by that day (UTC, days since 1970). */
  readonly rejectsByDay: Map<number, number>;
}

interface SourceRow {
  readonly server: string | null;
  readonly day: number | null;
  readonly files: number;
  readonly rejects: number;
}

/** By server, in order of name; null stands for files that no server is known of. */
export function readActivity({ db }: Pick<Store, 'db'>): Map<string | null, ServerActivity> {
  const servers = new Map<string | null, ServerActivity>();
  const of = (server: string | null): ServerActivity => {
    const known = servers.get(server);
    if (known !== undefined) return known;
    const fresh = {
      server: server ?? '',
      hours: [],
      files: 0,
      rejectedLines: 0,
      rejectsByDay: new Map(),
    };
    servers.set(server, fresh);
    return fresh;
  };
  const hours = db.prepare<[], LoggedHour & { server: string }>(
    `select server.name as server, hour, events, first_at as firstAt, last_at as lastAt
     from server_hour join server on server.id = server_id order by 1, hour`,
  );
  for (const { server, ...hour } of hours.iterate()) of(server).hours.push(hour);
  // A line that could not be read names no server and no time; it counts for those of its file. A file without a server that was purged was of one that no
  // line is left of.
  const sources = db.prepare<[], SourceRow>(
    `select coalesce(server.name, source.server) as server, slot_day as day, count(*) as files,
       sum(${HELD_REJECTS}) as rejects
     from source left join server on server.id = source.server_id
     where source.purged_before is null or source.server_id is not null group by 1, 2 order by 1, 2`,
  );
  for (const { server, day, files, rejects } of sources.iterate()) {
    const activity = of(server);
    activity.files += files;
    activity.rejectedLines += rejects;
    if (day !== null && rejects > 0) activity.rejectsByDay.set(day, rejects);
  }
  return servers;
}
