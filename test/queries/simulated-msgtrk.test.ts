import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compareTruth, isFound, isTruth, passes, shareOf } from '../../scripts/simulate/compare.ts';
import { generate } from '../../scripts/simulate-msgtrk/run.ts';
import { fileDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';

const root = mkdtempSync(join(tmpdir(), 'mailtrail-simulated-msgtrk-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

it.each([
  [23, { layout: 30, withheld: true, skew: true, edge: false, servers: 2 }],
  [24, { layout: 27, withheld: false, skew: false, edge: true, servers: 3 }],
  [25, { layout: 26, withheld: false, skew: true, edge: false, servers: 2 }],
  [26, { layout: 21, withheld: false, skew: true, edge: false, servers: 2 }],
] as const)('modern mail of seed %i is where it truly is', async (seed, options) => {
  const out = join(root, String(seed));
  const made = generate({
    vary: false,
    ...options,
    seed,
    out,
    messages: 800,
    days: 2,
    fileSize: 200_000,
  });
  expect(made.missing.length).toBeLessThan(5);
  const db = await fileDb(`${out}.db`, [join(out, 'logs')]);
  const truth = readFileSync(join(out, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isTruth);
  const found = recordsOf(db).map((record): unknown => record);
  expect(found.every(isFound)).toBe(true);
  const comparison = compareTruth(truth, found.filter(isFound));
  const short = comparison.kinds.filter((kind) => shareOf(kind) < 1);
  expect(passes(comparison), JSON.stringify(short, null, 1)).toBe(true);
  expect(comparison.total).toMatchObject({ missing: 0, surplus: 0, falseStalls: 0 });
});
