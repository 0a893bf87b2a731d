import { describe, expect, test } from 'vitest';
import {
  ALL_EVENTS,
  CATALOGUE_VERSION,
  BAG_FAILURE_TABLE,
  REJECT_TABLE,
  STAGE_TABLE,
  STATE_TABLE,
  STATUS_TABLE,
} from '../../src/catalogue/index.ts';
import { allMsgtrkEvents } from '../../src/catalogue/msgtrk-events.ts';
import { eventKey } from '../../src/catalogue/msgtrk-codes.ts';
import type { Advice, RejectEntry } from '../../src/catalogue/index.ts';

type Row = readonly [label: string, row: Advice & { meaning: string; source?: string }];

/** Each text of the modern events once. */
const modern: readonly Row[] = [
  ...new Map(
    allMsgtrkEvents().map((row): [string, Row] => [
      [row.name, row.meaning, row.nextCheck].join('\n'),
      [`event ${eventKey(row.id)}, ${row.name}`, row],
    ]),
  ).values(),
];

const rows: readonly Row[] = [
  ...ALL_EVENTS.map((row): Row => [`event ${String(row.id)}`, row]),
  ...modern,
  ...Object.values(STAGE_TABLE).map((row): Row => [`stage ${row.stage}`, row]),
  ...Object.values(STATE_TABLE).map((row): Row => [`state ${row.state}`, row]),
  ...Object.values(STATUS_TABLE).map((row): Row => [`status ${row.code}`, row]),
];

/** Whole sentences that fit an answer on a terminal. */
function expectSentences(text: string): void {
  expect(text).toMatch(/^[A-Z].*\.$/s);
  expect(text.length).toBeLessThanOrEqual(400);
  expect(text).not.toMatch(/[\n\t]| {2}/);
}

describe('the texts a user reads', () => {
  test.each(rows)('%s: meaning and next check are sentences', (_, row) => {
    expectSentences(row.meaning);
    expectSentences(row.nextCheck);
  });

  test.each(rows)('%s: causes are phrases, so that they can be joined', (_, row) => {
    for (const cause of row.causes) {
      expect(cause).toMatch(/^[^\s].*[^\s.]$/);
      expect(cause.length).toBeLessThanOrEqual(120);
    }
    expect(new Set(row.causes).size).toBe(row.causes.length);
  });

  test.each(rows)('%s: names its source', (_, row) => {
    if ('source' in row)
      expect(row.source).toMatch(
        /KB \d{6}|RFC \d{4}|TechNet|OSSIM|theemailadmin|Microsoft Learn|MicrosoftDocs|no document/,
      );
  });
});

describe('reasons to set a line aside', () => {
  test.each(Object.values<RejectEntry<string>>(REJECT_TABLE))('$code is explained', (row) => {
    expect(Object.keys(REJECT_TABLE)).toContain(row.code);
    expectSentences(row.meaning);
    expectSentences(row.nextCheck);
  });

  test('are those of the formats', () => {
    expect(Object.keys(REJECT_TABLE).toSorted()).toEqual([
      'bad-date',
      'bad-event-id',
      'bad-quotes',
      'bad-time',
      'line-too-long',
      'local-time',
      'no-message-id',
      'no-server',
      'nul-bytes',
      'too-few-fields',
      'too-many-fields',
      'type-names',
    ]);
  });
});

describe('failures of evidence bags', () => {
  test.each(Object.entries<RejectEntry<string>>(BAG_FAILURE_TABLE))(
    '%s is explained',
    (code, row) => {
      expect(row.code).toBe(code);
      expectSentences(row.meaning);
      expectSentences(row.nextCheck);
    },
  );
});

test('the version of the catalogue is one that hops can carry', () => {
  expect(CATALOGUE_VERSION).toBeGreaterThanOrEqual(1);
  expect(Number.isSafeInteger(CATALOGUE_VERSION)).toBe(true);
});
