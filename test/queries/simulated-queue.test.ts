import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf, readTruth } from '../../scripts/simulate/check-queue.ts';
import { DAY, FIRST_DAY, HOUR } from '../../scripts/simulate/clock.ts';
import { compareDay, compareStuck, sayDifference } from '../../scripts/simulate/compare-queue.ts';
import { isServer } from '../../scripts/simulate/queue-writer.ts';
import { readRows } from '../../scripts/simulate/row-file.ts';
import { generate } from '../../scripts/simulate/run.ts';
import type { DailyReport, DayCounts } from '../../src/model/daily-report.ts';
import type { FindRecord } from '../../src/model/report.ts';
import type { StuckBy, StuckReport } from '../../src/model/stuck-report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { dailyReport } from '../../src/queries/daily.ts';
import { stuckReport } from '../../src/queries/stuck.ts';
import { openForWriting } from '../../src/store/open.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb, ingestInto } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');
const thresholdMs = DEFAULT_THRESHOLD_MS;

function stuckAt(store: Store, asOf: number): (by: StuckBy) => StuckReport {
  const context = queryContext(store, { asOf, thresholdMs });
  return (by) =>
    stuckReport(store, { by, unit: 'recipients', withSystem: false, limit: 0 }, context);
}

function dayFrom(store: Store, from: number): DailyReport {
  const to = from + DAY;
  const context = queryContext(store, { asOf: to, thresholdMs });
  return dailyReport(store, { from, to, zone: 'UTC', withSystem: false }, context);
}

async function simulated(seed: number, options: { withheld: boolean; skew: boolean }) {
  const out = temp.at(`truth-${seed}`);
  generate({ ...options, seed, out, messages: 2500, days: 3, unique: false });
  const db = await fileDb(`${out}.db`, [join(out, 'logs')], { archive: false });
  return { db, truth: readTruth(out) };
}

describe('simulated mail', () => {
  it.each([
    [21, { withheld: false, skew: false }, 0],
    [22, { withheld: false, skew: true }, 7 * HOUR],
    [23, { withheld: true, skew: true }, 0],
  ])('of seed %i, %o: queues and days are as they truly were', async (seed, options, shift) => {
    const { db, truth } = await simulated(seed, options);
    using store = openStore(db);
    const differences = momentsOf(truth, 8, seed).flatMap((asOf) => {
      const report = stuckAt(store, asOf);
      const [destination, server] = [report('destination'), report('server')];
      const [stage, sender] = [report('stage'), report('sender')];
      return compareStuck(truth, asOf, { destination, server, stage, sender });
    });
    for (let day = 0; day < 3; day++)
      differences.push(...compareDay(truth, dayFrom(store, FIRST_DAY + day * DAY + shift)));
    const wrong = differences.filter(({ unsure }) => !unsure);
    expect(wrong.map((difference) => sayDifference(difference, 5))).toEqual([]);
  });

  it('shows what is counted wrongly, and whom that may be', async () => {
    const { db, truth } = await simulated(24, { withheld: false, skew: false });
    using store = openStore(db);
    const day = dayFrom(store, FIRST_DAY);
    const servers = day.servers.map((row, i) => (i === 0 ? { ...row, now: row.now + 1 } : row));
    const [wrong, ...others] = compareDay(truth, { ...day, servers });
    expect(others).toEqual([]);
    const row = day.servers[0]?.server ?? '';
    const now = day.servers[0]?.now ?? 0;
    expect(wrong?.cells).toEqual([{ row, column: 'now', truth: now, found: now + 1 }]);
    expect(wrong?.unsure).toBe(false);
    expect(wrong?.examples.some((example) => example.includes(` on ${row}`))).toBe(true);

    const asOf = FIRST_DAY + 20 * HOUR;
    const report = stuckAt(store, asOf);
    const [first, ...oldest] = report('destination').oldest;
    const [server, stage, sender] = [report('server'), report('stage'), report('sender')];
    const destination = { ...report('destination'), atLogEnd: 1, oldest };
    const [young] = compareStuck(truth, asOf, { destination, server, stage, sender });
    expect(young?.cells).toEqual([
      { row: 'at the end of the log', column: 'count', truth: 0, found: 1 },
    ]);
    expect(young?.examples[0]).toContain(first?.messageId);
  });
});

const DAYS = 7;

interface Week {
  readonly seed: number;
  readonly withheld: boolean;
  readonly skew: boolean;
  readonly order: readonly number[];
  readonly runs: number;
}

/** A generated week, its files loaded in that order and number of runs. */
async function load({ seed, withheld, skew, order, runs }: Week): Promise<string> {
  const out = temp.at(`week-${seed}-${order.join('')}`);
  generate({ seed, withheld, skew, out, messages: 400, days: DAYS, unique: false });
  const logs = join(out, 'logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log') && /\d{8}\.log$/.test(name))
    .toSorted((a, b) => rank(a, order) - rank(b, order));
  const db = openForWriting(`${out}.db`);
  const size = Math.ceil(files.length / runs);
  for (let from = 0; from < files.length; from += size) {
    const some = files.slice(from, from + size).map((name) => join(logs, name));
    await ingestInto(db, some, { archive: false });
  }
  db.close();
  return out;
}

/** Any order of files, told by the digits of their names. */
function rank(name: string, order: readonly number[]): number {
  return name
    .split('')
    .reduce((sum, letter) => sum * 7 + (order[letter.charCodeAt(0) % 10] ?? 0), 0);
}

function expectBalance(day: DailyReport): void {
  const tables = [day.stages, day.servers, day.destinations];
  for (const row of [day.total, ...tables.flat()])
    expect(row.carried + row.new - row.cleared, JSON.stringify(row)).toBe(row.now);
  for (const rows of [day.servers, day.destinations])
    expect(sumOf(rows)).toEqual(countsOf(day.total));
}

function countsOf({ carried, new: fresh, cleared, now }: DayCounts): readonly number[] {
  return [carried, fresh, cleared, now];
}

function sumOf(rows: readonly DayCounts[]): readonly number[] {
  return rows.map(countsOf).reduce((a, b) => a.map((n, i) => n + (b[i] ?? 0)), [0, 0, 0, 0]);
}

function byServer(day: DailyReport, what: 'now' | 'carried'): Record<string, number> {
  const rows = day.servers.filter((row) => row[what] > 0).map((row) => [row.server, row[what]]);
  return { total: day.total[what], ...Object.fromEntries(rows) };
}

const LIMITS = [5, 10, 20, 40, 80, 160, 320, 640, 1280, Number.POSITIVE_INFINITY];

/** Ages, counted without the program's own sorting: what `find` says, and where each server's log really ends. */
function expectAges(db: string, out: string, asOf: number): void {
  const ends = new Map(
    [...readRows(join(out, 'servers.jsonl'), isServer)].map((row) => [row.server, row.logEnd]),
  );
  const open = recordsOf(db, asOf).filter(
    (record) => (record.state === 'waiting' || record.state === 'retrying') && !isSystem(record),
  );
  const held = open.filter(({ stage }) => stage !== 'transferred');
  for (const { server, since, ageSeconds } of held) {
    const end = Math.min(asOf, ends.get(server) ?? 0);
    expect(ageSeconds).toBe((end - Date.parse(since)) / 1000);
  }
  using store = openStore(db);
  const { total, rows } = stuckAt(store, asOf)('server');
  // Before the logs end, none is left out as too young.
  if (asOf < Math.min(...[...ends.values()].filter((end) => end > 0))) {
    const ages = open.map(({ ageSeconds }) => (ageSeconds ?? 0) / 60);
    const under = LIMITS.map((limit) => ages.filter((age) => age < limit).length);
    expect(total.buckets).toEqual(under.map((n, i) => n - (under[i - 1] ?? 0)));
    expect(total.count).toBe(open.length);
  }
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
  expect(total.buckets.reduce((a, b) => a + b)).toBe(total.count);
}

function isSystem({ sender, recipient }: FindRecord): boolean {
  return [sender, recipient].some(
    (address) => /-is@/i.test(address ?? '') || /public mdb$/i.test(address ?? ''),
  );
}

it('any week, loaded in any order: accounts of all days balance, and go on the next day', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.integer({ min: 1, max: 1_000_000 }),
        withheld: fc.boolean(),
        skew: fc.boolean(),
        order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
        runs: fc.integer({ min: 1, max: 5 }),
      }),
      async (week) => {
        const out = await load(week);
        const db = `${out}.db`;
        const days: DailyReport[] = [];
        {
          using store = openStore(db);
          for (let day = 0; day < DAYS; day++) days.push(dayFrom(store, FIRST_DAY + day * DAY));
        }
        const truth = readTruth(out);
        for (const [index, day] of days.entries()) {
          expectBalance(day);
          const before = days[index - 1];
          const isTorn = truth.tornAt(Date.parse(day.day.from) - 1).size > 0;
          if (before !== undefined && !isTorn)
            expect(byServer(day, 'carried')).toEqual(byServer(before, 'now'));
        }
        expect(days.at(-1)?.total.now).toBeGreaterThan(0);
        for (const asOf of momentsOf(truth, 3, week.seed)) expectAges(db, out, asOf);
      },
    ),
    { numRuns: 5 },
  );
});
