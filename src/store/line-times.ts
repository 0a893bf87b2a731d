import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { timesOfRun } from './run-events.ts';
import type { RunColumns } from './run-events.ts';

/** When the lines of a message and of all that is of its life are from, milliseconds UTC, in no order. */
export function createLineTimes({ db }: Pick<Store, 'db'>): (message: number) => number[] {
  const lives = readLives(db);
  const runs = db.prepare<[number], Pick<RunColumns, 'first_at' | 'events'>>(
    'select first_at, events from event_run where message_id = ?',
  );
  return (message) =>
    lives.membersOf(message).flatMap((member) => runs.all(member).flatMap(timesOfRun));
}

/** When the last line of a message up to and with a moment is from; -Infinity: there is none. */
export function lastLineUntil(
  store: Pick<Store, 'db'>,
  moment: number,
): (message: number) => number {
  const timesOf = createLineTimes(store);
  return (message) =>
    timesOf(message).reduce(
      (last, at) => (at <= moment ? Math.max(last, at) : last),
      Number.NEGATIVE_INFINITY,
    );
}
