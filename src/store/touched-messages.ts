import type { LogEvent } from '../model/log-event.ts';
import type { Connection } from './open.ts';
import { createLineTeller, LINE_ROWS } from './told-lines.ts';
import type { LineRow, LineTeller } from './told-lines.ts';

/** Messages at once: what their other lines tell has to fit in memory. */
const PAGE = 2000;

export interface ToldLine {
  readonly row: LineRow;
  readonly event: LogEvent;
}

/** Some of the messages that a source tells of, and what all other sources tell of them. */
export interface TouchedPage {
  readonly messages: readonly number[];
  /** In order of source and offset; none of the messages in `untold`. */
  readonly lines: readonly ToldLine[];
  /** Messages with a line whose bytes cannot be had any more. */
  readonly untold: ReadonlySet<number>;
}

/** The messages that lines of one source tell of, however many there are. */
export interface TouchedMessages {
  readonly count: number;
  /** Those that no other source tells of. */
  readonly alone: number;
  pages(): Generator<TouchedPage, void, undefined>;
}

const TABLES = `
  drop table if exists temp.forgotten_run;
  drop table if exists temp.touched;
  create temp table forgotten_run (
    id integer primary key, message_id integer not null, server_id integer not null
  );
  create temp table touched (id integer primary key)`;

/** Lists them in the temporary table `touched`, and the runs of the source in `forgotten_run`. */
export function findTouched(db: Connection, source: number): TouchedMessages {
  db.exec(TABLES);
  db.prepare(
    `insert into forgotten_run
     select id, message_id, server_id from event_run where source_id = ? order by id`,
  ).run(source);
  const count = db
    .prepare(
      'insert or ignore into touched select message_id from forgotten_run where message_id > 0',
    )
    .run().changes;
  const alone = db
    .prepare<[number], number>(
      `select count(*) from touched where not exists (
         select 1 from event_run where message_id = touched.id and source_id <> ?)`,
    )
    .pluck()
    .get(source);
  return { count, alone: alone ?? 0, pages: () => pagesOfTouched(db, source) };
}

/** Messages of the table `touched`, and what all sources but `source` tell of them. */
export function* pagesOfTouched(
  db: Connection,
  source: number | null,
): Generator<TouchedPage, void, undefined> {
  const next = db
    .prepare<[number], number>(`select id from touched where id > ? order by id limit ${PAGE}`)
    .pluck();
  const others = db.prepare<[number, number | null], LineRow>(
    `${LINE_ROWS} where event.message_id = ? and event.source_id is not ?`,
  );
  const tell = createLineTeller(db);
  for (let last = 0; ;) {
    const messages = next.all(last);
    if (messages.length === 0) return;
    last = messages.at(-1) ?? 0;
    const rows = messages.flatMap((message) => others.all(message, source));
    yield { messages, ...linesOf(rows, tell) };
  }
}

function linesOf(rows: readonly LineRow[], tell: LineTeller): Omit<TouchedPage, 'messages'> {
  const untold = new Set<number>();
  const lines: ToldLine[] = [];
  for (const row of rows.toSorted((a, b) => a.source - b.source || a.offset - b.offset)) {
    const event = tell(row);
    if (event === null) untold.add(row.message);
    else lines.push({ row, event });
  }
  return {
    untold,
    lines: untold.size === 0 ? lines : lines.filter(({ row }) => !untold.has(row.message)),
  };
}
