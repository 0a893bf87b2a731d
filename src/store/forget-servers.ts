import { isWindows2000Build } from '../model/server-marks.ts';
import { parseLayout } from '../formats/format.ts';
import type { Connection } from './open.ts';
import { RUN_EVENTS } from './run-events.ts';
import { createLineTeller, LINE_ROWS } from './told-lines.ts';
import type { LineRow } from './told-lines.ts';

/** What becomes of the servers that the source of the table `forgotten_run` tells of. Made before it is forgotten, applied after. */
export interface ServerPlan {
  /** Names of servers that no other source tells of. */
  readonly gone: readonly string[];
  /** `sawWindows2000`: servers that surely wrote lines on Windows 2000. */
  apply(sawWindows2000: ReadonlySet<number>): void;
}

interface ServerRow {
  readonly id: number;
  readonly name: string;
  readonly saw_windows_2000: number;
}

interface SourceRow {
  readonly server: string | null;
  readonly slot_day: number | null;
}

/** A server, and the other sources that tell of it. */
interface Touched {
  readonly server: ServerRow;
  readonly sources: readonly number[];
  /** UTC days of other sources that hold no event but lie in its folder: they were read all the same. */
  readonly emptyDays: readonly number[];
}

export function planServers(db: Connection, source: number): ServerPlan {
  const row = db
    .prepare<[number], SourceRow>('select server, slot_day from source where id = ?')
    .get(source);
  const touched = findServers(db, source, row?.server ?? null);
  const hours = hourRanges(db, source);
  return {
    gone: touched.filter(isGone).map(({ server }) => server.name),
    apply(sawWindows2000) {
      for (const one of touched) {
        const { server, sources } = one;
        const range = hours.find((hour) => hour.server === server.id);
        if (range !== undefined) recountHours(db, range, sources);
        if (isGone(one)) removeServer(db, server.id);
        else {
          if (row?.slot_day != null) keepDay(db, one, row.slot_day);
          setTraits(db, one, sawWindows2000);
        }
      }
    },
  };
}

function isGone({ sources, emptyDays }: Touched): boolean {
  return sources.length + emptyDays.length === 0;
}

/** Servers that lines of the source name, and the one that it was read for: without lines it told of that one. */
function findServers(db: Connection, source: number, folder: string | null): Touched[] {
  const named = db
    .prepare<[], number>('select distinct server_id from forgotten_run')
    .pluck()
    .all();
  const servers = db
    .prepare<[], ServerRow>('select id, name, saw_windows_2000 from server order by name')
    .all()
    .filter(({ id, name }) => named.includes(id) || isSameName(name, folder ?? ''));
  const others = db
    .prepare<[string, number], { server: number; source: number }>(
      `select distinct server_id as server, source_id as source from event_run
       where server_id in (select value from json_each(?)) and source_id <> ?`,
    )
    .all(JSON.stringify(servers.map(({ id }) => id)), source);
  const empty = db
    .prepare<[number], { server: string; day: number }>(
      `select server, slot_day as day from source
       where events = 0 and last_line_run is null and purged_before is null and server is not null and slot_day is not null and id <> ?`,
    )
    .all(source);
  return servers.map((server) => ({
    server,
    sources: others.filter((other) => other.server === server.id).map((other) => other.source),
    emptyDays: empty.filter((one) => isSameName(one.server, server.name)).map(({ day }) => day),
  }));
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Hours since 1970. */
interface HourRange {
  readonly server: number;
  readonly from: number;
  readonly to: number;
}

const HOUR = 'cast(floor(event.at / 3600000.0) as integer)';
/** `isNearDay` of model/server-marks.ts in SQL. */
const COUNTS =
  '(source.slot_day is null or abs(floor(event.at / 86400000.0) - source.slot_day) <= 1)';

function hourRanges(db: Connection, source: number): HourRange[] {
  return db
    .prepare<[number], HourRange>(
      `select event.server_id as server, min(${HOUR}) as "from", max(${HOUR}) as "to"
       from source
       cross join ${RUN_EVENTS} as event on event.source_id = source.id
       where source.id = ? and ${COUNTS} group by 1 order by 1`,
    )
    .all(source);
}

/** Counts the hours of a range anew; only files of about that time can have lines that count there. */
function recountHours(db: Connection, range: HourRange, sources: readonly number[]): void {
  db.prepare(
    'delete from server_hour where server_id = @server and hour between @from and @to',
  ).run(range);
  db.prepare(
    `insert into server_hour (server_id, hour, events, first_at, last_at)
     select event.server_id, ${HOUR}, count(*), min(event.at), max(event.at)
     from ${RUN_EVENTS} as event
     cross join source on source.id = event.source_id
     where source.id in (select value from json_each(@sources)) and event.server_id = @server
       and (source.slot_day is null or source.slot_day between @from / 24 - 2 and @to / 24 + 2)
       and ${COUNTS} and ${HOUR} between @from and @to
     group by 1, 2`,
  ).run({ ...range, sources: JSON.stringify(sources) });
}

function removeServer(db: Connection, id: number): void {
  db.prepare('delete from server_hour where server_id = ?').run(id);
  db.prepare('delete from server_day where server_id = ?').run(id);
  db.prepare('delete from clock_skew where ? in (from_id, to_id)').run(id);
  db.prepare('delete from server where id = ?').run(id);
}

/** A day stays while another file of it was read. */
function keepDay(db: Connection, { server, sources, emptyDays }: Touched, day: number): void {
  const other = db
    .prepare(
      'select 1 from source where slot_day = ? and id in (select value from json_each(?)) limit 1',
    )
    .get(day, JSON.stringify(sources));
  if (other === undefined && !emptyDays.includes(day))
    db.prepare('delete from server_day where server_id = ? and day = ?').run(server.id, day);
}

/** What is told of a server by the lines that are left. */
export function setTraits(
  db: Connection,
  {
    server,
    sources,
  }: {
    readonly server: Pick<ServerRow, 'id' | 'saw_windows_2000'>;
    readonly sources: readonly number[];
  },
  sawWindows2000: ReadonlySet<number>,
): void {
  const versions = db
    .prepare<[string], string>(
      'select distinct layout from source where id in (select value from json_each(?))',
    )
    .pluck()
    .all(JSON.stringify(sources))
    .flatMap((layout) => parseLayout(layout).writerVersion ?? []);
  const windows2000 =
    server.saw_windows_2000 === 1 &&
    (sawWindows2000.has(server.id) || mayHaveSeen(db, server.id, sources));
  db.prepare(
    `update server set version = @version, saw_windows_2000 = @windows2000, saw_2003_events = exists (
       select 1 from ${RUN_EVENTS} as event
       where event.source_id in (select value from json_each(@sources))
         and event.server_id = @server and event.code between 1032 and 1042)
     where id = @server`,
  ).run({
    server: server.id,
    sources: JSON.stringify(sources),
    version: versions.toSorted().at(-1) ?? null,
    windows2000: Number(windows2000),
  });
}

/** Whether any line of a server was, or may have been, written on Windows 2000: as a rule all lines are alike, and the first one tells. */
function mayHaveSeen(db: Connection, server: number, sources: readonly number[]): boolean {
  const tell = createLineTeller(db);
  const rows = db.prepare<[string, number], LineRow>(
    `${LINE_ROWS} where event.source_id in (select value from json_each(?)) and event.server_id = ?`,
  );
  let mayHave = false;
  for (const row of rows.iterate(JSON.stringify(sources), server)) {
    const event = tell(row);
    if (event === null) mayHave = true;
    else if (isWindows2000Build(event.serviceVersion)) return true;
  }
  return mayHave;
}
