import { isNearDay } from '../model/server-marks.ts';
import type { Connection } from './open.ts';

/** A last line without its end: a batch, and so a run, of its own. */
export interface LastLine {
  readonly event: number;
  /** 0: it names none. */
  readonly message: number;
}

interface StoredLine {
  readonly at: number;
  readonly server: number;
  readonly firstHop: number | null;
  readonly lastHop: number | null;
}

const HOUR_MS = 3_600_000;

/** Takes the event of a last line out again; gives the message whose hops are to be folded anew, or null. `day` is that of its file. */
export function takeBackLine(
  db: Connection,
  { event, message }: LastLine,
  day: number | null,
): number | null {
  const line = db
    .prepare<[number, number], StoredLine>(
      `select event.at, event_run.server_id as server, first_hop_id as firstHop, last_hop_id as lastHop
       from event_run join event on event.id = event_run.first_id
       where event_run.message_id = ? and event_run.first_id = ?`,
    )
    .get(message, event);
  if (line === undefined) return null;
  db.prepare('delete from event where id = ?').run(event);
  db.prepare('delete from hop where id between ? and ?').run(line.firstHop, line.lastHop);
  db.prepare('delete from event_run where message_id = ? and first_id = ?').run(message, event);
  forgetJoined(db, event);
  if (isNearDay(line.at, day)) uncountHour(db, line.server, Math.floor(line.at / HOUR_MS));
  if (message === 0) return null;
  db.prepare(
    `update message set (first_at, last_at) = (
       select min(event.at), max(event.at)
       from event_run join event on event.id between event_run.first_id and event_run.last_id
       where event_run.message_id = message.id)
     where id = ?`,
  ).run(message);
  return message;
}

/** The number of an event that is gone may be given again: what has it next was not joined yet (join-hops.ts). */
function forgetJoined(db: Connection, event: number): void {
  db.prepare(
    `update meta set value = ? where key = 'hops_joined' and cast(value as integer) >= ?`,
  ).run(String(event - 1), event);
}

/** As a rule the same line comes back with the same time, so the hour keeps its first and last event. */
function uncountHour(db: Connection, server: number, hour: number): void {
  db.prepare('update server_hour set events = events - 1 where server_id = ? and hour = ?').run(
    server,
    hour,
  );
  db.prepare('delete from server_hour where server_id = ? and hour = ? and events = 0').run(
    server,
    hour,
  );
}
