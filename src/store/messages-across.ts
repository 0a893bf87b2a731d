import { readColumns } from './columns.ts';
import { NumberSet } from './number-set.ts';
import type { Connection } from './open.ts';
import type { Store } from './reader.ts';

const HOUR_MS = 3_600_000;

/**
 * Messages with a line up to and with that moment (milliseconds UTC) and one after it: all who stand otherwise at the end of the logs than they did then
 * are among them. Each life once, by the message that stands for it.
 */
export function messagesAcross({ db }: Pick<Store, 'db'>, at: number): number[] {
  const beganLater = new NumberSet();
  const later = read(db, BEGAN_LATER, { at });
  for (const id of later) beganLater.add(id);
  const heads = readHeads(db);
  const begunLives = new Set<number>();
  for (const [member, head] of heads) if (!beganLater.has(member)) begunLives.add(head);
  const found = new Set<number>();
  for (const ids of movedLater(db, at, heads.size > 0, later))
    for (const id of ids) {
      const head = heads.get(id) ?? id;
      if (!beganLater.has(head) || begunLives.has(head)) found.add(head);
    }
  return [...found];
}

/**
 * What may have moved since, by what is less to go through: messages that began before, or, as days that are asked about are among the last ones as a rule, all
 * that happened later.
 */
function* movedLater(
  db: Connection,
  at: number,
  hasLives: boolean,
  later: readonly number[],
): Generator<readonly number[], void, undefined> {
  const count = db.prepare<[], number | null>('select max(id) from message').pluck().get() ?? 0;
  if (count - later.length > later.length) {
    yield* movedIn(db, at);
    return;
  }
  // One that began later may be of a life that began before.
  if (hasLives) yield later;
  yield read(db, BEGUN, { at });
}

const BEGUN = 'select id from message where first_at <= @at and last_at > @at';
const BEGAN_LATER = 'select id from message where first_at > @at';
const END_AT = 'first_seen_at + end_ms';
const ENDED = `select message_id as id from hop where ${END_AT} > @at and ${END_AT} <= @to and end_ms is not null`;
const NEXT_END = `select min(${END_AT}) from hop where ${END_AT} > @at and end_ms is not null`;
const OPEN = `select message_id as id from hop
  where (hop.end_ms is null or hop.move_code <> hop.end_code) and last_seen_at > @at`;
const QUEUED = 'select message_id as id from queue_message where last_at > @at';

/** The same by hops that ended later, an hour at a time, hops that are open, and what else the tables of the queue hold. */
function* movedIn(db: Connection, at: number): Generator<readonly number[], void, undefined> {
  yield read(db, OPEN, { at });
  yield read(db, QUEUED, { at });
  const next = db.prepare<[{ readonly at: number }], number | null>(NEXT_END).pluck();
  for (let from = at; ;) {
    const first = next.get({ at: from }) ?? null;
    if (first === null) return;
    const to = first + HOUR_MS;
    yield read(db, ENDED, { at: from, to });
    from = to;
  }
}

/** The message that stands for each one that another one does. */
function readHeads(db: Connection): ReadonlyMap<number, number> {
  const [messages, lives]: readonly [readonly number[], readonly number[]] = JSON.parse(
    readColumns(db, ['message_id', 'life_id'], 'life'),
  );
  return new Map(messages.map((message, index) => [message, lives[index] ?? message]));
}

function read(
  db: Connection,
  sql: string,
  values: { readonly at: number; readonly to?: number },
): readonly number[] {
  const text = db
    .prepare<[typeof values], string | null>(`select group_concat(id) from (${sql})`)
    .pluck()
    .get(values);
  return JSON.parse(`[${text ?? ''}]`);
}
