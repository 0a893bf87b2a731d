import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { generate } from '../../scripts/simulate-msgtrk/run.ts';
import { expectTruth } from '../support/truth.ts';

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
  await expectTruth(out);
});
