import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import { expectTruth } from '../support/truth.ts';

const root = mkdtempSync(join(tmpdir(), 'mailtrail-simulated-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

it.each([
  [11, { withheld: true, skew: true }],
  [12, { withheld: false, skew: false }],
])('simulated mail of seed %i is where it truly is', async (seed, options) => {
  const out = join(root, String(seed));
  const made = generate({ ...options, seed, out, messages: 2500, days: 3, unique: false });
  expect(made.missing.length).toBeLessThan(5);
  await expectTruth(out);
});
