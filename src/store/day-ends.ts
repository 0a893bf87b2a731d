import { HAND_OVERS } from '../catalogue/events.ts';
import type { Store } from './reader.ts';

const HOUR_MS = 3_600_000;

/** Half-open, milliseconds UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A hop that ended, and its message. `hour`: counted from the begin of the span; `took`: whole seconds since its message began, at most 0
 * where clocks differ; numbers of `host` and `address`, 0: none.
 */
export type OnEndedHop = (
  hour: number,
  code: number,
  nextHop: number,
  took: number,
  sender: number,
  recipient: number,
) => void;

const END_AT = 'hop.first_seen_at + hop.end_ms';

/**
 * When a message began: with its first line, or where a server of 2013 or later measured it, with its arrival in the organisation, as the
 * log of the server that took it in may not be loaded. What versions before that call the original arrival may be a client's clock, and
 * hours before the message was sent.
 */
const BEGAN_AT = `case when message.network_id is not null and message.originated_at < message.first_at
  then message.originated_at else coalesce(message.first_at, 0) end`;

/**
 * Hops that ended in the span by one of these event ids, hour by hour. `passed`: who was handed over to one of these hosts (by number) is left out from the
 * next hour on; half of all ends may be such.
 */
export function eachEndedHop(
  store: Store,
  span: Span,
  codes: readonly number[],
  passed: ReadonlySet<number>,
  visit: OnEndedHop,
): void {
  const values = [
    'hop.end_code',
    'coalesce(hop.next_hop_id, 0)',
    `((${END_AT} - ${BEGAN_AT}) / 1000)`,
    'coalesce(message.sender_id, 0)',
    'hop.recipient_id',
  ];
  const sql = `
    select ${asText(values)} from hop join message on message.id = hop.message_id
    where ${END_AT} >= ? and ${END_AT} < ? and hop.end_ms is not null
      and hop.end_code in (${codes.join(', ')})
      and not (hop.end_code in (${HAND_OVERS.join(', ')})
        and coalesce(hop.next_hop_id, 0) in (select value from json_each(?)))`;
  for (const [hour, numbers] of hoursOf(store, span, sql, () => [JSON.stringify([...passed])]))
    for (let i = 0; i < numbers.length; i += values.length)
      visit(
        hour,
        numbers[i] ?? 0,
        numbers[i + 1] ?? 0,
        numbers[i + 2] ?? 0,
        numbers[i + 3] ?? 0,
        numbers[i + 4] ?? 0,
      );
}

/** A message that was first seen in an hour of the span, for how many recipients (1 where no line tells), by whom (0: nobody). */
export type OnNewMessage = (hour: number, recipients: number, sender: number) => void;

export function eachNewMessage(store: Store, span: Span, visit: OnNewMessage): void {
  const values = ['coalesce(recipient_count, 1)', 'coalesce(sender_id, 0)'];
  const sql = `select ${asText(values)} from message
    where first_at >= ? and first_at < ? and id not in (select message_id from life)`;
  for (const [hour, numbers] of hoursOf(store, span, sql))
    for (let i = 0; i < numbers.length; i += values.length)
      visit(hour, numbers[i] ?? 0, numbers[i + 1] ?? 0);
}

/** Numbers of many rows as one JSON list: a value of a row costs several times as much as one in a text. */
function asText(values: readonly string[]): string {
  return `'[' || coalesce(group_concat(${values.join(` || ',' || `)}), '') || ']'`;
}

/** `more`: what else an hour's statement is given. */
function* hoursOf(
  { db }: Store,
  { from, to }: Span,
  sql: string,
  more: () => readonly string[] = () => [],
): Generator<readonly [hour: number, numbers: readonly number[]], void, undefined> {
  const text = db.prepare<[number, number, ...string[]], string>(sql).pluck();
  for (let hour = 0, at = from; at < to; hour++, at += HOUR_MS)
    yield [hour, JSON.parse(text.get(at, Math.min(to, at + HOUR_MS), ...more()) ?? '[]')];
}

/** What ended in a span. */
export interface EndCounts {
  /** Hops by the event id of their end; those of ids that were left out are not counted. */
  readonly byCode: ReadonlyMap<number, number>;
  /** How many of all took at least so long as was asked for. */
  readonly slow: number;
}

/** Hops that ended in the span, by each of these event ids, and how many of all took at least `slowMs`. */
export function endCounts(
  { db }: Store,
  { from, to }: Span,
  codes: readonly number[],
  slowMs: number,
): EndCounts {
  // SQLite sorts what it groups, which costs more than to read it.
  const row = db
    .prepare<[number, number, number], [codes: string, slow: number | null]>(
      `select ${asText([`case when end_code in (${codes.join(', ')}) then end_code end`])}, sum(end_ms >= ?) from hop
       where first_seen_at + end_ms >= ? and first_seen_at + end_ms < ? and end_ms is not null`,
    )
    .raw()
    .get(slowMs, from, to);
  const byCode = new Map<number, number>();
  const found: readonly number[] = JSON.parse(row?.[0] ?? '[]');
  for (const code of found) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  return { byCode, slow: row?.[1] ?? 0 };
}

export function newCount(store: Store, from: number, to: number): number {
  return (
    store.db
      .prepare<[number, number], number>(
        `select count(*) from message
         where first_at >= ? and first_at < ? and id not in (select message_id from life)`,
      )
      .pluck()
      .get(from, to) ?? 0
  );
}
