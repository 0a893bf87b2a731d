import { join } from 'node:path';
import { expect } from 'vitest';
import { compareTruth, isFound, isTruth, passes, shareOf } from '../../scripts/simulate/compare.ts';
import { readRows } from '../../scripts/simulate/row-file.ts';
import { fileDb } from './ingest.ts';
import { recordsOf } from './records.ts';

/** Every recipient of a simulation is where it truly is, and nothing else is found. */
export async function expectTruth(out: string): Promise<void> {
  const db = await fileDb(`${out}.db`, [join(out, 'logs')]);
  const truth = [...readRows(join(out, 'truth.jsonl'), isTruth)];
  const found = recordsOf(db).map((record): unknown => record);
  expect(found.every(isFound)).toBe(true);
  const comparison = compareTruth(truth, found.filter(isFound));
  const short = comparison.kinds.filter((kind) => shareOf(kind) < 1);
  expect(passes(comparison), JSON.stringify(short, null, 1)).toBe(true);
  expect(comparison.total).toMatchObject({ missing: 0, surplus: 0, falseStalls: 0 });
}
