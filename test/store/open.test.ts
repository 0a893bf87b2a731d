import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/user-error.ts';
import { lockForWriting, openForReading, openForWriting } from '../../src/store/open.ts';
import { openStore } from '../../src/store/reader.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from '../../src/store/schema.ts';
import { createWriter } from '../../src/store/writer.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** The user error that `work` throws, by its code and exit code. */
function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.hint).not.toBe('');
    return `${error.code} ${error.exitCode}`;
  }
  return 'none';
}

/** A database of ours, with `sql` done to it. */
function ours(sql = ''): string {
  const file = temp.at('ours.db');
  const db = openForWriting(file);
  db.exec(sql);
  db.close();
  return file;
}

function foreign(sql: string): string {
  const file = temp.at('foreign.db');
  const db = new Database(file);
  db.exec(sql);
  db.close();
  return file;
}

describe('what cannot be opened is told with a code and a next step, and left as it was', () => {
  test.each<[string, () => string, string, string]>([
    [
      'text',
      () => temp.write('a.db', 'Lorem ipsum '.repeat(100)),
      'not-a-database 1',
      'not-a-database 1',
    ],
    ['a log', () => temp.write('a.log', log2003([{}])), 'not-a-database 1', 'not-a-database 1'],
    ['a few bytes', () => temp.write('a.db', 'x'), 'not-a-database 1', 'not-a-database 1'],
    [
      "another application's database",
      () => foreign('create table bookmark (url text); insert into bookmark values (1)'),
      'not-a-database 1',
      'not-a-database 1',
    ],
    [
      'one with an id of its own',
      () => foreign('pragma application_id = 1234; create table a (b)'),
      'not-a-database 1',
      'not-a-database 1',
    ],
    [
      'one of a newer version',
      () => ours(`pragma user_version = ${SCHEMA_VERSION + 1}`),
      'newer-schema 1',
      'newer-schema 1',
    ],
    [
      'damage',
      () => {
        const file = ours('create table filler as select randomblob(1000) from meta');
        const bytes = readFileSync(file);
        bytes.fill(0xee, 100);
        writeFileSync(file, bytes);
        return file;
      },
      'sqlite-corrupt 1',
      'sqlite-corrupt 1',
    ],
    [
      'a folder',
      () => {
        mkdirSync(temp.at('folder.db'));
        return temp.at('folder.db');
      },
      'cannot-open 1',
      'cannot-open 1',
    ],
    ['no such folder', () => temp.at('missing/a.db'), 'cannot-open 1', 'no-database 1'],
    ['no such file', () => temp.at('a.db'), 'none', 'no-database 1'],
    ['an empty file', () => temp.write('a.db', ''), 'none', 'empty-database 3'],
    ['an older version', () => ours('pragma user_version = 0'), 'none', 'old-schema 1'],
  ])('%s', (name, make, writing, reading) => {
    const file = make();
    expect(failure(() => openForReading(file).close())).toBe(reading);
    if (name === 'an older version') return;
    const isFile = writing !== 'none' && !['a folder', 'no such folder'].includes(name);
    const before = isFile ? readFileSync(file) : null;
    // Damage shows when more than its head is read.
    const locking = name === 'damage' ? 'none' : writing;
    expect(failure(() => lockForWriting(file)())).toBe(locking);
    expect(existsSync(`${file}-lock`)).toBe(locking === 'none');
    expect(failure(() => openForWriting(file).close())).toBe(writing);
    if (before !== null) expect(readFileSync(file)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be written', () => {
    const file = ours();
    chmodSync(file, 0o400);
    expect(failure(() => openForWriting(file).close())).toBe('sqlite-readonly 1');
  });

  test('a database that another one is writing to', () => {
    const file = ours();
    const other = openForWriting(file);
    const db = openForWriting(file);
    db.pragma('busy_timeout = 1');
    const sink = createWriter(db, file);
    other.exec('begin immediate');
    expect(failure(() => sink.addOurs(['a']))).toBe('sqlite-busy 1');
    other.close();
    db.close();
  });
});

/** As a run leaves it: one file. */
function readDatabase(): { readonly file: string; readonly end: () => void } {
  const file = ours();
  const single = new Database(file);
  single.pragma('journal_mode = delete');
  single.close();
  const reader = openForReading(file);
  reader.exec('begin');
  reader.prepare('select count(*) from message').get();
  return { file, end: () => reader.exec('commit') };
}

describe('a database that is being read', () => {
  test('is written to when nobody reads it any more, and readers are let in meanwhile', () => {
    const { file, end } = readDatabase();
    let told = 0;
    const db = openForWriting(file, {
      onWait() {
        told += 1;
        const other = openForReading(file);
        expect(other.prepare('select count(*) from message').pluck().get()).toBe(0);
        other.close();
        end();
      },
    });
    expect(told).toBe(1);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('busy_timeout', { simple: true })).toBeGreaterThan(1000);
    db.close();
  });

  test('all the time is told apart from one that is written to', () => {
    const { file, end } = readDatabase();
    expect(failure(() => openForWriting(file, { mostMs: 40 }).close())).toBe('sqlite-busy 1');
    expect(() => openForWriting(file, { mostMs: 0 })).toThrow('is being read all the time');
    end();
    expect(failure(() => openForWriting(file, { mostMs: 0 }).close())).toBe('none');
  });
});

describe('a new database', () => {
  test('is marked as ours', () => {
    const db = openForWriting(temp.at('new.db'));
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  test('is finished where a run was killed while it made it', () => {
    const file = temp.at('new.db');
    new Database(file).exec('pragma journal_mode = wal; pragma page_size = 16384; vacuum').close();
    openForWriting(file).close();
    expect(failure(() => openForReading(file).close())).toBe('none');
  });

  test('has strict tables only, and views that can be read', () => {
    const db = openForWriting(temp.at('new.db'));
    const list = db.prepare<[string], string>(
      "select name from pragma_table_list where schema = 'main' and name not like 'sqlite_%' and type = ?",
    );
    const loose =
      "select count(*) from pragma_table_list where schema = 'main' and type = 'table' and strict = 0";
    expect(list.pluck().all('table').length).toBeGreaterThan(10);
    expect(db.prepare(`${loose} and name not like 'sqlite_%'`).pluck().get()).toBe(0);
    const views = list.pluck().all('view');
    expect(views.length).toBeGreaterThan(3);
    for (const view of views) expect(db.prepare(`select * from ${view}`).all()).toEqual([]);
    db.close();
  });

  test('opens again with what it holds', async () => {
    const file = await fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003([{}, {}]))]);
    openForWriting(file).close();
    using store = openStore(file);
    expect(store.db.prepare('select count(*) from events').pluck().get()).toBe(2);
  });
});

/** Leaves the database as a program does that is killed while it writes to it: with a journal that has to be rolled back. */
function killedWhileWriting(file: string, sql: string): string {
  const db = new Database(file);
  db.pragma('journal_mode = delete');
  db.pragma('cache_size = 1');
  db.exec(`begin immediate; ${sql}`);
  db.exec(
    'create table spill (text text); with recursive n(i) as (select 1 union all select i + 1 from n where i < 400) insert into spill select hex(randomblob(500)) from n',
  );
  const left = temp.at('left.db');
  for (const suffix of ['', '-journal']) copyFileSync(file + suffix, left + suffix);
  db.exec('rollback');
  db.close();
  return left;
}

describe('where a run was killed while a journal was there', () => {
  test('queries and the next run open what was before', () => {
    const left = killedWhileWriting(ours("insert into meta values ('kept', 'yes')"), 'select 1');
    const kept = "select value from meta where key = 'kept'";
    const db = openForReading(left);
    expect(db.prepare(kept).pluck().get()).toBe('yes');
    db.close();
    expect(existsSync(`${left}-journal`)).toBe(false);
  });

  test('a new database is made from the start', () => {
    const left = killedWhileWriting(temp.at('new.db'), 'select 1');
    const db = openForWriting(left);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    db.close();
  });

  test("another application's database is left as it is", () => {
    const left = killedWhileWriting(foreign('create table bookmark (url text)'), 'select 1');
    const before = readFileSync(left);
    expect(failure(() => openForWriting(left))).toBe('sqlite-readonly 1');
    expect(readFileSync(left).equals(before)).toBe(true);
    expect(existsSync(`${left}-journal`)).toBe(true);
  });
});

test('messages of a database of the schema before are told apart by the index after the next run', async () => {
  const file = await fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003([{}]))]);
  const old = openForWriting(file);
  old.exec(`
    drop index message_by_hash; create index message_by_hash on message (hash);
    pragma user_version = 9`);
  old.close();
  const db = openForWriting(file);
  const sql = "select sql from sqlite_master where name = 'message_by_hash'";
  expect(db.prepare(sql).pluck().get()).toContain('message (hash, network_id)');
  db.close();
});

test('a handle for reading cannot write', async () => {
  const file = await fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003([{}]))]);
  using store = openStore(file);
  for (const sql of [
    'delete from event_run',
    'create table a (b)',
    'pragma user_version = 7',
    'vacuum',
  ])
    expect(() => store.db.exec(sql)).toThrow(/readonly/);
  store.db.pragma('query_only = off');
  expect(() => store.db.exec('delete from event_run')).toThrow(/readonly/);
  expect(() => store.db.exec('update meta set value = 1')).toThrow(/readonly/);
});

test('pages are mapped only for who gives a single answer', async () => {
  const file = await fileDb(temp.at('m.db'), [temp.write('m.log', log2003([{}]))]);
  const mapped = [false, true].map((isMapped) => {
    using store = openStore(file, isMapped);
    store.db.prepare('select count(*) from hop').get();
    return Number(store.db.pragma('mmap_size', { simple: true })) > 0;
  });
  expect(mapped).toEqual([false, true]);
});
