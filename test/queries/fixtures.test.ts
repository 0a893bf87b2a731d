import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRecord } from '../../src/model/report.ts';
import { fileDb } from '../support/ingest.ts';
import { expectedRows, recordsOf } from '../support/records.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'mailtrail-fixtures-'));
const full = join(root, 'full.db');
const expected = expectedRows();

beforeAll(() => fileDb(full, [LOGS]));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function keyOf({ messageId, recipient }: Pick<FindRecord, 'messageId' | 'recipient'>): string {
  return `${messageId} ${recipient?.toLowerCase() ?? '-'}`;
}

function row({ state, stage, server, ...record }: FindRecord) {
  return { state, stage, server, place: record.stall?.place ?? null };
}

describe('the stories of the fixtures', () => {
  let records: Map<string, FindRecord>;
  beforeAll(() => {
    const all = recordsOf(full);
    records = new Map(all.map((record) => [keyOf(record), record]));
    expect(records.size).toBe(all.length);
  });

  it.each(expected.map((one) => [`${one.story}: ${one.recipient}`, one] as const))(
    '%s',
    (_, one) => {
      const found = records.get(keyOf(one));
      expect(found && row(found)).toEqual({
        state: one.state,
        stage: one.stage,
        server: one.server,
        place: one.place,
      });
    },
  );

  it('have no recipients but those', () => {
    const ids = new Set(expected.map(({ messageId }) => messageId));
    const keys = new Set(expected.map(keyOf));
    const surplus = [...records.values()].filter(
      (one) => ids.has(one.messageId) && !keys.has(keyOf(one)),
    );
    expect(surplus).toEqual([]);
  });

  it('are all that is wrong: the rest is delivered or transferred', () => {
    const ids = new Set(expected.map(({ messageId }) => messageId));
    const rest = [...records.values()].filter(({ messageId }) => !ids.has(messageId));
    expect(rest.length).toBeGreaterThan(100);
    for (const one of rest) {
      expect(['delivered', 'transferred']).toContain(one.state);
      expect(one).toMatchObject({ ageSeconds: null, stall: null });
    }
  });

  it.each([
    ['17a', 'probable'],
    ['30', 'probable'],
    ['31a', 'probable'],
    ['18a', 'not-judged'],
    ['18b', 'not-judged'],
    ['01', 'certain'],
    ['15', 'certain'],
  ])('%s is %s', (story, confidence) => {
    const rows = expected.filter((one) => one.story.startsWith(`${story} `));
    expect(rows.length).toBeGreaterThan(0);
    for (const one of rows) expect(records.get(keyOf(one))?.confidence).toBe(confidence);
  });

  it('say the same whatever order the files come in', async () => {
    const files = readdirSync(LOGS, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\d{8}\.log$/.test(name))
      .map((name) => join(LOGS, name));
    const other = await fileDb(join(root, 'reversed.db'), files.toSorted().toReversed());
    expect(recordsOf(other)).toEqual(recordsOf(full));
  });
});
