import { mergeHops } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { addRows, BulkInsert } from './bulk-insert.ts';
import type { Value } from './bulk-insert.ts';
import { HOP_ROW_COLUMNS, hopFromStored, hopValues, STORED_HOP } from './hop-rows.ts';
import type { StoredHop } from './hop-rows.ts';
import { keepHopIds } from './last-hop-id.ts';
import type { Connection } from './open.ts';
import { shareWork } from './queue-share.ts';
import type { QueueHelper } from './queue-share.ts';
import { readQueueState } from './queue-state.ts';
import { touchTrafficOf } from './traffic-tables.ts';

/** Messages at once: their hops are in memory. With more of them, what lives for so long is copied about as garbage is collected. */
const MESSAGES = 250;

/** Messages from which on help takes less time than its first words. */
const HELPED_FROM = 5000;

type HopRow = [...StoredHop, id: number, message: number];
/** Where these stand, after what a hop is read from. */
const ID = 11;
const MESSAGE = 12;

/** What takes the place of hops that are of one message, recipient and server. */
export interface JoinedHops {
  /** Ids of rows that are needless. */
  readonly gone: readonly number[];
  /** Ids of rows that others were joined to, and their values, of HOP_ROW_COLUMNS, one row after the other. */
  readonly changed: readonly number[];
  readonly values: readonly Value[];
}

/** What is to become of the hops of these messages, which are read. */
export type HopJoiner = (messages: readonly number[]) => JoinedHops;

export function createHopJoiner(db: Connection, slots: SlotOrder): HopJoiner {
  const hopsOf = db
    .prepare<[string], HopRow>(
      `select ${STORED_HOP}, hop.id, event_run.message_id from json_each(?) as told
       cross join event_run on event_run.message_id = told.value
       cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       order by event_run.message_id, hop.recipient_id, hop.server_id, hop.id`,
    )
    .raw();
  return (messages) => joinRows(hopsOf.all(JSON.stringify(messages)), slots);
}

/** What the end of a run knows of its messages. */
interface JoinOptions {
  /** Messages of which this run knows that they are whole are passed over. */
  readonly isWhole?: (message: number) => boolean;
  /** Joins some of them; all that is to be joined is committed. */
  readonly helper?: Pick<QueueHelper, 'join' | 'joined'> | null;
  /** Messages from which on it is asked. */
  readonly helpedFrom?: number;
}

/**
 * Joins hops that several batches told of into one row each, the first one. What all batches up to a run of events were joined of is
 * remembered, so that each run looks at its own, also after one that was killed.
 */
export function joinHops(
  db: Connection,
  slots: SlotOrder,
  { isWhole = () => false, helper = null, helpedFrom = HELPED_FROM }: JoinOptions = {},
): void {
  const last = db.prepare<[], number | null>('select max(id) from event_run').pluck().get() ?? 0;
  const joined = Number(
    db.prepare("select value from meta where key = 'hops_joined'").pluck().get() ?? 0,
  );
  if (last === joined) return;
  const messages = toldTwice(db, joined).filter((message) => !isWhole(message));
  keepHopIds(db);
  const join = createHopJoiner(db, slots);
  const write = joinedWriter(db);
  const left =
    helper === null || messages.length < helpedFrom
      ? messages
      : shareWork(helper.join(messages), {
          here: ({ ids }) => write(join(ids)),
          there: (all) => helper.joined(all),
          take: (page) => write(page.joined),
          untilEnd: false,
        });
  for (let from = 0; from < left.length; from += MESSAGES)
    write(join(left.slice(from, from + MESSAGES)));
  db.prepare("insert or replace into meta (key, value) values ('hops_joined', ?)").run(
    String(last),
  );
}

function joinedWriter(db: Connection): (joined: JoinedHops) => void {
  const remove = db.prepare<[string]>(
    'delete from hop where id in (select value from json_each(?))',
  );
  // What was joined is removed first: to replace rows, SQLite would keep a copy of each page that a statement of many of them changes.
  const put = new BulkInsert(db, 'insert or fail', 'hop', HOP_ROW_COLUMNS);
  // A first load counts its traffic after this.
  const touch = readQueueState(db) === null ? null : touchTrafficOf(db);
  return ({ gone, changed, values }) => {
    const ids = JSON.stringify([...gone, ...changed]);
    touch?.(ids);
    remove.run(ids);
    addRows(put, values);
    put.flush();
  };
}

/** `rows` are in order of message, recipient, server and id. */
function joinRows(rows: readonly HopRow[], slots: SlotOrder): JoinedHops {
  const gone: number[] = [];
  const changed: number[] = [];
  const values: Value[] = [];
  for (let i = 0; i < rows.length;) {
    const row = rows[i];
    if (row === undefined) break;
    const first = i;
    for (i += 1; isOfSameHop(rows[i], row); i++) gone.push(rows[i]?.[ID] ?? 0);
    if (i === first + 1) continue;
    const hop = rows
      .slice(first, i)
      .map((one) => hopFromStored(one, (host) => host))
      .reduce((one, other) => mergeHops(one, other, slots));
    const key = { message: row[MESSAGE], recipient: row[0], server: row[1] };
    changed.push(row[ID]);
    values.push(row[ID], ...hopValues(key, hop));
  }
  return { gone, changed, values };
}

function isOfSameHop(row: HopRow | undefined, other: HopRow): boolean {
  return (
    row !== undefined &&
    row[MESSAGE] === other[MESSAGE] &&
    row[0] === other[0] &&
    row[1] === other[1]
  );
}

/** Messages that a server told of in several batches, the last of them after a run. */
function toldTwice(db: Connection, run: number): number[] {
  return db
    .prepare<[number], number>(
      `select distinct message_id from event_run where message_id > 0
       group by message_id, server_id having count(*) > 1 and max(id) > ?`,
    )
    .pluck()
    .all(run);
}
