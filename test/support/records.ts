import { readFileSync } from 'node:fs';
import type { FindRecord } from '../../src/model/report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { findRecords } from '../../src/queries/find.ts';
import { NO_QUEUE_FILTER } from '../../src/queries/queue-filter.ts';
import type { FindQuery } from '../../src/queries/find.ts';
import { openStore } from '../../src/store/reader.ts';

/** What `find` asks for without options. */
export const EVERYTHING: FindQuery = {
  from: null,
  to: null,
  subject: null,
  ids: null,
  since: null,
  until: null,
  server: null,
  state: null,
  stage: null,
  stalled: false,
  ...NO_QUEUE_FILTER,
};

/** All records of a database that fit, as `find --limit 0 --jsonl` gives them. */
export function recordsOf(
  file: string,
  asOf: number | null = null,
  query: Partial<FindQuery> = {},
): FindRecord[] {
  using store = openStore(file);
  const context = queryContext(store, { asOf, thresholdMs: DEFAULT_THRESHOLD_MS });
  return [...findRecords(store, { ...EVERYTHING, ...query }, context)];
}

export interface ExpectedRow {
  readonly story: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly state: string;
  readonly stage: string;
  readonly server: string;
  readonly place: string | null;
}

function isExpected(value: unknown): value is ExpectedRow {
  return typeof value === 'object' && value !== null && 'story' in value && 'place' in value;
}

export function expectedRows(): ExpectedRow[] {
  const text = readFileSync(new URL('../../fixtures/expected.jsonl', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isExpected);
}
