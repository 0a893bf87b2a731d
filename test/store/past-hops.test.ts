import { expect, test } from 'vitest';
import { createPastHops } from '../../src/store/past-hops.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

test('a line whose clock was set back counts from its own time on, whatever stands before it', async () => {
  const times = ['10:00:00', '10:20:00', '09:10:00', '10:40:00'];
  const lines = times.map((time, index) => ({
    time: `${time} GMT`,
    id: 'a@corp.example',
    event: 1019,
    recipient: `r${index}@partner.example`,
  }));
  const log = temp.write('EXCH01.log/20040218.log', log2003(lines));
  using store = openStore(await fileDb(temp.at('back.db'), [log]));
  expect(store.db.prepare('select count(*) from event_run').pluck().get()).toBe(1);
  const hops = createPastHops(store);
  const knownAt = (moment: string): unknown[] =>
    hops.of(1, Date.parse(moment)).map(({ recipient }) => recipient);
  expect(knownAt('2004-02-18T09:09:59Z')).toEqual([]);
  expect(knownAt('2004-02-18T09:30:00Z')).toEqual(['r2@partner.example']);
  expect(knownAt('2004-02-18T10:00:00Z')).toEqual(['r0@partner.example', 'r2@partner.example']);
});
