import { describe, expect, test } from 'vitest';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const SUBMITTED =
  'MDB:cccc0001-0002-0003-0004-00000000000c, Mailbox:aaaa0001-0002-0003-0004-00000000000a, Event:9, MessageClass:IPM.Note';
const NO_GUID = { 'network-message-id': '' };
const FROM_MAILBOX = {
  ...NO_GUID,
  'client-hostname': 'EX01',
  source: 'STOREDRIVER',
  'source-context': SUBMITTED,
};

function logOf(name: string, ...rows: readonly MsgtrkFields[]): string {
  const lines = rows.map((row) => lineMsgtrk(row));
  return temp.write(name, `${[...headerMsgtrk(), `# ${name}`, ...lines].join('\r\n')}\r\n`);
}

const inOutbox = (): string =>
  logOf('EX01/MSGTRKMS2024021909-1.LOG', {
    ...FROM_MAILBOX,
    'event-id': 'NOTIFYMAPI',
    'message-id': '',
    'recipient-address': '',
  });
const submitted = (): string =>
  logOf('EX01/MSGTRKMS2024021909-2.LOG', { ...FROM_MAILBOX, 'event-id': 'SUBMIT' });
const received = (): string => logOf('EX01/MSGTRK2024021909-1.LOG', {});
const twin = (): string =>
  logOf('EX01/MSGTRK2024021909-2.LOG', {
    'network-message-id': '0a000000-0000-0000-0000-00000000000c',
  });

/** Each message that another one stands for, and that one's network message id. */
async function livesAfter(...runs: readonly (readonly string[])[]): Promise<unknown> {
  const db = await memoryDb();
  for (const run of runs) await ingestInto(db, run);
  return db
    .prepare(
      `select message.text as id, head.text as head, head.network_id as guid from life
       join message on message.id = message_id join message as head on head.id = life_id order by 1`,
    )
    .all();
}

const all = (): Promise<unknown> => livesAfter([inOutbox(), submitted(), received()]);

describe('a submission is of the life of what came of it, although its message is known by another row', () => {
  test('in one run', async () => {
    const head = { head: 'one@contoso.example', guid: '0a000000-0000-0000-0000-00000000000b' };
    expect(await all()).toEqual([
      { id: 'Mailbox:aaaa0001-0002-0003-0004-00000000000a,Event:9', ...head },
      { id: 'one@contoso.example', ...head },
    ]);
  });

  test('when that row comes last', async () => {
    expect(await livesAfter([inOutbox(), submitted()], [received()])).toEqual(await all());
  });

  test('when that row comes first', async () => {
    expect(await livesAfter([received()], [submitted()], [inOutbox()])).toEqual(await all());
  });

  test('when it turns out that two messages have the id', async () => {
    const runs = [[inOutbox(), submitted(), received()], [twin()]];
    expect(await livesAfter(...runs)).toEqual(await livesAfter(runs.flat()));
  });
});

const delivered = (): string =>
  logOf(
    'EX01/MSGTRK2024021909-1.LOG',
    {
      'source-context': SUBMITTED,
      source: 'STOREDRIVER',
      'event-id': 'RECEIVE',
    },
    { 'event-id': 'DELIVER', 'client-hostname': 'EX01' },
  );
const waits = (): string =>
  temp.write(
    'EXCH03.log/20240219.log',
    log2003(
      [1019, 1034].map((event) => ({
        event,
        date: '2024-2-19',
        server: 'EXCH03',
        recipient: 'bob@contoso.example',
        id: 'one@contoso.example',
      })),
    ),
  );

describe('who waits on a server of 2003 stays in the queue when only the submission is read later', () => {
  test.each<[string, () => string[][]]>([
    ['in the same run', () => [[delivered(), waits(), inOutbox()]]],
    ['in a later run', () => [[delivered(), waits()], [inOutbox()]]],
  ])('%s', async (_name, runs) => {
    const db = await memoryDb();
    for (const run of runs()) await ingestInto(db, run);
    const waiting = dumpContent(db).queuePerson.map(([message, , recipient, , server]) => [
      message,
      recipient,
      server,
    ]);
    const id = 'one@contoso.example 0a000000-0000-0000-0000-00000000000b';
    expect(waiting).toEqual([[id, 'bob@contoso.example', 'EXCH03']]);
  });
});
