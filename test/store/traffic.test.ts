import { beforeAll, describe, expect, it } from 'vitest';
import { countsOf, sumOf } from '../../src/queries/traffic.ts';
import { hostResolver } from '../../src/lifecycle/hosts.ts';
import { openStore, readOurHosts } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { createSystemAddresses } from '../../src/store/system-addresses.ts';
import { readTraffic } from '../../src/store/traffic-rows.ts';
import type { Span } from '../../src/lifecycle/stalls.ts';
import { keptCounts, keptTraffic } from '../../src/store/traffic-tables.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');
const HOUR = 3_600_000;
const NOON = Date.parse('2004-02-18T12:00:00Z');

function counted(store: Store, span: Span) {
  const { db, hostName } = store;
  const resolve = hostResolver(readOurHosts(store));
  return readTraffic(db, span, { hostName, resolve, isSystem: createSystemAddresses(db).has });
}

describe('what came and went by the quarter of an hour', () => {
  const files: Record<string, string> = {};
  beforeAll(async () => {
    files['2003'] = await fileDb(folder.at('2003.db'), ['fixtures/logs']);
    files['modern'] = await fileDb(folder.at('modern.db'), ['fixtures/msgtrk']);
  });

  it.each(['2003', 'modern'])('of %s logs is kept as it is counted, whatever the span', (name) => {
    using store = openStore(files[name] ?? '');
    const first = store.db.prepare<[], number>('select min(quarter) from traffic').pluck().get();
    const from = (first ?? 0) * 900_000;
    const spans = [
      { from: 0, to: from + 400 * 24 * HOUR },
      { from, to: from + HOUR / 4 },
      { from: from - 5.75 * HOUR, to: from + 18.25 * HOUR },
      { from: from + 7 * HOUR, to: from + 31 * HOUR },
    ];
    for (const span of spans) {
      const found = counted(store, span);
      expect(keptTraffic(store.db, span)).toEqual(found);
      expect(keptCounts(store.db, span)).toEqual(countsOf(found.values()));
    }
    const all = sumOf(keptTraffic(store.db, { from: 0, to: from + 400 * 24 * HOUR }).values());
    expect(all.newMessages).toBeGreaterThan(50);
    expect(all.recipientsOut).toBeGreaterThan(20);
    const ended = store.db.prepare<[], number>(
      'select count(*) from hop where end_ms is not null and end_ms >= 900000',
    );
    expect(all.slow.length).toBe(ended.pluck().get());
  });
});

describe('a quarter of an hour', () => {
  /** Two messages at noon, the second one of the system, and one that is handed over to a host of ours. */
  const LINES = [
    { time: '12:0:0 GMT', event: 1019, id: 'a@corp.example' },
    { time: '12:14:59 GMT', event: 1028, id: 'a@corp.example' },
    { time: '12:1:0 GMT', event: 1019, id: 's@corp.example', sender: 'EXCH01-IS@corp.example' },
    { time: '12:15:0 GMT', event: 1028, id: 's@corp.example', sender: 'EXCH01-IS@corp.example' },
    { time: '12:2:0 GMT', event: 1019, id: 'h@corp.example' },
    { time: '12:31:0 GMT', event: 1031, id: 'h@corp.example', partner: 'EXCH01' },
  ];

  it('holds what its moment and those up to the next one hold', async () => {
    const log = folder.write('EXCH01.log/20040218.log', log2003(LINES));
    using store = openStore(await fileDb(folder.at('quarter.db'), [log]));
    const found = keptTraffic(store.db, { from: NOON, to: NOON + HOUR });
    const shown = [...found].map(([quarter, { took, ends, ...counts }]) => ({
      quarter,
      ...counts,
      ends: [...ends],
      took: [...took].map(([stage, times]) => [stage, ...times]),
    }));
    const nothing = { newMessages: 0, recipientsIn: 0, recipientsOut: 0, slow: [] };
    expect(shown).toEqual([
      {
        ...nothing,
        quarter: 0,
        newMessages: 3,
        recipientsIn: 2,
        recipientsOut: 1,
        ends: [['delivered', 1]],
        took: [['delivered', [899, 1]]],
      },
      { ...nothing, quarter: 1, ends: [['delivered', 1]], took: [] },
      { ...nothing, quarter: 2, slow: [1_740_000], ends: [], took: [] },
    ]);
  });

  it('has no row where all that ended was handed to a host of ours', async () => {
    const log = folder.write(
      'quiet/EXCH01.log/20040218.log',
      log2003([
        { time: '12:14:0 GMT', event: 1019, id: 'h@corp.example' },
        { time: '12:16:0 GMT', event: 1031, id: 'h@corp.example', partner: 'EXCH01' },
      ]),
    );
    using store = openStore(await fileDb(folder.at('quiet.db'), [log]));
    const kept = keptTraffic(store.db, { from: NOON, to: NOON + HOUR });
    expect([...kept.keys()]).toEqual([0]);
  });
});
