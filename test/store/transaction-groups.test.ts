import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Database from 'better-sqlite3';
import { GROUP_EVENTS, GROUP_MS, transactionGroups } from '../../src/store/transaction-groups.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

function start() {
  const file = folder.at('groups.db');
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.exec('create table one (n integer)');
  const other = new Database(file, { timeout: 0 });
  const groups = transactionGroups(db, file);
  const put = (events = 0): void =>
    groups.run(() => void db.exec('insert into one values (1)'), events);
  const seen = (): unknown => other.prepare('select count(*) from one').pluck().get();
  const close = (): void => {
    other.close();
    db.close();
  };
  return { db, other, groups, put, seen, close };
}

describe('a group of pieces of work', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is seen when it holds many events, and not before', () => {
    const { put, seen, close } = start();
    put(GROUP_EVENTS - 1);
    expect(seen()).toBe(0);
    put(1);
    expect(seen()).toBe(2);
    close();
  });

  it('ends after a second though nothing else comes, so that others may write', () => {
    const { other, put, seen, close } = start();
    put();
    expect(() => other.exec('insert into one values (2)')).toThrow('locked');
    vi.advanceTimersByTime(GROUP_MS);
    expect(seen()).toBe(1);
    other.exec('insert into one values (2)');
    put();
    vi.advanceTimersByTime(GROUP_MS - 1);
    expect(seen()).toBe(2);
    vi.advanceTimersByTime(1);
    expect(seen()).toBe(3);
    close();
  });

  it('tells the next work what kept it from ending', () => {
    const { db, groups, put, close } = start();
    db.pragma('foreign_keys = on');
    db.exec(`
      create table two (id integer primary key);
      create table three (two integer references two deferrable initially deferred)`);
    groups.run(() => void db.exec('insert into three values (7)'));
    vi.advanceTimersByTime(GROUP_MS);
    expect(() => put()).toThrow('FOREIGN KEY');
    expect(() => groups.commit()).toThrow('FOREIGN KEY');
    close();
  });

  it('that was closed with its database ends without a word', () => {
    const { put, close } = start();
    put();
    close();
    vi.advanceTimersByTime(GROUP_MS);
  });
});
