import { errorCode } from '../model/errors.ts';
import { pause } from '../model/pause.ts';
import { UserError } from '../model/user-error.ts';
import type { Connection } from './open.ts';

export interface WaitForReaders {
  /** Told once, where there is something to wait for. */
  readonly onWait?: () => void;
  /** At most, in milliseconds. */
  readonly mostMs?: number;
}

/** The longest answers of `serve` take half a minute. */
const MOST_MS = 120_000;
const PAUSE_MS = 20;
/** What lasts no longer nobody is told of, in milliseconds. */
const UNTOLD_MS = 1000;

/**
 * Has a database written with a journal beside it, so that readers and the writer go on side by side. One that is a single file, as each run leaves it, is
 * changed when nobody reads it. It is looked for such a moment over and over: SQLite itself would keep new readers out while it waits for those that are there.
 * Throws UserError `sqlite-busy`.
 */
export function beginWal(
  db: Connection,
  file: string,
  { onWait, mostMs = MOST_MS }: WaitForReaders = {},
): void {
  const usual = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  try {
    for (let waited = 0; !hasBegun(db); waited += PAUSE_MS) {
      if (waited >= mostMs) throw beingRead(file);
      if (waited === UNTOLD_MS) onWait?.();
      pause(PAUSE_MS);
    }
  } finally {
    db.pragma(`busy_timeout = ${usual}`);
  }
}

function hasBegun(db: Connection): boolean {
  try {
    db.pragma('journal_mode = wal');
    return true;
  } catch (error) {
    if (errorCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error;
    return false;
  }
}

function beingRead(file: string): UserError {
  return new UserError('sqlite-busy', `${JSON.stringify(file)} is being read all the time`, {
    hint: 'wait until mailtrail serve, or whatever else reads it, has answered what takes long, or end it, and run the command again',
  });
}
