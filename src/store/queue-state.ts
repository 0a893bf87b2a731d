import { createHash } from 'node:crypto';
import type { OurHosts } from '../lifecycle/hosts.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import { STANDING_VERSION } from '../lifecycle/standing.ts';
import { unfollowedOfSome } from './hand-overs.ts';
import type { Connection } from './open.ts';
import { openOfSome } from './open-messages.ts';
import { lastRunOf } from './run-events.ts';
import { TRAFFIC_VERSION } from './traffic-tables.ts';
import type { TrafficState } from './traffic-tables.ts';

/** Addresses that gave way to others in less time do not count: a question with a lower threshold looks for itself. */
export const QUEUE_SLOW_MS = 60_000;

/** What the tables of the queue were made of. */
export interface QueueState {
  readonly version: number;
  /** The last run of events. */
  readonly run: number;
  /** The last line of any message, milliseconds UTC. */
  readonly lastAt: number;
  /** Hashes of which hosts are ours, and of the clock skews. */
  readonly hosts: string;
  readonly skews: string;
  /** What the table of traffic was made of; it holds for nothing where that is missing. */
  readonly traffic?: TrafficState;
}

/** Null where the tables hold for nothing. */
export function readQueueState(db: Connection): QueueState | null {
  const text = db.prepare<[], string>("select value from meta where key = 'queue'").pluck().get();
  if (text === undefined) return null;
  const state: QueueState = JSON.parse(text);
  return state.version === STANDING_VERSION ? state : null;
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}

export function hashOfHosts({ servers, suffixes, patterns }: OurHosts): string {
  return hashOf([servers, [...suffixes].toSorted(), patterns]);
}

/** From now on the tables hold for nothing: the end of the run makes them anew. */
export function dropQueue(db: Connection): void {
  db.exec("delete from meta where key = 'queue'");
}

/** The end of the run makes the table of traffic anew. */
export function dropTraffic(db: Connection): void {
  db.exec("update meta set value = json_remove(value, '$.traffic') where key = 'queue'");
}

/** What the tables have of a message is out of date though no later run of events tells of it. */
export function touchQueue(db: Connection, message: number): void {
  db.prepare('insert or ignore into queue_touched (message_id) values (?)').run(message);
}

/** The number of a run that is gone, and those of its hops, may be given again: what has them next is not in the tables. */
export function forgetQueueRun(db: Connection, run: number, firstHop: number | null): void {
  db.prepare(
    `update meta set value = json_set(value, '$.traffic.hop', ?)
     where key = 'queue' and json_extract(value, '$.traffic.hop') >= ?`,
  ).run((firstHop ?? 0) - 1, firstHop);
  db.prepare(
    `update meta set value = json_set(value, '$.run', ?) where key = 'queue' and json_extract(value, '$.run') >= ?`,
  ).run(run - 1, run);
}

/** Whether the table of traffic holds for all that is stored, where the hosts with that hash are ours. */
export function isTrafficKept(db: Connection, hosts: string): boolean {
  const state = readQueueState(db);
  return (
    state?.traffic?.version === TRAFFIC_VERSION &&
    state.hosts === hosts &&
    state.run === lastRunOf(db) &&
    db.prepare('select 1 from queue_touched limit 1').get() === undefined
  );
}

/** Lists in the temporary table `queue_task` what the tables do not hold for, and gives how many messages that are. */
export function fillQueueTask(db: Connection, run: number): number {
  db.exec(`
    drop table if exists temp.queue_task;
    create temp table queue_task (message_id integer primary key);
    insert into queue_task select message_id from queue_touched`);
  db.prepare<[number]>(
    'insert or ignore into queue_task select message_id from event_run where id > ?',
  ).run(run);
  // A life is judged by all its rows.
  db.exec(`
    insert or ignore into queue_task
    select life_id from life where message_id in (select message_id from queue_task);
    insert or ignore into queue_task
    select message_id from life where life_id in (select message_id from queue_task)`);
  return db.prepare<[], number>('select count(*) from queue_task').pluck().get() ?? 0;
}

/** Messages that may have recipients who are open, lost or unlogged at the end of the logs. */
export interface QueueCandidates {
  readonly open: readonly number[];
  /** Handed over to a server of ours that has no line of it. */
  readonly unfollowed: readonly number[];
}

/** Those of the task. */
export function candidatesOfTask(db: Connection, resolve: ResolveHost): QueueCandidates {
  return {
    open: openOfSome({ db }, QUEUE_SLOW_MS),
    unfollowed: unfollowedOfSome({ db }, resolve),
  };
}

export function lastAtOfTask(db: Connection): number {
  // Not by `max`, for which SQLite would go through the index of times instead.
  const sql = `select last_at from queue_task cross join message on message.id = queue_task.message_id
    order by last_at desc limit 1`;
  return db.prepare<[], number | null>(sql).pluck().get() ?? 0;
}
