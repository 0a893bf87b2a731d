import type { Connection } from './open.ts';
import { RUN_EVENTS } from './run-events.ts';

/** Messages at once. */
const MESSAGES = 10_000;

/** Removes all hops of the messages in the table `touched`. */
export function removeHops(db: Connection): void {
  const next = db
    .prepare<[number], number | null>(
      `select max(id) from (select id from touched where id > ? order by id limit ${MESSAGES})`,
    )
    .pluck();
  const remove = db.prepare<[number, number]>(
    `delete from hop where id in (
       select hop.id from touched
       cross join event_run on event_run.message_id = touched.id
       cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       where touched.id > ? and touched.id <= ?)`,
  );
  const clear = db.prepare<[number, number]>(
    `update event_run set first_hop_id = null, last_hop_id = null
     where message_id in (select id from touched where id > ? and id <= ?)`,
  );
  for (let from = 0; ;) {
    const to = next.get(from) ?? null;
    if (to === null) return;
    remove.run(from, to);
    clear.run(from, to);
    from = to;
  }
}

/** Removes a source with the events of the table `forgotten_run`, rejects and exact bytes. */
export function removeLines(db: Connection, source: number): void {
  db.exec('delete from event_run where id in (select id from forgotten_run)');
  db.prepare('delete from reject where source_id = ?').run(source);
  db.prepare('delete from server_suffix where source_id = ?').run(source);
  db.prepare('delete from archive_block where source_id = ?').run(source);
  db.prepare('delete from source where id = ?').run(source);
  unjoinGone(db);
}

/** Numbers of runs that are gone are given again: what has them next is not joined yet. */
export function unjoinGone(db: Connection): void {
  db.exec(`
    update meta set value = cast(coalesce((select max(id) from event_run), 0) as text)
    where key = 'hops_joined' and cast(value as integer) > coalesce((select max(id) from event_run), 0)`);
}

/**
 * Notes the messages that those of the table `touched` name, and themselves; what this gives removes those of them that nothing
 * names any more, and all addresses that nothing does. Hosts stay, as no index tells who names them; no query shows them.
 */
export function watchNames(db: Connection): () => void {
  db.exec(`
    drop table if exists temp.loose_message;
    create temp table loose_message (id integer primary key);
    insert into loose_message select id from touched;
    insert or ignore into loose_message
      select linked_id from link where message_id in (select id from touched);
    insert or ignore into loose_message
      select submission_id from submission where message_id in (select id from touched)`);
  return () => {
    db.exec(`
      delete from message where id in (select id from loose_message) and ${IS_UNNAMED};
      ${REMOVE_ADDRESSES};
      drop table loose_message`);
  };
}

/** Removes all messages and addresses that nothing names. */
export function removeUnnamed(db: Connection): void {
  db.exec(`delete from message where ${IS_UNNAMED}; ${REMOVE_ADDRESSES}`);
}

const IS_UNNAMED = `
  first_at is null
    and not exists (select 1 from link where linked_id = message.id)
    and not exists (select 1 from link where message_id = message.id)
    and not exists (select 1 from submission where submission_id = message.id)
    and not exists (select 1 from submission where message_id = message.id)`;

/** Recipients of lines without a message are in no hop. */
const REMOVE_ADDRESSES = `
  delete from address
  where not exists (select 1 from hop where recipient_id = address.id)
    and not exists (select 1 from message where sender_id = address.id)
    and id not in (
      select event.recipient_id from ${RUN_EVENTS} as event
      where event.message_id = 0 and event.recipient_id is not null)`;
