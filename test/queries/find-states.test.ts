import { beforeAll, describe, expect, it } from 'vitest';
import type { FindRecord } from '../../src/model/report.ts';
import { STATES } from '../../src/model/stage.ts';
import { queryContext } from '../../src/queries/context.ts';
import { findReport } from '../../src/queries/find.ts';
import type { FindQuery } from '../../src/queries/find.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { EVERYTHING } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');
const NOON = Date.parse('2004-02-17T12:00:00Z');
const MINUTE = 60_000;

describe('messages in a state', () => {
  let file = '';
  beforeAll(async () => {
    file = await fileDb(folder.at('m.db'), ['fixtures/logs', 'fixtures/days', 'fixtures/msgtrk']);
  });

  function find(change: Partial<FindQuery>, asOf: number | null, thresholdMs: number) {
    using store = openStore(file);
    const context = queryContext(store, { asOf, thresholdMs });
    return findReport(store, { ...EVERYTHING, ...change }, 0, context).items;
  }

  it.each([
    [null, 15 * MINUTE],
    [null, 2 * MINUTE],
    [null, 1000],
    [NOON, 15 * MINUTE],
  ])('are all that a look at each message finds (as of %s, from %i ms)', (asOf, thresholdMs) => {
    const all = find({}, asOf, thresholdMs);
    const of = (fits: (record: FindRecord) => boolean): FindRecord[] => all.filter(fits);
    for (const state of STATES)
      expect(find({ state }, asOf, thresholdMs), state).toEqual(of((one) => one.state === state));
    for (const state of ['waiting', 'lost'] as const)
      expect(find({ state, server: 'exch01' }, asOf, thresholdMs)).toEqual(
        of((one) => one.state === state && one.server.toLowerCase() === 'exch01'),
      );
    expect(all.filter(({ state }) => state === 'waiting').length).toBeGreaterThan(2);
  });
});
