import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logsUpTo } from '../support/cut-logs.ts';
import { fileDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'mailtrail-as-of-'));
const full = join(root, 'full.db');

beforeAll(() => fileDb(full, [LOGS]));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a moment in the past', () => {
  it.each(['2004-02-17T12:00:00Z', '2004-02-18T12:00:00Z', '2004-02-16T18:30:00Z'])(
    '%s: what is loaded later changes nothing',
    async (text) => {
      const asOf = Date.parse(text);
      const folder = join(root, `cut-${asOf}`);
      mkdirSync(folder);
      logsUpTo(LOGS, asOf, folder);
      const cut = await fileDb(`${folder}.db`, [folder]);
      const then = recordsOf(cut).filter(({ messageId }) => !messageId.startsWith('now.'));
      const now = recordsOf(full, asOf);
      expect(now.length).toBeGreaterThan(50);
      expect(now).toEqual(then);
      expect(recordsOf(cut, asOf).filter(({ messageId }) => !messageId.startsWith('now.'))).toEqual(
        then,
      );
    },
  );

  it('before the first line knows of nothing', () => {
    expect(recordsOf(full, Date.parse('2004-02-15T00:00:00Z'))).toEqual([]);
  });

  it('after the last line is the end of the logs', () => {
    expect(recordsOf(full, Date.parse('2005-01-01T00:00:00Z'))).toEqual(recordsOf(full));
  });
});
