import { expect, test } from 'vitest';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** EX02 hands a mail to a partner's server that is called as EX01 is, which had it from EX02 a minute before. */
function log(ex01: string): string {
  return [
    ...headerMsgtrk(),
    lineMsgtrk({ 'client-hostname': 'EX02', 'server-hostname': ex01 }),
    lineMsgtrk({
      'date-time': '2024-02-19T09:01:01.250Z',
      source: 'SMTP',
      'event-id': 'SEND',
      'client-hostname': 'EX02',
      'server-hostname': 'ex01.partner.example',
    }),
    '',
  ].join('\r\n');
}

test.each([
  ['EX01', ['partner.example']],
  ['EX01.contoso.example', []],
])('hand-overs tell no suffix of a server whose own lines do: %s', async (ex01, expected) => {
  const db = await memoryDb();
  await ingestInto(db, [temp.write('EX/MSGTRK2024021909-1.LOG', log(ex01))]);
  expect(db.prepare('select suffix from our_suffix').pluck().all()).toEqual(expected);
});
