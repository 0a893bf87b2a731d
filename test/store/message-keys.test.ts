import { expect, test } from 'vitest';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const ID = 'one@corp.example';
const GUID = '0a0b0c01-1e63-493a-80a2-08da9a4f0001';

/** What a sender may have written so that a line of 2003 looks as if another message had that id and that GUID. */
const FORGED = ['\u001f', '\u0001', ' ', ':'].map((part) => `${ID}${part}${GUID}`);

test.each([
  ['the old log first', 0],
  ['the modern log first', 1],
])('an id that ends in a GUID is no other message: %s', async (_, first) => {
  const old = temp.write('20040218.log', log2003(FORGED.map((id) => ({ id }))));
  const modern = temp.write(
    'MSGTRK2024021909-1.LOG',
    [
      ...headerMsgtrk(),
      lineMsgtrk({ 'message-id': `<${ID}>`, 'network-message-id': GUID }),
      lineMsgtrk({ 'message-id': `<${ID}\u001f${GUID}>`, 'network-message-id': '' }),
      '',
    ].join('\r\n'),
  );
  const [one, other] = first === 0 ? [old, modern] : [modern, old];
  const db = await memoryDb(one);
  await ingestInto(db, [other]);
  expect(
    db
      .prepare('select text, network_id as network from message order by text, network')
      .raw()
      .all(),
  ).toEqual(
    [[ID, GUID], [`${ID}\uFFFD${GUID}`, null], ...FORGED.map((id) => [id, null])].toSorted(
      ([a], [b]) => (String(a) < String(b) ? -1 : 1),
    ),
  );
});

test('a number on a server whose name holds a tab is no id with a GUID', async () => {
  const line = lineMsgtrk({
    'message-id': '',
    'network-message-id': '',
    'server-hostname': `EX01\t${GUID}`,
  });
  const log = temp.write('MSGTRK2024021909-1.LOG', [...headerMsgtrk(), line, ''].join('\r\n'));
  const db = await memoryDb(log);
  expect(db.prepare('select network_id from message').pluck().all()).toEqual([null]);
});
