import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import type { StuckReport } from '../../src/model/stuck-report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { stuckReport } from '../../src/queries/stuck.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');
const HOUR = 3_600_000;

type Asked = Partial<Parameters<typeof stuckReport>[1]> & { readonly thresholdMs?: number };

function stuckAt(store: Store, asOf: number | null, asked: Asked = {}): StuckReport {
  const { thresholdMs = DEFAULT_THRESHOLD_MS, ...options } = asked;
  const context = queryContext(store, { asOf, thresholdMs });
  const base = { by: 'server', unit: 'recipients', withSystem: false, limit: 1 } as const;
  return stuckReport(store, { ...base, ...options }, context);
}

/** Each hour is asked about as a moment of its own. */
function expectGrowth(store: Store, asOf: number | null, asked: Asked = {}): number[] {
  const { growth = [], asOf: end } = stuckAt(store, asOf, { ...asked, growth: 'all' });
  expect(growth).toHaveLength(25);
  expect(growth.at(-1)?.at).toBe(end);
  const hours = growth.slice(0, -1).map(({ at }) => Date.parse(at));
  expect(Date.parse(end ?? '') - (hours.at(-1) ?? 0)).toBeLessThanOrEqual(HOUR);
  expect(hours.map((at) => at % HOUR)).toEqual(hours.map(() => 0));
  const counts = growth.map(({ open }) => open);
  expect(counts).toEqual([...hours, asOf].map((at) => openOnServers(store, at, asked)));
  return counts;
}

function openOnServers(store: Store, asOf: number | null, asked: Asked): number {
  const held = stuckAt(store, asOf, { ...asked, limit: 0 }).oldest.filter(
    ({ stage }) => stage !== 'transferred',
  );
  if (asked.unit !== 'messages') return held.length;
  return new Set(held.map((one) => `${one.messageId} ${one.networkMessageId}`)).size;
}

describe('how it grew', () => {
  it.each([
    [['fixtures/logs'], {}],
    [['fixtures/days'], { withSystem: true }],
    [['fixtures/logs', 'fixtures/days'], { unit: 'messages', thresholdMs: 2 * HOUR }],
    [['fixtures/msgtrk'], {}],
    [['fixtures/msgtrk-2010', 'fixtures/logs'], { thresholdMs: 60_000 }],
  ] as const)('of %j, %o: each hour as it was', async (logs, asked) => {
    using store = openStore(
      await fileDb(temp.at(`${logs.join('-').replaceAll('/', '_')}.db`), logs),
    );
    const counts = expectGrowth(store, null, asked);
    expect(new Set(counts).size).toBeGreaterThan(1);
    expectGrowth(store, Date.parse(stuckAt(store, null).asOf ?? '') - 2 * HOUR, asked);
  });

  it.each([
    [32, { withheld: true, skew: true }],
    [33, { withheld: false, skew: true }],
  ])('of simulated mail of seed %i, %o', async (seed, options) => {
    const out = temp.at(`grown-${seed}`);
    generate({ ...options, seed, out, messages: 300, days: 2, unique: false });
    using store = openStore(await fileDb(`${out}.db`, [join(out, 'logs')], { archive: false }));
    expect(Math.max(...expectGrowth(store, null))).toBeGreaterThan(0);
    const end = Date.parse(stuckAt(store, null).asOf ?? '');
    expectGrowth(store, end - 7 * HOUR - 1, { unit: 'messages', withSystem: true });
  });
});
