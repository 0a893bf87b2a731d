import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'mailtrail-as-of-'));
const full = join(root, 'full.db');

beforeAll(() => fileDb(full, [LOGS]));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const LINE_DATE = /^(\d+)-(\d+)-(\d+)\t(\d+):(\d+):(\d+) GMT\t/;

function timeOf(line: string): number | null {
  const [, ...parts] = LINE_DATE.exec(line) ?? [];
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  return parts.length === 0 ? null : Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

/** The logs as they were at that moment, when each server whose log goes on has just written something. */
function logsUpTo(asOf: number, into: string): void {
  for (const name of readdirSync(LOGS, { recursive: true, encoding: 'utf8' })) {
    if (!/\d{8}\.log$/.test(name)) continue;
    const lines = readFileSync(join(LOGS, name), 'latin1').split(/(?<=\n)/);
    const kept = lines.filter((line) => (timeOf(line) ?? Number.NEGATIVE_INFINITY) <= asOf);
    if (!kept.some((line) => timeOf(line) !== null)) continue;
    mkdirSync(dirname(join(into, name)), { recursive: true });
    writeFileSync(join(into, name), kept.join(''), 'latin1');
  }
  const now = new Date(asOf);
  const stamp = `${now.getUTCFullYear()}-${now.getUTCMonth() + 1}-${now.getUTCDate()}\t${now.getUTCHours()}:${now.getUTCMinutes()}:${now.getUTCSeconds()} GMT`;
  for (const folder of readdirSync(into)) {
    const file = join(into, folder, `${now.toISOString().slice(0, 10).replaceAll('-', '')}.log`);
    const line = `${stamp}\t-\t-\t-\t${folder.slice(0, -'.log'.length)}\t-\tnow@corp.example\t1077\tnow.${folder}\t0\t0\t1\t1\t-\t0\tVersion: 6.0.3790.0\t-\t-\tnow@corp.example\t-\r\n`;
    writeFileSync(file, line, { flag: 'a' });
  }
}

describe('a moment in the past', () => {
  it.each(['2004-02-17T12:00:00Z', '2004-02-18T12:00:00Z', '2004-02-16T18:30:00Z'])(
    '%s: what is loaded later changes nothing',
    async (text) => {
      const asOf = Date.parse(text);
      const folder = join(root, `cut-${asOf}`);
      mkdirSync(folder);
      logsUpTo(asOf, folder);
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
