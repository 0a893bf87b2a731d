import { closeSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../model/errors.ts';
import { APPLICATION_ID } from './schema.ts';

/** Where the header of the SQLite file format has the application's id. */
const APPLICATION_ID_AT = 68;
/** Where the header of a rollback journal has how many pages the database had before. */
const PAGES_BEFORE_AT = 16;

/** Whether only a writer can open the database: what was begun in it has to be undone first, by its journal. */
export function needsRollBack(error: unknown): boolean {
  return errorCode(error) === 'SQLITE_READONLY_ROLLBACK';
}

/**
 * Whether that was begun by a run of ours, which was killed while it made the database (there was nothing before) or closed it. A database of
 * others is left as it is.
 */
export function beganByUs(file: string): boolean {
  return (
    numberAt(file, APPLICATION_ID_AT) === APPLICATION_ID ||
    numberAt(`${file}-journal`, PAGES_BEFORE_AT) === 0
  );
}

/** Four bytes, the highest first; null where the file does not reach so far. */
function numberAt(file: string, at: number): number | null {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(fd, bytes, 0, 4, at) < 4 ? null : bytes.readUInt32BE(0);
  } finally {
    closeSync(fd);
  }
}
