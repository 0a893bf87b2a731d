import { isNearDay } from '../model/server-marks.ts';
import type { Connection } from './open.ts';
import { forgetLivesRun } from './message-lives.ts';
import { forgetQueueRun, touchQueue } from './queue-state.ts';
import { RUN_EVENTS } from './run-events.ts';
import { touchTraffic } from './traffic-tables.ts';

interface StoredRun {
  readonly message: number;
  readonly server: number;
  readonly at: number;
  readonly firstHop: number | null;
  readonly lastHop: number | null;
  /** Of the line: one for each recipient that it names. */
  readonly events: number;
}

const HOUR_MS = 3_600_000;

/**
 * Takes a last line without its end out again, which is a batch, and so a run, of its own; gives the message whose hops are to be
 * folded anew, or null. `day` is that of its file.
 */
export function takeBackLine(db: Connection, id: number, day: number | null): number | null {
  const run = db
    .prepare<[number], StoredRun>(
      `select message_id as message, server_id as server, first_at as at, first_hop_id as firstHop, last_hop_id as lastHop,
         json_array_length(events) as events
       from event_run where id = ?`,
    )
    .get(id);
  if (run === undefined) return null;
  const { message, at } = run;
  if (message !== 0) touchTraffic(db)(message);
  db.prepare('delete from hop where id between ? and ?').run(run.firstHop, run.lastHop);
  db.prepare('delete from event_run where id = ?').run(id);
  forgetJoined(db, id);
  forgetLivesRun(db, id);
  forgetQueueRun(db, id, run.firstHop);
  touchQueue(db, message);
  if (isNearDay(at, day)) uncountHour(db, run, Math.floor(at / HOUR_MS));
  if (message === 0) return null;
  db.prepare(
    `update message set (first_at, last_at) = (
       select min(event.at), max(event.at) from ${RUN_EVENTS} as event where event.message_id = message.id)
     where id = ?`,
  ).run(message);
  return message;
}

/** The number of a run that is gone may be given again: what has it next was not joined yet (join-hops.ts). */
function forgetJoined(db: Connection, run: number): void {
  db.prepare(
    `update meta set value = ? where key = 'hops_joined' and cast(value as integer) >= ?`,
  ).run(String(run - 1), run);
}

/** As a rule the same line comes back with the same time, so the hour keeps its first and last event. */
function uncountHour(db: Connection, { server, events }: StoredRun, hour: number): void {
  db.prepare('update server_hour set events = events - ? where server_id = ? and hour = ?').run(
    events,
    server,
    hour,
  );
  db.prepare('delete from server_hour where server_id = ? and hour = ? and events = 0').run(
    server,
    hour,
  );
}
