import type { Connection } from './open.ts';
import { lastRunOf } from './run-events.ts';

/*
 * Rows of `message` that are of one life, each under the row that stands for it:
 * - a submission from a mailbox (NOTIFYMAPI has no message id), under the message that came of it;
 * - lines that tell no network message id (2010 and before), under the one message of their id that has one.
 * Two messages with network message ids of their own stay two, and what has none then stays by itself.
 */

/** Brings `life` up to date with the runs of events since it was last. After the indexes of queries were made. */
export function updateLives(db: Connection): void {
  if (!hasModernLogs(db)) return;
  const known = readLastRun(db);
  const last = lastRunOf(db);
  if (known === last) return;
  fillTask(db, known);
  db.exec(`${COPIES};${SUBMISSIONS}`);
  db.prepare("insert or replace into meta (key, value) values ('lives', ?)").run(String(last));
}

/** From now on the table holds for nothing: the next update makes it anew. */
export function dropLives(db: Connection): void {
  db.exec("delete from life; delete from meta where key = 'lives'");
}

/** What the tables of the queue have of messages that are of one life with others is out of date. */
export function noteLives(db: Connection): void {
  db.exec(`
    insert or ignore into queue_touched select message_id from life;
    insert or ignore into queue_touched select life_id from life`);
}

/** The number of a run that is gone may be given again. */
export function forgetLivesRun(db: Connection, run: number): void {
  db.prepare("update meta set value = ? where key = 'lives' and cast(value as integer) >= ?").run(
    String(run - 1),
    run,
  );
}

function hasModernLogs(db: Connection): boolean {
  return db.prepare('select 1 from event_name limit 1').get() !== undefined;
}

function readLastRun(db: Connection): number {
  return Number(db.prepare("select value from meta where key = 'lives'").pluck().get() ?? 0);
}

/**
 * `life_task`: messages without a network message id that runs since then told of, or that share their id with one that they told of, and
 * submissions of either: those of a message that another one stands for now go with it.
 */
function fillTask(db: Connection, since: number): void {
  db.exec(`
    drop table if exists temp.life_told;
    drop table if exists temp.life_task;
    create temp table life_told (message_id integer primary key);
    create temp table life_task (message_id integer primary key)`);
  if (since === 0) {
    db.exec(
      'insert into life_task select id from message where network_id is null and first_at is not null',
    );
    return;
  }
  db.prepare<[number]>(
    'insert or ignore into life_told select message_id from event_run where id > ? and message_id > 0',
  ).run(since);
  db.exec(`
    insert or ignore into life_task
      select other.id from life_told
      cross join message as told on told.id = life_told.message_id
      cross join message as other on other.hash = told.hash and other.text = told.text
      where other.network_id is null and other.first_at is not null;
    insert or ignore into life_task ${submissionsOf('life_told')};
    insert or ignore into life_task ${submissionsOf('life_task')}`);
}

const submissionsOf = (table: string): string => `
  select submission.submission_id from ${table} as task
  cross join submission on submission.message_id = task.message_id
  cross join message on message.id = submission.submission_id
  where message.first_at is not null`;

/** What changes is noted for the tables of the queue. */
const noting = (rows: string): string => `
  insert or ignore into queue_touched select message_id from (${rows});
  insert or ignore into queue_touched select life_id from (${rows});
  insert or ignore into queue_touched
    select life.life_id from life join (${rows}) as next on next.message_id = life.message_id;
  insert or replace into life (message_id, life_id) select message_id, life_id from (${rows})`;

const OWN = `
  select life_task.message_id, min(named.id) as life_id, count(*) as number
  from life_task
  cross join message as own on own.id = life_task.message_id
  cross join message as named on named.hash = own.hash and named.text = own.text
  where named.network_id is not null and named.first_at is not null
  group by life_task.message_id`;

const COPIES = `
  drop table if exists temp.life_found;
  create temp table life_found as ${OWN};
  insert or ignore into queue_touched select message_id from life where message_id in
    (select message_id from life_found where number > 1);
  insert or ignore into queue_touched select life_id from life where message_id in
    (select message_id from life_found where number > 1);
  delete from life where message_id in (select message_id from life_found where number > 1);
  ${noting('select message_id, life_id from life_found where number = 1')}`;

/** Of several messages that came of one submission the one whose id is the first stands for it. */
const FROM_MAILBOX = `
  select life_task.message_id, coalesce(life.life_id, message.id) as life_id,
    row_number() over (partition by life_task.message_id order by message.text, message.network_id) as place
  from life_task
  cross join submission on submission.submission_id = life_task.message_id
  cross join message on message.id = submission.message_id
  left join life on life.message_id = message.id
  where message.first_at is not null`;

const SUBMISSIONS = `
  drop table if exists temp.life_found;
  create temp table life_found as select message_id, life_id from (${FROM_MAILBOX}) where place = 1;
  ${noting('select message_id, life_id from life_found')}`;

/** Numbers of messages by their lives. */
export interface Lives {
  /** Each row is a life of its own. */
  readonly areAlone: boolean;
  /** The message that stands for this one. */
  headOf(id: number): number;
  /** All rows of the life that this message stands for, itself first. */
  membersOf(id: number): readonly number[];
}

/** Nothing but what each message tells itself, where no logs were read whose lines have to be joined. */
export function readLives(db: Connection): Lives {
  if (db.prepare('select 1 from life limit 1').get() === undefined)
    return { areAlone: true, headOf: (id) => id, membersOf: (id) => [id] };
  const head = db
    .prepare<[number], number>('select life_id from life where message_id = ?')
    .pluck();
  const members = db
    .prepare<[number], number>('select message_id from life where life_id = ? order by message_id')
    .pluck();
  return {
    areAlone: false,
    headOf: (id) => head.get(id) ?? id,
    membersOf: (id) => [id, ...members.all(id)],
  };
}

/** Each life once, by the message that stands for it; of messages that are named once each. */
export function headsOf(db: Connection, ids: readonly number[]): readonly number[] {
  const { areAlone, headOf } = readLives(db);
  return areAlone ? ids : [...new Set(ids.map(headOf))];
}
