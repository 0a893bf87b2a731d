import type { Store } from './reader.ts';

/** A hop that ended, and when its message was first seen. Numbers of `host` and `address`; times milliseconds UTC. */
export type EndedHop = readonly [
  endAt: number,
  endCode: number,
  nextHop: number | null,
  firstAt: number,
  sender: number | null,
  recipient: number,
];

/** Hops that ended in the span, in order of time; read on as they are taken. */
export function* endedHops(
  store: Store,
  from: number,
  to: number,
): Generator<EndedHop, void, undefined> {
  yield* store.db
    .prepare<[number, number], EndedHop>(
      `select hop.first_seen_at + hop.end_ms, hop.end_code, hop.next_hop_id, message.first_at, message.sender_id,
         hop.recipient_id
       from hop join message on message.id = hop.message_id
       where hop.first_seen_at + hop.end_ms >= ? and hop.first_seen_at + hop.end_ms < ? and hop.end_ms is not null
       order by hop.first_seen_at + hop.end_ms`,
    )
    .raw()
    .iterate(from, to);
}

/** A message that was first seen in the span: when, for how many recipients (null: no line tells), by whom. */
export type NewMessage = readonly [
  firstAt: number,
  recipients: number | null,
  sender: number | null,
];

export function* newMessages(
  store: Store,
  from: number,
  to: number,
): Generator<NewMessage, void, undefined> {
  yield* store.db
    .prepare<[number, number], NewMessage>(
      'select first_at, recipient_count, sender_id from message where first_at >= ? and first_at < ?',
    )
    .raw()
    .iterate(from, to);
}

/** Hops that ended in the span by each event id, and how many of them took at least `slowMs`. */
export function endCounts(
  store: Store,
  from: number,
  to: number,
  slowMs: number,
): readonly { readonly code: number; readonly count: number; readonly slow: number }[] {
  return store.db
    .prepare<[number, number, number], { code: number; count: number; slow: number }>(
      `select end_code as code, count(*) as count, sum(end_ms >= ?) as slow from hop
       where first_seen_at + end_ms >= ? and first_seen_at + end_ms < ? and end_ms is not null
       group by end_code order by end_code`,
    )
    .all(slowMs, from, to);
}

export function newCount(store: Store, from: number, to: number): number {
  return (
    store.db
      .prepare<[number, number], number>(
        'select count(*) from message where first_at >= ? and first_at < ?',
      )
      .pluck()
      .get(from, to) ?? 0
  );
}
