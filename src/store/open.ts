import { randomInt } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema.ts';

export type Connection = Database.Database;

/** Opens a database to write; makes it if there is none. */
export function openForWriting(file: string): Connection {
  checkIsOurs(file);
  const db = connect(file, { readonly: false });
  try {
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    db.pragma('foreign_keys = on');
    db.pragma('cache_size = -32000');
    db.pragma('temp_store = memory');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw asUserError(error, file);
  }
}

/** Opens a database for queries. Throws UserError `no-database` when there is none. */
export function openForReading(file: string): Connection {
  if (!existsSync(file))
    throw new UserError('no-database', `no database ${JSON.stringify(file)}`, {
      hint: 'load logs first: mailtrail ingest FOLDER, or name the database with --db FILE',
    });
  checkIsOurs(file);
  const db = connect(file, { readonly: true });
  try {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version < SCHEMA_VERSION)
      throw new UserError('old-schema', `${JSON.stringify(file)} is from an older mailtrail`, {
        hint: 'run any mailtrail ingest on it once: that brings it up to date and keeps what it holds',
      });
    return db;
  } catch (error) {
    db.close();
    throw asUserError(error, file);
  }
}

function connect(file: string, options: { readonly: boolean }): Connection {
  try {
    return new Database(file, { ...options, timeout: 10_000 });
  } catch (error) {
    throw asUserError(error, file);
  }
}

function checkIsOurs(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  let db: Connection | undefined;
  try {
    db = connect(file, { readonly: true });
    const id = db.pragma('application_id', { simple: true });
    const version = Number(db.pragma('user_version', { simple: true }));
    // A run that was killed while it made the database leaves one without tables.
    const isEmpty = db.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
    if (id !== APPLICATION_ID && !isEmpty) throw notOurs(file);
    if (version > SCHEMA_VERSION)
      throw new UserError('newer-schema', `${JSON.stringify(file)} was written by a newer mailtrail`, {
        hint: `it has schema ${version}, this version knows up to ${SCHEMA_VERSION}: use a newer mailtrail, or another --db FILE`,
      });
  } catch (error) {
    throw asUserError(error, file);
  } finally {
    db?.close();
  }
}

function notOurs(file: string, cause?: unknown): UserError {
  return new UserError('not-a-database', `${JSON.stringify(file)} is not a mailtrail database`, {
    hint: 'name another file with --db FILE; nothing was changed',
    cause,
  });
}

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk is full: free some space and run the same command again, it goes on where it stopped',
  SQLITE_BUSY: 'another mailtrail is writing to this database: wait until it is done and run the command again',
  SQLITE_READONLY: 'the database cannot be written to: check its permissions, or name another with --db FILE',
  SQLITE_CANTOPEN: 'the file cannot be opened: check the path and its permissions, or name another with --db FILE',
  SQLITE_CORRUPT: 'the file is damaged: restore a copy, or load the logs into a new one with --db FILE',
  SQLITE_IOERR: 'reading or writing the disk failed: check the disk and run the command again',
};

/** Failures of the user's world that SQLite reports, with the next step; all else is passed on as it is. */
export function asUserError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (code === 'SQLITE_NOTADB') return notOurs(file, error);
  if (error instanceof TypeError && error.message.includes('directory does not exist'))
    return new UserError('cannot-open', `no folder for the database ${JSON.stringify(file)}`, {
      hint: 'make the folder first, or name another file with --db FILE',
      exitCode: EXIT.internal,
      cause: error,
    });
  const family = typeof code === 'string' ? /^SQLITE_[A-Z]+/.exec(code)?.[0] : undefined;
  const hint = family === undefined ? undefined : HINTS[family];
  if (family === undefined || hint === undefined) return error;
  return new UserError(
    family.toLowerCase().replace('_', '-'),
    `${error.message} (${JSON.stringify(file)})`,
    { hint, cause: error },
  );
}

function migrate(db: Connection): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version === SCHEMA_VERSION) return;
  db.transaction(() => {
    for (const statements of MIGRATIONS.slice(version)) db.exec(statements);
    if (version === 0) {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      const put = db.prepare('insert into meta (key, value) values (?, ?)');
      // Log text is hostile: whoever writes it must not be able to make all hashes collide.
      put.run('hash_seed', String(randomInt(2 ** 32)));
      put.run('catalogue_version', String(CATALOGUE_VERSION));
    }
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
