import { mergeHops } from '../lifecycle/hop.ts';
import type { Hop } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { HOP_COLUMNS, hopFromStored, hopValues, KEY_COLUMNS, STORED_HOP } from './hop-rows.ts';
import type { StoredHop } from './hop-rows.ts';
import type { Connection } from './open.ts';

/** Where the id stands, after what a hop is read from. */
const ID = 11;

/**
 * Joins hops that several batches told of into one row each, the first one. What all batches up to a run of events were joined of is
 * remembered, so that each run looks at its own, also after one that was killed.
 */
export function joinHops(db: Connection, slots: SlotOrder): void {
  const last = db.prepare<[], number | null>('select max(id) from event_run').pluck().get() ?? 0;
  const joined = Number(
    db.prepare("select value from meta where key = 'hops_joined'").pluck().get() ?? 0,
  );
  if (last === joined) return;
  const hopsOf = db
    .prepare<[number], [...StoredHop, id: number]>(
      `select ${STORED_HOP}, hop.id from event_run
       join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       where event_run.message_id = ? order by hop.id`,
    )
    .raw();
  const told = HOP_COLUMNS.slice(KEY_COLUMNS);
  const update = db.prepare(
    `update hop set ${told.map((column) => `${column} = ?`).join(', ')} where id = ?`,
  );
  const remove = db.prepare('delete from hop where id = ?');
  // Ids of rows at the end of the table are given again: no run may name one that is gone.
  const trim = db.prepare<[number]>(`
    update event_run set (first_hop_id, last_hop_id) = (
      select min(id), max(id) from hop where id between first_hop_id and last_hop_id)
    where message_id = ? and first_hop_id is not null`);
  for (const message of toldTwice(db, joined)) {
    const rows = new Map<string, { readonly id: number; hop: Hop<number>; isChanged: boolean }>();
    for (const row of hopsOf.all(message)) {
      const key = `${row[0]} ${row[1]}`;
      const id = row[ID];
      const hop = hopFromStored(row, (host) => host);
      const known = rows.get(key);
      if (known === undefined) rows.set(key, { id, hop, isChanged: false });
      else {
        known.hop = mergeHops(known.hop, hop, slots);
        known.isChanged = true;
        remove.run(id);
      }
    }
    for (const [key, { id, hop, isChanged }] of rows) {
      const [recipient = 0, server = 0] = key.split(' ').map(Number);
      if (isChanged)
        update.run(...hopValues({ message, recipient, server }, hop).slice(KEY_COLUMNS), id);
    }
    trim.run(message);
  }
  db.prepare("insert or replace into meta (key, value) values ('hops_joined', ?)").run(
    String(last),
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
