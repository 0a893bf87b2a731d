import { randomInt } from 'node:crypto';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import { errorCode } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { beginWal } from './begin-wal.ts';
import type { WaitForReaders } from './begin-wal.ts';
import { beganByUs, needsRollBack } from './hot-journal.ts';
import { APPLICATION_ID, MIGRATIONS, QUERY_INDEXES, SCHEMA_VERSION } from './schema.ts';
import { asUserError, notOurs } from './user-errors.ts';

const MEMORY = ':memory:';
/** The header of the SQLite file format. */
const HEADER_BYTES = 100;

export type Connection = Database.Database;

/** Opens a database to write; makes it if there is none. One that others read may have to be waited for. */
export function openForWriting(file: string, waiting?: WaitForReaders): Connection {
  checkIsOurs(file);
  makePrivate(file);
  const db = connect(file, { readonly: false });
  try {
    // Each page goes to the journal and to the file by calls of its own.
    db.pragma('page_size = 16384');
    beginWal(db, file, waiting);
    db.pragma('synchronous = normal');
    db.pragma('foreign_keys = on');
    db.pragma('cache_size = -8000');
    checkpointEach(db, PAGES);
    migrate(db);
    prepareIndexes(db);
    return db;
  } catch (error) {
    db.close();
    throw asUserError(error, file);
  }
}

/** Of the journal: a page that is written often goes into the file once. */
const PAGES = 8192;

/** Pages after which a commit brings the journal into the file; 0: somebody else does. */
function checkpointEach(db: Connection, pages: number): void {
  db.pragma(`wal_autocheckpoint = ${pages}`);
}

/** While somebody else brings the journal into the file. */
export function withoutCheckpoints(db: Connection, work: () => void): void {
  checkpointEach(db, 0);
  try {
    work();
  } finally {
    checkpointEach(db, PAGES);
  }
}

/** A first load makes the indexes of queries at its end. */
function prepareIndexes(db: Connection): void {
  const isFirst = db.prepare('select 1 from event_run limit 1').get() === undefined;
  if (isFirst)
    for (const name of Object.keys(QUERY_INDEXES)) db.exec(`drop index if exists ${name}`);
  else makeQueryIndexes(db);
}

/** Makes the indexes of queries that are not there, or some of them. */
export function makeQueryIndexes(
  db: Connection,
  names: readonly string[] = Object.keys(QUERY_INDEXES),
): void {
  const usual = db.pragma('cache_size', { simple: true });
  db.pragma(`cache_size = ${SORTING_CACHE}`);
  db.pragma('threads = 2');
  try {
    for (const name of names) makeQueryIndex(db, name);
  } finally {
    db.pragma('threads = 0');
    db.pragma(`cache_size = ${Number(usual)}`);
  }
}

/** Entries of an index are sorted in pieces of this size, in KiB: such a piece stays near the processor, and a thread sorts one while the next is read. A quarter less time. */
const SORTING_CACHE = -4000;

export function makeQueryIndex(db: Connection, name: string): void {
  db.exec(`create index if not exists ${name} on ${QUERY_INDEXES[name]}`);
}

/** A database is as sensitive as the logs in it: only its owner may read a new one. */
function makePrivate(file: string): void {
  if (file === MEMORY) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    // It is there already, or cannot be made: opening it will tell.
    if (errorCode(error) === undefined) throw error;
  }
}

/**
 * Closes a database that was written to, as one file without a journal beside it: it can then be read from a medium that
 * cannot be written to. With readers still there it stays as it is.
 */
export function closeWritten(db: Connection): void {
  try {
    db.pragma('busy_timeout = 0');
    db.pragma('wal_checkpoint(truncate)');
    db.pragma('journal_mode = delete');
  } catch (error) {
    if (errorCode(error)?.startsWith('SQLITE_') !== true) throw error;
  } finally {
    db.close();
  }
}

/**
 * Keeps a second writer out for a whole run: what is known of sources is read once. The system lets go of the lock however
 * the program ends. Throws UserError `sqlite-busy`. Gives what releases it.
 */
export function lockForWriting(file: string): () => void {
  if (file === MEMORY) return () => undefined;
  // Beside what is not ours nothing is made.
  checkIsOurs(file);
  makePrivate(`${file}-lock`);
  const lock = connect(`${file}-lock`, { readonly: false });
  try {
    lock.pragma('busy_timeout = 500');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw asUserError(error, file);
  }
  return () => lock.close();
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
    if (isEmpty(db))
      throw new UserError('empty-database', `${JSON.stringify(file)} holds nothing`, {
        hint: 'load logs first: mailtrail ingest FOLDER, or name the database with --db FILE',
        exitCode: EXIT.nothingFound,
      });
    if (version < SCHEMA_VERSION)
      throw new UserError('old-schema', `${JSON.stringify(file)} is from an older mailtrail`, {
        hint: 'run any mailtrail ingest on it once: that brings it up to date and keeps what it holds',
      });
    db.pragma('cache_size = -32000');
    return db;
  } catch (error) {
    db.close();
    throw asUserError(error, file);
  }
}

/**
 * Pages of an open database are looked at where the system keeps them, not copied: an answer from many of them takes 7 % less. SQLite makes no file shorter
 * that a reader has a snapshot of; where anything else does, or the disk fails, the process ends there and then. So only one that gives a single answer does it.
 */
export function mapIntoMemory(db: Connection): void {
  db.pragma(`mmap_size = ${MOST_MAPPED}`);
}

/** Bytes; SQLite maps no more. */
const MOST_MAPPED = 2 ** 31 - 65_536;

/**
 * Opens a database to add a row beside a run of `ingest`: nothing is made, migrated or locked for longer. Throws UserError where there is none,
 * or one of another schema.
 */
export function openBesideWriter(file: string): Connection {
  openForReading(file).close();
  const db = connect(file, { readonly: false });
  db.pragma('busy_timeout = 5000');
  db.pragma('synchronous = full');
  return db;
}

function connect(file: string, options: { readonly: boolean }): Connection {
  try {
    return new Database(file, { ...options, timeout: 10_000 });
  } catch (error) {
    throw asUserError(error, file);
  }
}

function checkIsOurs(file: string): void {
  if (!existsSync(file)) return;
  const found = statSync(file);
  if (found.isDirectory())
    throw new UserError('cannot-open', `${JSON.stringify(file)} is a folder`, {
      hint: 'name a file in it with --db FILE',
    });
  if (found.size === 0) return;
  // SQLite takes a file of one byte for an empty one, and would write over it.
  if (found.size < HEADER_BYTES) throw notOurs(file);
  let db: Connection | undefined;
  try {
    db = connect(file, { readonly: true });
    checkMarks(db, file);
  } catch (error) {
    if (!needsRollBack(error) || !beganByUs(file)) throw asUserError(error, file);
    db?.close();
    rollBack(file);
    checkIsOurs(file);
  } finally {
    db?.close();
  }
}

function isEmpty(db: Connection): boolean {
  return db.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
}

function checkMarks(db: Connection, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  const version = Number(db.pragma('user_version', { simple: true }));
  // A run that was killed while it made the database leaves one without tables.
  if (id !== APPLICATION_ID && !isEmpty(db)) throw notOurs(file);
  if (version > SCHEMA_VERSION)
    throw new UserError(
      'newer-schema',
      `${JSON.stringify(file)} was written by a newer mailtrail`,
      {
        hint: `it has schema ${version}, this version knows up to ${SCHEMA_VERSION}: use a newer mailtrail, or another --db FILE`,
      },
    );
}

/** The first look at the database undoes what a killed run had begun. */
function rollBack(file: string): void {
  const db = connect(file, { readonly: false });
  try {
    db.prepare('select count(*) from sqlite_schema').get();
  } catch (error) {
    throw asUserError(error, file);
  } finally {
    db.close();
  }
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
