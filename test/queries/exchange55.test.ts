import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { mailbox } from '../support/log-55.ts';
import { recordsOf } from '../support/records.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'mailtrail-55-'));
const db = join(root, '55.db');
/** Background. */
const HOURLY = /-980302\d\d(?:05|35)\d\dZ-\d+$|-980302175800Z-9[01]$/i;

beforeAll(() => fileDb(db, [join(fixtures, 'exchange55')]));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The rows of the table of `fixtures/README.md`, a line for each recipient. */
async function promised(): Promise<string[]> {
  const text = await readFile(join(fixtures, 'README.md'), 'utf8');
  const rows = text.slice(text.indexOf('## exchange55/')).matchAll(/^\| (\d+) \|(.*)\|$/gm);
  return [...rows].flatMap(([, n = '', rest = '']) => {
    const [recipients = '', ...cells] = rest.split(' | ').map((cell) => cell.trim());
    if (cells[0] === '') return [];
    const names = recipients.startsWith('`') ? recipients.replaceAll('`', '').split(', ') : ['DSA'];
    return names.map((name) => [n, name, ...cells.slice(0, 4)].join(' '));
  });
}

test('each recipient of the stories of 5.5 is where the table says', async () => {
  const found = recordsOf(db)
    .filter(({ messageId }) => !HOURLY.test(messageId))
    .map(({ messageId, recipient, state, stage, server, stall }) => {
      const name = (recipient ?? '-')
        .replace(`EX:${mailbox('')}`, 'cn=')
        .replace(/^EX:.*Microsoft DSA$/, 'DSA');
      const n = messageId.split('-').at(-1);
      return [n, name, state, stage, server, stall?.place ?? 'none'].join(' ');
    });
  expect(found.toSorted()).toEqual((await promised()).toSorted());
});

test('all else is delivered', () => {
  const background = recordsOf(db).filter(({ messageId }) => HOURLY.test(messageId));
  expect(background.length).toBe(46);
  expect(new Set(background.map(({ state }) => state))).toEqual(new Set(['delivered']));
});
