import type { Store } from './reader.ts';

/** What may have moved since: hops that ended later, hops that are open, and what else the tables of the queue hold. */
const MOVED_LATER = `
  select message_id from hop where first_seen_at + end_ms > @at and end_ms is not null
  union select message_id from hop where (hop.end_ms is null or hop.move_code <> hop.end_code) and last_seen_at > @at
  union select message_id from queue_message where last_at > @at`;

const BEGAN = `
  exists (select 1 from message where message.id = told.id and message.first_at <= @at)
  or exists (
    select 1 from life cross join message on message.id = life.message_id
    where life.life_id = told.id and message.first_at <= @at)`;

/**
 * Messages with a line up to and with that moment (milliseconds UTC) and one after it: all who stand otherwise at the end of the logs than they did then
 * are among them. Each life once, by the message that stands for it.
 */
export function messagesAcross({ db }: Pick<Store, 'db'>, at: number): number[] {
  return db
    .prepare<[{ readonly at: number }], number>(
      `with told as (
         select distinct coalesce(
           (select life_id from life where life.message_id = moved.message_id), moved.message_id) as id
         from (${MOVED_LATER}) as moved)
       select id from told where ${BEGAN}`,
    )
    .pluck()
    .all({ at });
}
