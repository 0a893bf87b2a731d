import { errorCode } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';

export function notOurs(file: string, cause?: unknown): UserError {
  return new UserError('not-a-database', `${JSON.stringify(file)} is not a mailtrail database`, {
    hint: 'name another file with --db FILE; nothing was changed',
    cause,
  });
}

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_FULL:
    'the disk is full: free some space and run the same command again, it goes on where it stopped',
  SQLITE_BUSY:
    'another mailtrail is writing to this database: wait until it is done and run the command again',
  SQLITE_READONLY:
    'the database cannot be written to: check its permissions, or name another with --db FILE',
  SQLITE_CANTOPEN:
    'the file cannot be opened: check the path and its permissions, or name another with --db FILE',
  SQLITE_CORRUPT:
    'the file is damaged: restore a copy, or load the logs into a new one with --db FILE',
  SQLITE_IOERR: 'reading or writing the disk failed: check the disk and run the command again',
};

/** System errors that no file of the user's input caused: those are told in reports. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, also in the folder for temporary files (TMPDIR)',
  EDQUOT: 'the disk quota is used up: free some space',
  EROFS: 'the disk cannot be written to: name another place',
  EACCES: 'check the permissions of the path',
  EPERM: 'check the permissions of the path',
  ENOENT: 'check that the folder exists; temporary files go to the one that TMPDIR names',
  EIO: 'check the disk',
};

/** Failures of the user's world that SQLite reports, with the next step; all else is passed on as it is. */
export function asUserError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = errorCode(error);
  if (code === 'SQLITE_NOTADB') return notOurs(file, error);
  if (error instanceof TypeError && error.message.includes('directory does not exist'))
    return new UserError('cannot-open', `no folder for the database ${JSON.stringify(file)}`, {
      hint: 'make the folder first, or name another file with --db FILE',
      exitCode: EXIT.internal,
      cause: error,
    });
  return code === undefined ? error : codedError(error, code, file);
}

function codedError(error: Error, code: string, file: string): Error {
  const place = SYSTEM_HINTS[code];
  if (place !== undefined)
    return new UserError('io-error', error.message, { hint: place, cause: error });
  const family = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '';
  const hint = HINTS[family];
  if (hint === undefined) return error;
  return new UserError(
    family.toLowerCase().replace('_', '-'),
    `${error.message} (${JSON.stringify(file)})`,
    { hint, cause: error },
  );
}
