import { expect, test } from 'vitest';
import { mailtrail } from './run.ts';

test.each([
  [['find', '--state', 'waiting', '--state', 'ndr'], '--state', '"waiting"', '"ndr"'],
  [['stuck', '--by', 'server', '--by=stage'], '--by', '"server"', '"stage"'],
])('%j is refused', (args, option, first, second) => {
  const { code, out, err } = mailtrail(args, { db: 'none.db' });
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${option} is given twice`);
  expect(err).toContain(`once for ${first} and once for ${second}`);
});

test.each([
  [['find', '--state', 'waiting', '--state', 'waiting']],
  [['ingest', 'none', '--ours', '*.a.example', '--ours', '*.b.example', '--dry-run']],
])('%j is not', (args) => {
  expect(mailtrail(args, { db: 'none.db' }).err).not.toContain('given twice');
});
