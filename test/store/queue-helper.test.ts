import { EventEmitter } from 'node:events';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { runQueueThread } from '../../src/store/queue-helper.ts';
import type { FromQueueThread, ToQueueThread } from '../../src/store/queue-thread.ts';
import { QUEUE_TABLES } from '../../src/store/queue-judge.ts';
import type { QueueTable } from '../../src/store/queue-judge.ts';
import { shareTask, takePages } from '../../src/store/queue-share.ts';
import type { JudgedPage, Learned, QueueHelper } from '../../src/store/queue-share.ts';
import { dropQueue } from '../../src/store/queue-state.ts';
import { updateQueue } from '../../src/store/queue-tables.ts';
import { createNames } from '../../src/store/names.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { openStore } from '../../src/store/reader.ts';
import type { SkewRow } from '../../src/store/clock-skew.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');
const TABLES: Readonly<Record<string, readonly string[]>> = {
  ...QUEUE_TABLES,
  traffic: ['quarter', 'new_messages', 'recipients_in', 'recipients_out', 'slow', 'ends', 'took'],
};
let file = '';

beforeAll(async () => {
  const waiting = Array.from({ length: 250 }, (_, i) => ({ id: `${i}@corp.example`, event: 1019 }));
  const log = folder.write('EXCH01.log/20040220.log', log2003(waiting));
  file = await fileDb(folder.at('m.db'), ['fixtures/logs', 'fixtures/msgtrk', log]);
});

function rowsIn(db: Connection, table: string, columns: readonly string[]): never[][] {
  return db
    .prepare<[], never[]>(`select ${columns.join(', ')} from ${table} order by 1, 2`)
    .raw()
    .all();
}

function tablesOf(db: Connection): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(TABLES).map(([table, columns]) => [table, rowsIn(db, table, columns)]),
  );
}

/** The thread, on this one: what it says to a message. */
function thread(path = file): (message: ToQueueThread) => FromQueueThread[] {
  const port = new EventEmitter();
  const said: FromQueueThread[] = [];
  const beat = new Int32Array(new SharedArrayBuffer(4));
  runQueueThread({
    file: path,
    system: { before: Number.MAX_SAFE_INTEGER, system: new Set<number>() },
    port: {
      on: (event, hear) => port.on(event, hear),
      postMessage: (message) => said.push(message),
    },
    beat,
  });
  return (message) => {
    port.emit('message', message);
    expect(beat[0]).toBeGreaterThanOrEqual(said.length);
    return said.splice(0);
  };
}

function learnedIn(db: Connection): Learned {
  const suffixes = db.prepare<[], string>('select suffix from our_suffix').pluck().all();
  const skews = db
    .prepare<[], SkewRow>(
      'select from_id, to_id, ahead_ms, hand_overs from clock_skew order by 1, 2',
    )
    .raw()
    .all();
  expect([suffixes.length, skews.length]).not.toContain(0);
  return { suffixes, skews };
}

function idsIn(db: Connection): { readonly ids: number[]; readonly open: ReadonlySet<number> } {
  const rows = db
    .prepare<[], [number, number]>('select message_id, may_be_open from queue_message order by 1')
    .raw()
    .all();
  const open = rows.flatMap(([id, isOpen]) => (isOpen === 1 ? [id] : []));
  return { ids: rows.map(([id]) => id), open: new Set(open) };
}

describe('the thread that helps', () => {
  it('makes of what is stored what the tables hold', () => {
    using store = openStore(file);
    const { db } = store;
    const tables = tablesOf(db);
    const ask = thread();
    expect(ask({ kind: 'learn' })).toEqual([{ kind: 'learned', learned: learnedIn(db) }]);
    const [counted] = ask({ kind: 'traffic' });
    if (counted?.kind !== 'traffic') throw new Error('no traffic');
    expect(counted.rows.toSorted(([one], [other]) => one - other)).toEqual(tables['traffic']);
    const { ids, open } = idsIn(db);
    // All of them are joined.
    const joined = { gone: [], changed: [], values: [] };
    expect(ask({ kind: 'join', task: shareTask(ids.slice(0, 150)) })).toEqual([
      { kind: 'joined', page: { from: 0, count: 100, joined } },
      { kind: 'joined', page: { from: 100, count: 50, joined } },
      { kind: 'done', of: 'join' },
    ]);
    const task = shareTask(ids, (id) => open.has(id));
    const judged = ask({ kind: 'judge', task });
    expect(judged.pop()).toEqual({ kind: 'done', of: 'judge' });
    const pages = judged.map((one) => {
      if (one.kind !== 'judged') throw new Error('no page');
      return one.page;
    });
    expect(pages.map(({ from, count }) => [from, count])).toEqual(
      pages.map((_, page) => [page * 100, Math.min(100, ids.length - page * 100)]),
    );
    expect(pages.length).toBeGreaterThan(1);
    for (const table of ['queue_message', 'queue_person', 'queue_stall'] as const) {
      const values = pages.flatMap(({ rows }) => rows[table]);
      const width = QUEUE_TABLES[table].length;
      expect(values.length).toBeGreaterThan(0);
      const rows: unknown[] = [];
      for (let at = 0; at < values.length; at += width) rows.push(values.slice(at, at + width));
      expect(rows).toEqual(tables[table]);
    }
  });

  it('says that it cannot', async () => {
    const path = folder.at('other.db');
    await fileDb(path, ['fixtures/logs']);
    const ask = thread(path);
    const db = new Database(path);
    db.exec('drop table hop');
    db.close();
    for (const kind of ['learn', 'traffic'] as const)
      expect(ask({ kind })).toEqual([{ kind: 'failed', at: kind }]);
    const task = shareTask([1, 2, 3], () => true);
    for (const kind of ['join', 'judge'] as const)
      expect(ask({ kind, task })).toEqual([{ kind: 'failed', at: kind }]);
  });
});

/** Made anew with the help of one that takes so many pages, of which `judged` gives what it found. */
function made(pages: number, others: Partial<QueueHelper>): Record<string, unknown[]> {
  const db = openForWriting(file);
  try {
    const helper: QueueHelper = {
      join: (ids) => shareTask(ids),
      joined: () => [],
      learn: () => undefined,
      learned: () => null,
      countTraffic: () => undefined,
      judge(ids, mayBeOpen) {
        const task = shareTask(ids, mayBeOpen);
        const taker = takePages(task);
        for (let page = 0; page < pages; page++) taker.next();
        return task;
      },
      traffic: () => null,
      judged: () => [],
      ...others,
    };
    db.exec('begin');
    dropQueue(db);
    updateQueue(db, createNames(db), helper);
    const tables = tablesOf(db);
    db.exec('rollback');
    return tables;
  } finally {
    db.close();
  }
}

describe('the tables of the queue', () => {
  it.each([0, 1, 2, 100])(
    'are the same where a helper that took %d pages has no answer',
    (pages) => {
      using store = openStore(file);
      expect(made(pages, {})).toEqual(tablesOf(store.db));
    },
  );

  it('take the rows that a helper has made', () => {
    using store = openStore(file);
    const { db } = store;
    const tables = tablesOf(db);
    expect(idsIn(db).ids.length).toBeGreaterThan(100);
    const first = new Set(idsIn(db).ids.slice(0, 100));
    const rowsOf = (table: QueueTable): never[] =>
      rowsIn(db, table, QUEUE_TABLES[table])
        .filter(([id]) => first.has(Number(id)))
        .flat();
    const rows = {
      queue_message: rowsOf('queue_message'),
      queue_person: rowsOf('queue_person'),
      queue_stall: rowsOf('queue_stall'),
    };
    const traffic: never[] = JSON.parse(JSON.stringify(tables['traffic']));
    // Some way through the others, or at the end.
    for (const place of [false, true]) {
      let isGiven = false;
      const judged = (all: boolean): JudgedPage[] => {
        if (isGiven || all !== place) return [];
        isGiven = true;
        return [{ from: 0, count: 100, rows }];
      };
      const given = made(1, { judged, traffic: () => traffic.slice(1) });
      expect(given).toEqual({ ...tables, traffic: tables['traffic']?.slice(1) });
      expect(isGiven).toBe(true);
    }
  });
});
