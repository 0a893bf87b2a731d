import { expect, test } from 'vitest';
import { openForWriting } from '../../src/store/open.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { ingestInto } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

test('a hop whose number is given again after hops were joined is of one message alone', async () => {
  const db = openForWriting(temp.at('a.db'));
  for (const [slot, id] of [
    ['20040217', 'one@corp.example'],
    ['20040218', 'one@corp.example'],
    ['20040219', 'two@corp.example'],
  ] as const)
    await ingestInto(db, [temp.write(`${slot}.log`, log2003([{ id, subject: ` ${slot}` }]))]);
  db.close();
  using store = openStore(temp.at('a.db'));
  const reader = createMessageReader(store);
  const messages = store.db
    .prepare<[], { id: number; text: string }>('select id, text from message order by text')
    .all();
  const events = messages.map(({ id, text }) => [
    text,
    reader.hops(id, null).map(({ hop }) => hop.events),
  ]);
  expect(events).toEqual([
    ['one@corp.example', [2]],
    ['two@corp.example', [1]],
  ]);
});
