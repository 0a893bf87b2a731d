import { chmodSync, existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/user-error.ts';
import { noteAudit } from '../../src/store/audit.ts';
import type { AuditEntry } from '../../src/store/audit.ts';
import { closeWritten, openForReading, openForWriting } from '../../src/store/open.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from '../../src/store/schema.ts';
import { fileDb, ingestInto } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const ENTRY: AuditEntry = {
  at: Date.UTC(2004, 1, 18, 12),
  action: 'trace',
  caseName: 'K1',
  actor: 'alice',
  reason: null,
  query: { ids: ['a'], since: undefined },
  outcome: { messages: [] },
  tool: 'mailtrail 0',
};

const ROW = {
  id: 1,
  at: '2004-02-18T12:00:00.000Z',
  action: 'trace',
  case_name: 'K1',
  actor: 'alice',
  reason: null,
  query: '{"ids":["a"]}',
  outcome: '{"messages":[]}',
  tool: 'mailtrail 0',
};

function loaded(): Promise<string> {
  return fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003([{}]))]);
}

function readAudit(file: string): unknown[] {
  const db = openForReading(file);
  try {
    return db.prepare('select * from audit').all();
  } finally {
    db.close();
  }
}

/** The code of the user error that `work` throws. */
function failure(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.hint).not.toBe('');
    return error.code;
  }
  return 'none';
}

/** A database as the version before the audit left it. */
function olderDatabase(): string {
  const file = temp.at('older.db');
  const db = new Database(file);
  db.exec(MIGRATIONS[0] ?? '');
  db.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = 1;
    insert into meta values ('hash_seed', '7'), ('catalogue_version', '1'), ('kept', 'yes')`);
  db.close();
  return file;
}

test('an entry is kept as it was given', async () => {
  const file = await loaded();
  noteAudit(file, ENTRY);
  noteAudit(file, { ...ENTRY, reason: 'why' });
  expect(readAudit(file)).toEqual([ROW, { ...ROW, id: 2, reason: 'why' }]);
});

test('the database stays one file without a journal', async () => {
  const file = await loaded();
  closeWritten(openForWriting(file));
  noteAudit(file, ENTRY);
  expect(['-wal', '-shm', '-journal'].filter((end) => existsSync(file + end))).toEqual([]);
  const db = new Database(file, { readonly: true });
  expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
  db.close();
});

test('an entry comes between two batches of a running ingest, which goes on', async () => {
  const file = await loaded();
  const db = openForWriting(file);
  noteAudit(file, ENTRY);
  await ingestInto(db, [temp.write('20040219.log', log2003([{}, {}]))]);
  noteAudit(file, ENTRY);
  closeWritten(db);
  expect(readAudit(file)).toHaveLength(2);
});

test.each([
  ["update audit_entry set actor = 'eve'"],
  ['delete from audit_entry'],
  ["insert or replace into audit_entry select id, 0, '', '', '', '', '{}', '{}', '' from audit"],
  ["insert into audit_entry values (null, 0, '', '', '', '', 'no JSON', '{}', '')"],
])('%s is refused', async (sql) => {
  const file = await loaded();
  noteAudit(file, ENTRY);
  const db = openForWriting(file);
  expect(() => db.exec(sql)).toThrow(/audit is only added to|CHECK constraint failed/);
  db.close();
  expect(readAudit(file)).toEqual([ROW]);
});

describe('where nothing can be noted the reason is told, and nothing is made or changed', () => {
  test('no database', () => {
    expect(failure(() => noteAudit(temp.at('none.db'), ENTRY))).toBe('no-database');
    expect(existsSync(temp.at('none.db'))).toBe(false);
  });

  test('no database of ours', () => {
    const file = temp.write('a.db', 'Lorem ipsum '.repeat(100));
    expect(failure(() => noteAudit(file, ENTRY))).toBe('not-a-database');
    expect(readFileSync(file, 'utf8')).toBe('Lorem ipsum '.repeat(100));
  });

  test('one of an older version', () => {
    const file = olderDatabase();
    const before = readFileSync(file);
    expect(failure(() => noteAudit(file, ENTRY))).toBe('old-schema');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may only be read', async () => {
    const file = await loaded();
    closeWritten(openForWriting(file));
    chmodSync(file, 0o400);
    expect(failure(() => noteAudit(file, ENTRY))).toBe('sqlite-readonly');
    expect(readAudit(file)).toEqual([]);
  });
});

describe('a database of the version before', () => {
  test('is told to queries', () => {
    const file = olderDatabase();
    expect(failure(() => openForReading(file))).toBe('old-schema');
  });

  test('is brought up to date by the next run, and keeps what it holds', () => {
    const file = olderDatabase();
    const db = openForWriting(file);
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.prepare("select value from meta where key = 'kept'").pluck().get()).toBe('yes');
    closeWritten(db);
    noteAudit(file, ENTRY);
    expect(readAudit(file)).toEqual([ROW]);
  });
});
