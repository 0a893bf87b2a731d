import { isBroad, namesMessage, SAMPLE } from './broad-filter.ts';
import { matchAddresses } from './find-addresses.ts';
import { createLineTimes } from './line-times.ts';
import { headsOf, readLives } from './message-lives.ts';
import { fromPosition, NETWORK_ID, START, valuesOf } from './message-order.ts';
import type { Position } from './message-order.ts';
import { MESSAGE_COLUMNS, MESSAGE_TABLES } from './read-messages.ts';
import type { StoredMessage } from './read-messages.ts';
import type { Store } from './reader.ts';

/** What messages are asked for. Times are milliseconds UTC, the range is half-open. */
export interface MessageFilter {
  readonly from: string | null;
  readonly to: string | null;
  readonly subject: ((subject: string | null) => boolean) | null;
  readonly ids: readonly number[] | null;
  readonly since: number | null;
  readonly until: number | null;
  /** Only the message there and what comes after it in the order of messages; absent: all. */
  readonly begin?: Position | undefined;
}

/** Messages read at once: memory stays small however many there are. */
const PAGE = 500;

/** Messages that fit, the newest first, then in order of id; reads on as they are taken, and while `goOn` says so of each that is looked at. */
export function* findMessages(
  store: Store,
  filter: MessageFilter,
  goOn?: (message: StoredMessage) => boolean,
): Generator<StoredMessage, void, undefined> {
  const inRange = rangeCheck(store, filter);
  const { rows, isNamed } = rowsFor(store, filter, goOn !== undefined);
  for (const row of rows) {
    if (goOn?.(row) === false) return;
    if (isNamed(row) && (filter.subject === null || filter.subject(row.subject)) && inRange(row))
      yield row;
  }
}

/** Messages to look at, the newest first, and which of them are those that the filter names. `isBounded`: not all are needed. */
function rowsFor(
  store: Store,
  filter: MessageFilter,
  isBounded: boolean,
): {
  readonly rows: Iterable<StoredMessage>;
  readonly isNamed: (message: StoredMessage) => boolean;
} {
  const all = { ...filter, ids: null, from: null, to: null };
  if (filter.ids === null && filter.from === null && filter.to === null)
    return { rows: allMessages(store, all), isNamed: () => true };
  const named = { rows: namedMessages(store, filter), isNamed: () => true };
  if (!isBounded) return named;
  const rows = allMessages(store, all);
  const newest = take(rows, SAMPLE);
  const isNamed = namesMessage(store, filter);
  if (isBroad(newest, isNamed)) return { rows: inTurn(newest, rows), isNamed };
  if (filter.ids === null) return named;
  const isAddressed = namesMessage(store, { ...filter, ids: null });
  // Addresses that most messages have are looked for in those that have a number of these alone.
  return isBroad(newest, isAddressed)
    ? { rows: namedMessages(store, { ...filter, from: null, to: null }), isNamed: isAddressed }
    : named;
}

/** So many, or as many as there are. */
function take<Item>(items: Iterator<Item, unknown>, most: number): Item[] {
  const taken: Item[] = [];
  while (taken.length < most) {
    const next = items.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

function* inTurn<Item>(
  some: Iterable<Item>,
  others: Iterable<Item>,
): Generator<Item, void, undefined> {
  yield* some;
  yield* others;
}

/** By time, a page after the other. */
function* allMessages(store: Store, filter: MessageFilter): Generator<StoredMessage> {
  const { sql, parameters } = conditions(store, filter);
  const pageFrom = (than: '>=' | '>') =>
    store.db.prepare<Record<string, unknown>, StoredMessage>(
      `select ${MESSAGE_COLUMNS} from ${MESSAGE_TABLES}
       where ${fromPosition('message.first_at', than)} ${sql}
       order by message.first_at desc, message.text, ${NETWORK_ID} limit ${PAGE}`,
    );
  let rows = pageFrom('>=').all({ ...parameters, ...valuesOf(beginOf(filter)) });
  const further = pageFrom('>');
  for (;;) {
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    rows = further.all({ ...parameters, ...valuesOf(last) });
  }
}

/** What began later than it is asked for need not be gone through. */
function beginOf({ begin = START, until }: MessageFilter): Position {
  return until === null || until > begin.firstAt ? begin : { ...START, firstAt: until };
}

/** Few messages, found by the indexes of what they are named by: the plus keeps SQLite from walking all by time. */
function* namedMessages(store: Store, filter: MessageFilter): Generator<StoredMessage> {
  const { sql, parameters } = conditions(store, filter);
  const ids = store.db
    .prepare<Record<string, unknown>, number>(
      `select message.id from message where ${fromPosition('+message.first_at', '>=')} ${sql}
       order by +message.first_at desc, message.text, ${NETWORK_ID}`,
    )
    .pluck()
    .all({ ...parameters, ...valuesOf(filter.begin ?? START) });
  const one = store.db.prepare<[number], StoredMessage>(
    `select ${MESSAGE_COLUMNS} from ${MESSAGE_TABLES} where message.id = ?`,
  );
  for (const id of ids) {
    const row = one.get(id);
    if (row !== undefined) yield row;
  }
}

function conditions(
  store: Store,
  filter: MessageFilter,
): { sql: string; parameters: Record<string, unknown> } {
  const parts = readLives(store.db).areAlone
    ? []
    : ['and message.id not in (select message_id from life)'];
  const parameters: Record<string, unknown> = {};
  const add = (sql: string, name: string, value: unknown): void => {
    parts.push(`and ${sql}`);
    parameters[name] = value;
  };
  if (filter.ids !== null)
    add(
      'message.id in (select value from json_each(@ids))',
      'ids',
      JSON.stringify(headsOf(store.db, filter.ids)),
    );
  if (filter.since !== null) add('message.last_at >= @since', 'since', filter.since);
  if (filter.until !== null) add('+message.first_at < @until', 'until', filter.until);
  if (filter.from !== null)
    add(
      'message.sender_id in (select value from json_each(@senders))',
      'senders',
      JSON.stringify(matchAddresses(store, filter.from)),
    );
  if (filter.to !== null)
    add(
      `message.id in (select coalesce(life.life_id, hop.message_id)
         from hop left join life on life.message_id = hop.message_id
         where recipient_id in (select value from json_each(@recipients)))`,
      'recipients',
      JSON.stringify(matchAddresses(store, filter.to)),
    );
  return { sql: parts.join(' '), parameters };
}

/** Whether a message has any event in the range: its first or last one, or one that has to be looked for. */
function rangeCheck(store: Store, filter: MessageFilter): (message: StoredMessage) => boolean {
  const since = filter.since ?? Number.NEGATIVE_INFINITY;
  const until = filter.until ?? Number.POSITIVE_INFINITY;
  const timesOf = createLineTimes(store);
  return ({ id, firstAt, lastAt }) => {
    if (firstAt >= since && firstAt < until) return true;
    if (lastAt >= since && lastAt < until) return true;
    if (firstAt >= until || lastAt < since) return false;
    return timesOf(id).some((at) => at >= since && at < until);
  };
}
