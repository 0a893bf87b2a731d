import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, ROOT } from './run.ts';
import { transcript } from './transcript.ts';

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
const CASE = ['--case', 'INC-17', '--by', 'alice'];

/** In order: later ones see the bags of those before. Times are fixed, and paths those of a folder that holds the fixtures. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'help-export': ['export', '--help'],
  export: ['export', STUCK, ...CASE, '--out', 'INC-17'],
  'export-again': ['export', STUCK, ...CASE, '--out', 'INC-17'],
  'export-json': ['export', '--state', 'ndr', ...CASE, '--out', 'ndr.zip', '--zip', '--json'],
  'export-stuck': ['export', '--stuck', 'today', ...CASE, '--out', 'stuck'],
  'export-some': ['export', STUCK, 'no-such-id@nowhere.example', ...CASE, '--out', 'some'],
  'export-nothing': ['export', 'no-such-id@nowhere.example', ...CASE, '--out', 'none'],
  'export-several': ['export', 'corp.example', ...CASE, '--out', 'none'],
  'export-nothing-named': ['export', ...CASE, '--out', 'none'],
  'export-two-ways': ['export', STUCK, '--stuck', 'today', ...CASE, '--out', 'none'],
  'export-no-case': ['export', STUCK, '--out', 'none'],
  'export-no-key': ['export', STUCK, ...CASE, '--out', 'none', '--redact'],
  'export-no-folder': ['export', STUCK, ...CASE, '--out', 'no/such/folder'],
  verify: ['verify', 'INC-17'],
  'verify-logs': ['verify', 'ndr.zip', '--logs', 'logs'],
  'verify-changed': ['verify', 'stuck'],
};

describe('evidence, as users see it', () => {
  const folder = useTempFolder('file');
  let db = '';

  beforeAll(() => {
    db = folder.at('stories.db');
    cpSync(join(ROOT, 'fixtures/logs'), folder.at('logs'), { recursive: true });
    expect(mailtrail(['ingest', 'logs'], { db, cwd: folder.path }).code).toBe(0);
  });

  it.each(Object.entries(CASES))('%s', async (name, args) => {
    if (name === 'verify-changed') {
      appendFileSync(folder.at('stuck/data/report.txt'), 'x');
      folder.write('stuck/data/raw/new.part', 'x');
    }
    // Hashes and sizes would change here with each word of a report.
    const options = { cwd: folder.path, env: { SOURCE_DATE_EPOCH: '1100000000' } };
    const text = transcript(args, db, options)
      .replaceAll(/[0-9a-f]{64}/g, '(64 hex)')
      .replaceAll(
        /[\d,]{4,}(?= bytes)|(?<="bytes": )\d+|(?<=files \s+\d+, )[\d.]+ [kM]B|\d{4,}(?=\.\d+[")])/g,
        'N',
      );
    await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});
