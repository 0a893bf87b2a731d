import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';

const temp = useTempFolder();

test('a database file that holds nothing is told so, and filled by ingest alone', () => {
  const db = temp.write('a.db', '');
  const asked = mailtrail(['stuck'], { db });
  expect([asked.code, asked.out]).toEqual([3, '']);
  expect(asked.err).toContain('holds nothing');
  const dry = mailtrail(['ingest', 'fixtures/logs', '--dry-run'], { db });
  expect([dry.code, dry.err]).toEqual([0, '']);
  expect(readFileSync(db)).toHaveLength(0);
  expect(mailtrail(['ingest', 'fixtures/logs'], { db }).code).toBe(0);
  expect(mailtrail(['stuck'], { db }).code).toBe(4);
});
