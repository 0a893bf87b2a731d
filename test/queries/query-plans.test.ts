import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { dailyReport } from '../../src/queries/daily.ts';
import { stuckReport } from '../../src/queries/stuck.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/**
 * How SQLite goes about each statement of `stuck` and `daily`. With millions of events none of them may go through a
 * table from one end to the other.
 */
const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const folder = useTempFolder('file');
let stories = '';

beforeAll(async () => {
  stories = await fileDb(folder.at('stories.db'), [LOGS]);
});

const FROM = Date.parse('2004-02-17');
const TO = Date.parse('2004-02-18');

const REPORTS = {
  'stuck now': (store: Store) => stuckAt(store, null),
  'stuck now, from 0 min': (store: Store) => stuckAt(store, null, 0),
  'stuck in the past': (store: Store) => stuckAt(store, TO),
  'stuck in the past, from 0 min': (store: Store) => stuckAt(store, TO, 0),
  daily: (store: Store) => dailyAt(store),
  'daily, from 0 min': (store: Store) => dailyAt(store, 0),
} as const;

const PAST = [
  'stuck in the past',
  'stuck in the past, from 0 min',
  'daily',
  'daily, from 0 min',
] as const;

function dailyAt(store: Store, thresholdMs = DEFAULT_THRESHOLD_MS): unknown {
  return dailyReport(
    store,
    { from: FROM, to: TO, zone: 'UTC', withSystem: false },
    queryContext(store, { asOf: TO, thresholdMs }),
  );
}

function stuckAt(store: Store, asOf: number | null, thresholdMs = DEFAULT_THRESHOLD_MS): unknown {
  return stuckReport(
    store,
    { by: 'destination', unit: 'recipients', withSystem: false, limit: 10 },
    queryContext(store, { asOf, thresholdMs }),
  );
}

/** The plan of each statement that a report runs, by its text on one line. */
function plansOf(report: (store: Store) => unknown): Map<string, string[]> {
  using store = openStore(stories);
  const { db } = store;
  const prepare = db.prepare.bind(db);
  const seen = new Set<string>();
  Object.assign(db, {
    prepare(sql: string) {
      seen.add(sql);
      return prepare(sql);
    },
  });
  report(store);
  return new Map(
    [...seen]
      .filter((sql) => /^\s*(select|with)\b/i.test(sql))
      .map((sql) => [sql.replaceAll(/\s+/g, ' ').trim(), planOf(prepare, sql)]),
  );
}

interface PlanRow {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** Lines as SQLite explains them, those of a part indented below it. */
function planOf(prepare: Store['db']['prepare'], sql: string): string[] {
  const names = new Set([...sql.matchAll(/@(\w+)/g)].map(([, name]) => name ?? ''));
  const count = [...sql.matchAll(/\?/g)].length;
  const values =
    names.size > 0
      ? [Object.fromEntries([...names].map((name) => [name, 0]))]
      : Array.from({ length: count }, () => 0);
  const depth = new Map<number, number>();
  return prepare<unknown[], PlanRow>(`explain query plan ${sql}`)
    .all(...values)
    .map(({ id, parent, detail }) => {
      depth.set(id, (depth.get(parent) ?? 0) + 1);
      return `${'  '.repeat(depth.get(id) ?? 1)}${detail}`;
    });
}

/** Enough of a statement to know it by. */
const STATEMENT_ROOM = 150;

describe('the plans of queue reports', () => {
  it('are these', async () => {
    const plans = new Map<string, { readonly plan: readonly string[]; readonly of: string[] }>();
    for (const [name, report] of Object.entries(REPORTS))
      for (const [sql, plan] of plansOf(report)) {
        const known = plans.get(sql) ?? { plan, of: [] };
        known.of.push(name);
        plans.set(sql, known);
      }
    const texts = [...plans]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([sql, { plan, of }]) => {
        const statement = sql.length > STATEMENT_ROOM ? `${sql.slice(0, STATEMENT_ROOM)}…` : sql;
        return [statement, `  (${of.join(', ')})`, ...plan].join('\n');
      });
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('../golden/query-plans.txt');
  });

  it.each(Object.entries(REPORTS))('%s: no table of mail is gone through', (_, report) => {
    const plans = plansOf(report);
    expect(plans.size).toBeGreaterThan(8);
    for (const line of scansOfMail(plans)) expect(line).toMatch(/ USING (COVERING )?INDEX /);
  });

  it.each(PAST)('%s: of all mail only what is open now is gone through', (name) => {
    const scans = scansOfMail(plansOf(REPORTS[name]));
    expect(scans).toEqual(['SCAN hop USING COVERING INDEX hop_open']);
  });

  it('stuck at the end of the logs: what the last run left is read, and no mail gone through', () => {
    expect(scansOfMail(plansOf(REPORTS['stuck now']))).toEqual([]);
  });

  it('stuck at the end of the logs, from less than a minute on: what was handed over is gone through too, in an index', () => {
    expect(scansOfMail(plansOf(REPORTS['stuck now, from 0 min'])).toSorted()).toEqual([
      'SCAN a USING COVERING INDEX hop_by_recipient',
      'SCAN hop USING COVERING INDEX hop_open',
    ]);
  });
});

/** What goes from one end to the other of a table, or an index of one, that has a row for each message or more. */
function scansOfMail(plans: ReadonlyMap<string, readonly string[]>): string[] {
  return [...plans].flatMap(([sql, plan]) =>
    plan
      .map((line) => line.trim())
      .filter((line) => {
        const name = /^SCAN (\w+)/.exec(line)?.[1];
        return name !== undefined && isMail(sql, name);
      }),
  );
}

function isMail(sql: string, name: string): boolean {
  const tables = ['hop', 'event_run', 'message', 'archive_block', 'address'];
  return (
    tables.includes(name) ||
    tables.some((table) => new RegExp(`\\b${table} as ${name}\\b`).test(sql))
  );
}
