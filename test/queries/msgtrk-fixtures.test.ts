import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRecord } from '../../src/model/report.ts';
import { fileDb } from '../support/ingest.ts';
import { dayOf } from '../support/queues.ts';
import { recordsOf } from '../support/records.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'mailtrail-modern-'));

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The rows of the table below a heading of `fixtures/README.md`, without their reasons. */
function promised(heading: string): string[][] {
  const text = readFileSync(join(FIXTURES, 'README.md'), 'utf8');
  const [, after = ''] = text.split(`## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .slice(0, -1)
        .map((cell) => cell.replaceAll('`', '')),
    );
}

/** As a row of the table, less its first column. */
function told(record: FindRecord): string[] {
  const { messageId, recipient, state, stage, server, stall, confidence } = record;
  return [
    messageId,
    recipient ?? '-',
    state,
    stage ?? '-',
    server,
    stall?.place ?? 'none',
    confidence,
  ];
}

function keyOf([messageId = '', recipient = '']: readonly string[]): string {
  return `${messageId} ${recipient}`;
}

describe.each([
  ['msgtrk/', 'msgtrk/logs', 55, 30],
  ['msgtrk-2010/', 'msgtrk-2010', 10, 25],
] as const)('the stories of %s', (heading, logs, leastStories, leastRest) => {
  const db = join(root, `${heading.slice(0, -1)}.db`);
  const expected = promised(heading);
  let records: FindRecord[];
  beforeAll(async () => {
    await fileDb(db, [join(FIXTURES, logs)]);
    records = recordsOf(db);
  });

  it('are many', () => {
    expect(expected.length).toBeGreaterThanOrEqual(leastStories);
  });

  it.each(expected.map((row) => [row.slice(0, 3).join(' '), row.slice(1)] as const))(
    '%s',
    (_, row) => {
      expect(records.map(told).filter((one) => keyOf(one) === keyOf(row))).toEqual([row]);
    },
  );

  it('have no recipients but those, and all else is well', () => {
    const ids = new Set(expected.map(([, messageId]) => messageId));
    const stories = records.filter(({ messageId }) => ids.has(messageId));
    const keys = new Set(expected.map((row) => keyOf(row.slice(1))));
    expect(new Set(stories.map((one) => keyOf(told(one))))).toEqual(keys);
    const rest = records.filter(({ messageId }) => !ids.has(messageId));
    expect(rest.length).toBeGreaterThan(leastRest);
    for (const one of rest) expect([one.stall, one.ageSeconds]).toEqual([null, null]);
  });

  it('say the same whatever order the files come in', async () => {
    const files = readdirSync(join(FIXTURES, logs), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.log$/i.test(name) && /\d{8}/.test(name))
      .map((name) => join(FIXTURES, logs, name));
    const other = await fileDb(
      join(root, `${heading.slice(0, -1)}-2.db`),
      files.toSorted().toReversed(),
    );
    expect(recordsOf(other)).toEqual(records);
  });
});

it('the day counts each bad end of the stories', () => {
  const states = promised('msgtrk/').map(([, , , state]) => state);
  const { ended } = dayOf(join(root, 'msgtrk.db'), '2024-05-14');
  for (const [state, count] of Object.entries(ended))
    expect([state, count]).toEqual([state, states.filter((one) => one === state).length]);
});

it('who sent a message that a moderator refused stays its sender', () => {
  const [record] = recordsOf(join(root, 'msgtrk.db'), null, { from: 'zoe.ziegler', state: 'ndr' });
  expect(record).toMatchObject({
    recipient: 'board-list@contoso.example',
    subject: 'Party at mine',
  });
});

it('a subject with commas and quotes is whole, and what follows it in its column', () => {
  const [record] = recordsOf(join(root, 'msgtrk.db'), null, { from: "sean.o'neil" });
  expect(record).toMatchObject({
    subject: 'Offers: "red, green", and; blue, as agreed',
    sender: "sean.o'neil@contoso.example",
  });
});
