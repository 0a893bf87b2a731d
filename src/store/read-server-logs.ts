import type { LogFile } from '../lifecycle/log-slots.ts';
import { groupBy } from '../model/group-by.ts';
import { msgtrkSlot } from '../model/msgtrk-slot.ts';
import type { MsgtrkSlot } from '../model/msgtrk-slot.ts';
import { isNearDay } from '../model/server-marks.ts';
import type { Connection } from './open.ts';

interface FileRow {
  readonly server: string | null;
  readonly slot: string;
  readonly day: number | null;
  readonly events: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Of a last line without its end. */
  readonly lineAt: number | null;
  readonly purged: number | null;
}

/** Files of modern logs that were read of a server. */
export interface ServerFiles {
  readonly files: readonly LogFile[];
  /** Names that are not believed: all lines are of another time. No gap may be told by them, as one of the year 9999 would tell. */
  readonly misnamed: readonly MsgtrkSlot[];
}

/** By server, files of modern logs that were read of it. A file of which no server is known may be of any: it is missing for none. */
export function readLogFiles(db: Connection, servers: readonly string[]): Map<string, ServerFiles> {
  const rows = db
    .prepare<[], FileRow>(
      `select coalesce(server.name, source.server) as server, slot.name as slot, slot_day as day, source.events,
         first_event_at as firstAt, last_event_at as lastAt, event_run.first_at as lineAt, purged_before as purged
       from source
       join slot on slot.id = slot_id
       left join server on server.id = source.server_id
       left join event_run on event_run.id = source.last_line_run
       where slot.name like 'msgtrk%' order by source.id`,
    )
    .all();
  const spelled = new Map(servers.map((server) => [server.toLowerCase(), server]));
  const files = rows.flatMap((row) => {
    const slot = msgtrkSlot(row.slot);
    const server = row.server === null ? null : (spelled.get(row.server.toLowerCase()) ?? null);
    return slot === null ? [] : [{ server, ...slot, ...linesOf(row), isMisnamed: isMisnamed(row) }];
  });
  const byServer = groupBy(
    files.filter((file) => !file.isMisnamed),
    ({ server }) => server,
  );
  const misnamed = groupBy(
    files.filter((file) => file.isMisnamed),
    ({ server }) => server,
  );
  const ofAny = (byServer.get(null) ?? []).map((file) => ({
    ...file,
    firstAt: null,
    lastAt: null,
    events: 0,
    isGone: true,
  }));
  return new Map(
    servers.map((server) => [
      server,
      {
        files: [...(byServer.get(server) ?? []), ...ofAny],
        misnamed: misnamed.get(server) ?? [],
      },
    ]),
  );
}

/** It holds events, and none that is near the day of its name. */
function isMisnamed({ day, events, firstAt, lineAt, purged }: FileRow): boolean {
  if (day === null || purged !== null || firstAt !== null) return false;
  return lineAt === null ? events > 0 : !isNearDay(lineAt, day);
}

function pick(
  a: number | null,
  b: number | null,
  which: (a: number, b: number) => number,
): number | null {
  return a === null || b === null ? (a ?? b) : which(a, b);
}

function linesOf({
  day,
  events,
  firstAt,
  lastAt,
  lineAt,
  purged,
}: FileRow): Pick<LogFile, 'firstAt' | 'lastAt' | 'events' | 'isGone'> {
  const extra = lineAt !== null && isNearDay(lineAt, day) ? lineAt : null;
  const isEmpty = firstAt === null && extra === null;
  return {
    firstAt: pick(firstAt, extra, Math.min),
    lastAt: pick(lastAt, extra, Math.max),
    events: isEmpty ? 0 : events + Number(extra !== null),
    isGone: purged !== null && isEmpty,
  };
}
