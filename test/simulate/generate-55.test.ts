import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareTruth, isTruth } from '../../scripts/simulate/compare.ts';
import type { FoundRow } from '../../scripts/simulate/compare.ts';
import { readRows } from '../../scripts/simulate/row-file.ts';
import { generate55 } from '../../scripts/simulate-55/run.ts';
import { fileDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';

const root = mkdtempSync(join(tmpdir(), 'mailtrail-simulate-55-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(name: string, seed: number) {
  const out = join(root, name);
  const outcome = generate55({ out, seed, messages: 1500, days: 2 });
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:log|jsonl)$/.test(file) && !file.endsWith('tracking.log'))
    .map((file) => [file, readFileSync(join(out, file), 'utf8')] as const);
  return { out, outcome, files: new Map(files) };
}

const first = run('first', 7);

describe('the generator of logs of 5.5', () => {
  it('writes the same bytes for the same seed, and others for another', () => {
    expect(run('again', 7).files).toEqual(first.files);
    expect(run('other', 8).files).not.toEqual(first.files);
  });

  it('knows every kind, breaks some records, and writes a file a day for each server', () => {
    expect(first.outcome).toMatchObject({ missing: [] });
    expect(first.outcome.broken).toBeGreaterThan(0);
    expect([...first.files.keys()].filter((file) => file.endsWith('.log'))).toHaveLength(3 * 2);
  });
});

it('each recipient of it is where the truth says, and each broken record is one reject', async () => {
  const db = await fileDb(join(root, '55.db'), [join(first.out, 'logs')]);
  const truth = [...readRows(join(first.out, 'truth.jsonl'), isTruth)];
  const found: FoundRow[] = recordsOf(db).map((record) => ({
    ...record,
    recipient: record.recipient ?? '-',
    stage: record.stage ?? '-',
  }));
  const { kinds, share } = compareTruth(truth, found);
  expect(kinds.filter(({ total, right }) => total !== right)).toEqual([]);
  expect(share).toBe(1);
});
