import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { HopRow } from '../../src/lifecycle/person.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { openForWriting } from '../../src/store/open.ts';
import { createWriter } from '../../src/store/writer.ts';
import { dumpContent } from '../support/dump.ts';
import { fileDb, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const fixtures = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));

test('hops that are folded anew when the catalogue changed are those that ingest folded', async () => {
  const db = await memoryDb(
    fixtures,
    temp.write('A.log/20040219.log', log2003([{ recipient: '-' }, { id: '-' }])),
  );
  const before = dumpContent(db);
  db.exec(`
    update hop set stages = 0, move_code = 1;
    delete from hop where message_id % 3 = 0;
    update event_run set (first_hop_id, last_hop_id) = (null, null) where message_id % 3 = 0;
    update meta set value = '0' where key = 'catalogue_version'`);
  createWriter(db, 'test.db');
  expect(dumpContent(db)).toEqual(before);
});

test('hops are left alone while the catalogue is the same', async () => {
  const db = await memoryDb(temp.write('A.log/20040218.log', log2003([{}])));
  db.exec('update hop set stages = 0');
  createWriter(db, 'test.db');
  expect(db.prepare('select stages from hop').pluck().all()).toEqual([0]);
});

test('for a moment in the past hops are what a database holds that was read up to it', async () => {
  const file = await fileDb(temp.at('a.db'), [fixtures]);
  using store = openStore(file);
  const asOf = Date.UTC(2004, 1, 17, 12);
  const reader = createMessageReader(store);
  const past = openForWriting(temp.at('past.db'));
  past.exec(`attach '${file}' as whole`);
  for (const table of ['slot', 'host', 'address', 'message', 'server', 'source', 'event_run'])
    past.exec(`insert into ${table} select * from whole.${table}`);
  past.exec(`
    delete from event_run where not exists (
      select 1 from json_each(events) where first_at + (value ->> 3) <= ${asOf});
    update event_run set events = (
      select json_group_array(json(value)) from json_each(events) where first_at + (value ->> 3) <= ${asOf})`);
  past.exec(`
    update event_run set (first_hop_id, last_hop_id) = (null, null);
    update meta set value = '0' where key = 'catalogue_version'`);
  createWriter(past, 'past.db');
  past.close();
  using pastStore = openStore(temp.at('past.db'));
  const pastReader = createMessageReader(pastStore);
  const ids = store.db
    .prepare<[], number>('select id from message where first_at is not null')
    .pluck()
    .all();
  expect(ids.length).toBeGreaterThan(100);
  for (const id of ids)
    expect(inOrder(reader.hops(id, asOf))).toEqual(inOrder(pastReader.hops(id, null)));
});

const keyOf = ({ recipient, server }: HopRow): string => `${recipient} ${server}`;

function inOrder(rows: readonly HopRow[]): HopRow[] {
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
