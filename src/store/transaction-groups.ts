import type { Connection } from './open.ts';
import { asUserError } from './user-errors.ts';

/**
 * Events that are written before they are committed, but for the last batch: some batches of a large file. A page of an index that several of them change is
 * written once, and what several small files tell of a message becomes one hop: of a million lines of modern logs that takes 15 % less time than an eighth of it.
 */
export const GROUP_EVENTS = 131_072;

/**
 * How long a group may last, in milliseconds. Whoever notes an export in the database waits for its end, five seconds at most; files of a
 * slow share may come so slowly that it would be longer.
 */
export const GROUP_MS = 1000;

export interface TransactionGroups {
  /** Runs work that counts as so many events; what the user's world did to it is a UserError, and undoes the group. */
  run<T>(work: () => T, events?: number): T;
  /** Runs work in a transaction of its own. */
  runAlone(work: () => void): void;
  /** Ends the group. */
  commit(): void;
}

/** Transactions that hold several pieces of work each, of `most` events or more. `beforeEnd` writes what the work of one left to its end. */
export function transactionGroups(
  db: Connection,
  file: string,
  most = GROUP_EVENTS,
  beforeEnd: () => void = () => undefined,
): TransactionGroups {
  const begin = db.prepare('begin immediate');
  const end = db.prepare('commit');
  let events = 0;
  let timer: NodeJS.Timeout | null = null;
  /** Of a commit that nobody waited for: the next work is told. */
  let failure: (() => never) | null = null;

  const attempt = <T>(work: () => T): T => attemptIn(db, file, work);

  function beginGroup(): void {
    begin.run();
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        commit();
      } catch (error) {
        failure = () => {
          throw error;
        };
      }
    }, GROUP_MS);
    timer.unref();
  }

  function commit(): void {
    failure?.();
    events = 0;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!db.open || !db.inTransaction) return;
    attempt(() => {
      beforeEnd();
      end.run();
    });
  }

  function run<T>(work: () => T, count = 0): T {
    failure?.();
    const result = attempt(() => {
      if (!db.inTransaction) beginGroup();
      return work();
    });
    events += count;
    if (events >= most) commit();
    return result;
  }

  return {
    run,
    runAlone(work) {
      commit();
      run(work);
      commit();
    },
    commit,
  };
}

function attemptIn<T>(db: Connection, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // SQLite ends a transaction itself where the disk is full.
    if (db.inTransaction) db.exec('rollback');
    throw asUserError(error, file);
  }
}
