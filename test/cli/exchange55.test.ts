import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

const STUCK = 'c=us;a= ;p=Contoso;l=MAIL55-980302101000Z-7';
const REPORT = 'l=HUB55-980302113000Z-10';

/** In this order: the first one reads the logs. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'exchange55-ingest': ['ingest', 'fixtures/exchange55', '--format', 'exchange55'],
  'exchange55-trace': ['trace', STUCK],
  'exchange55-trace-raw': ['trace', 'l=MAIL55-980302083000Z-3', '--raw'],
  'exchange55-trace-report': ['trace', REPORT],
  'exchange55-find': ['find', '--state', 'waiting'],
  'exchange55-stuck': ['stuck'],
};

describe('logs of Exchange 5.5, as users see them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-55-'));
  const db = join(folder, '55.db');

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(CASES))('%s', async (name, args) => {
    await expect(transcript(args, db)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it.each([['plain'], ['redacted', '--redact', '--key', join(folder, 'key')]])(
    'a %s bag of them is complete, each record once',
    (name, ...options) => {
      const bag = join(folder, name);
      const ids = [STUCK, REPORT, 'l=MAIL55-980302083000Z-3'];
      const made = mailtrail(['export', ...ids, '--case', '17', '--out', bag, ...options], { db });
      expect([made.code, made.err.replace(/^made the key .*\n/, '')]).toEqual([0, '']);
      // Of two recipients each of the records 4, 7, 0 and 9 tells at once.
      expect(made.out).toContain('15 log lines of 2 log files');
      const logs = name === 'plain' ? ['--logs', 'fixtures/exchange55'] : [];
      const checked = mailtrail(['verify', bag, ...logs]);
      expect([checked.code, checked.err]).toEqual([0, '']);
      expect(checked.out).toContain('15 of 2 log files');
    },
  );
});
