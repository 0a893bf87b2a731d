import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

const LOGS = ['online-extended', 'online-summary', 'exported-tracking'].map(
  (name) => `fixtures/${name}`,
);

/** In this order: the first one reads the exports. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'online-ingest': ['ingest', ...LOGS, '--format', 'auto'],
  'online-trace': ['trace', 'offer-12@contoso.example'],
  'online-trace-raw': ['trace', 'invoice-9@contoso.example', '--raw'],
  'online-trace-summary': ['trace', 'cv-1@contoso.example'],
  'online-find': ['find', '--server', 'Exchange Online', '--state', 'waiting'],
  'online-coverage': ['coverage', '--rejects'],
};

describe('exports of Exchange Online, as users see them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-online-'));
  const db = join(folder, 'online.db');

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(CASES))('%s', async (name, args) => {
    await expect(transcript(args, db)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it.each([['plain'], ['redacted', '--redact', '--key', join(folder, 'key')]])(
    'a %s bag of them is complete',
    (name, ...options) => {
      const bag = join(folder, name);
      const made = mailtrail(
        ['export', '--since', '2026-09-01', '--case', '17', '--out', bag, ...options],
        { db },
      );
      expect(made.code).toBe(0);
      expect(made.out).toContain('30 log lines of 5 log files');
      const logs = name === 'plain' ? ['--logs', 'fixtures'] : [];
      const checked = mailtrail(['verify', bag, ...logs]);
      expect([checked.code, checked.err]).toEqual([0, '']);
      expect(checked.out).toContain('35 of 5 log files');
    },
  );
});
