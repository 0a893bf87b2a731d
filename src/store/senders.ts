import type { Connection } from './open.ts';

/** The number of a message's sender in the table `address`; null: nothing tells it. */
export type SenderOf = (message: number) => number | null;

/** So many messages in one statement: one for each costs twice as much. */
const PAGE = 1000;

/** Reads senders of many messages, whose numbers rise; they are asked about in that order. */
export function createSenderReader(db: Connection): (ids: readonly number[]) => SenderOf {
  const find = db
    .prepare<[string], [id: number, sender: number]>(
      `select message.id, message.sender_id from json_each(?) as asked
       cross join message on message.id = asked.value where message.sender_id is not null`,
    )
    .raw();
  return (ids) => {
    let known = new Map<number, number>();
    let read = 0;
    return (id) => {
      while (read < ids.length && (read === 0 || id > (ids[read - 1] ?? 0))) {
        known = new Map(find.all(JSON.stringify(ids.slice(read, read + PAGE))));
        read = Math.min(ids.length, read + PAGE);
      }
      return known.get(id) ?? null;
    };
  };
}
