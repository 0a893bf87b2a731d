import { expect, test } from 'vitest';
import { STAGES } from '../../src/model/stage.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import type { Kept } from '../../src/store/kept.ts';
import { standingsOf } from '../../src/store/queue-rows.ts';
import { openStore } from '../../src/store/reader.ts';
import { dumpContent } from '../support/dump.ts';
import { fileDb, ingestInto } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const LINES: readonly Partial<Fields2003>[] = [
  { id: 'open@corp.example', event: 1019, recipient: 'bob@corp.example' },
  { id: 'gone@corp.example', event: 1028, recipient: 'amy@corp.example' },
  {
    id: 'handed@corp.example',
    event: 1031,
    recipient: 'amy@corp.example',
    partner: 'EXCH09.corp.example',
  },
];

function queueOf(db: Connection): unknown {
  const { queueMessage, queuePerson, queueTouched } = dumpContent(db);
  return {
    messages: queueMessage.map(([id]) => id),
    persons: queuePerson.map(([id, , recipient]) => [id, recipient]),
    touched: queueTouched,
  };
}

const OPEN = {
  messages: ['open@corp.example'],
  persons: [['open@corp.example', 'bob@corp.example']],
  touched: [],
};

test('a database of the schema before has them after the next run, though it reads nothing new', async () => {
  const log = temp.write('EXCH01.log/20040218.log', log2003([...LINES]));
  const file = await fileDb(temp.at('old.db'), [log]);
  const old = openForWriting(file);
  old.exec(`
    drop view events; drop view messages; drop view hops;
    drop index message_by_hash; alter table message drop column network_id;
    alter table source drop column first_event_at; alter table source drop column last_event_at;
    drop table event_name; drop table server_suffix; drop table submission; drop table life;
    drop table queue_message; drop table queue_person; drop table queue_stall; drop table queue_touched;
    drop table traffic; drop table traffic_touched;
    delete from meta where key = 'queue'; pragma user_version = 2`);
  old.close();
  const db = openForWriting(file);
  await ingestInto(db, [log]);
  expect(queueOf(db)).toEqual(OPEN);
  db.close();
});

test('they are made anew where other hosts are ours', async () => {
  const log = temp.write('EXCH01.log/20040218.log', log2003([...LINES]));
  const db = openForWriting(temp.at('ours.db'));
  await ingestInto(db, [log]);
  expect(queueOf(db)).toEqual(OPEN);
  await ingestInto(db, [log], { ours: ['exch09*'] });
  expect(queueOf(db)).toEqual({
    messages: ['handed@corp.example', 'open@corp.example'],
    persons: [
      ['handed@corp.example', 'amy@corp.example'],
      ['open@corp.example', 'bob@corp.example'],
    ],
    touched: [],
  });
  db.close();
});

test('a message leaves them when a later run tells its end', async () => {
  const db = openForWriting(temp.at('later.db'));
  await ingestInto(db, [temp.write('EXCH01.log/20040218.log', log2003([...LINES]))]);
  const end = { date: '2004-2-19', id: 'open@corp.example', event: 1028 };
  const next = log2003([{ ...end, recipient: 'BOB@corp.example' }]);
  await ingestInto(db, [temp.write('EXCH01.log/20040219.log', next)]);
  expect(queueOf(db)).toEqual({ messages: [], persons: [], touched: [] });
  db.close();
});

test('the stages of one who waits long are kept with their times, in whatever order the logs come', async () => {
  const first = temp.write(
    'EXCH01.log/20040218.log',
    log2003([
      { time: '9:00:00 GMT', id: 'open@corp.example', event: 1019, recipient: 'bob@corp.example' },
      { time: '9:30:00 GMT', id: 'open@corp.example', event: 1032, recipient: 'bob@corp.example' },
      { time: '9:40:00 GMT', id: 'soon@corp.example', event: 1019, recipient: 'amy@corp.example' },
      { time: '9:40:01 GMT', id: 'soon@corp.example', event: 1024, recipient: 'amy@corp.example' },
    ]),
  );
  const next = temp.write(
    'EXCH01.log/20040219.log',
    log2003([
      {
        date: '2004-2-19',
        time: '8:00:00 GMT',
        id: 'open@corp.example',
        event: 1024,
        recipient: 'bob@corp.example',
      },
    ]),
  );
  const db = openForWriting(temp.at('stages.db'));
  await ingestInto(db, [first]);
  expect(stallsOf(db)).toEqual([
    ['open@corp.example', 0, 'bob@corp.example', 'accepted', 30, 30, 0],
    ['open@corp.example', 0, 'bob@corp.example', 'categorizer-retry', 30, 0, null],
  ]);
  await ingestInto(db, [next]);
  expect(stallsOf(db)).toEqual([
    ['open@corp.example', 0, 'bob@corp.example', 'accepted', 1380, 1380, 1350],
    ['open@corp.example', 0, 'bob@corp.example', 'categorizer-retry', 1380, 1350, 0],
    ['open@corp.example', 0, 'bob@corp.example', 'categorizer', 1380, 0, null],
  ]);
  const other = openForWriting(temp.at('stages-other.db'));
  await ingestInto(other, [next]);
  await ingestInto(other, [first]);
  expect(dumpContent(other)).toEqual(dumpContent(db));
  other.close();
  db.close();
});

test.each(['recipient', 'sender'] as const)(
  'a %s that a later run spells otherwise',
  async (of) => {
    const first = temp.write(
      'EXCH01.log/20040218.log',
      log2003([
        {
          id: 'open@corp.example',
          event: 1019,
          recipient: 'Bob@corp.example',
          sender: 'Cy@corp.example',
        },
      ]),
    );
    const respelled =
      of === 'recipient' ? { recipient: 'bob@corp.example' } : { sender: 'cy@corp.example' };
    const next = temp.write(
      'EXCH01.log/20040219.log',
      log2003([{ date: '2004-2-19', id: 'other@corp.example', event: 1028, ...respelled }]),
    );
    const db = openForWriting(temp.at('spelled.db'));
    await ingestInto(db, [first]);
    await ingestInto(db, [next]);
    const names = db.prepare('select sender, recipient from queue_person').all();
    expect(names).toEqual([
      { sender: 'Cy@corp.example', recipient: 'Bob@corp.example', ...respelled },
    ]);
    db.close();
  },
);

test('more standings than are read at once come once each, in order', async () => {
  const lines = Array.from({ length: 17_000 }, (_, line) => ({
    id: `${line % 170}@corp.example`,
    event: 1019,
    recipient: `r${line}@corp.example`,
  }));
  const file = await fileDb(temp.at('many.db'), [
    temp.write('EXCH01.log/20040218.log', log2003(lines)),
  ]);
  using store = openStore(file);
  const found = [...standingsOf(store, '')];
  expect(new Set(found.map(({ recipient }) => recipient)).size).toBe(17_000);
  expect(found).toHaveLength(17_000);
  const places = found.map(({ id, number }) => id * 1000 + number);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const kept: Kept = { get: (_, read) => read() };
  const without = 'select message_id from queue_person where message_id % 3 = 1';
  const some = [...standingsOf(store, without)];
  expect(some.length).toBeGreaterThan(1000);
  expect(some.length).toBeLessThan(16_000);
  expect([...standingsOf({ ...store, kept }, without)]).toEqual(some);
  expect([...standingsOf({ ...store, kept }, '')]).toEqual(found);
});

/** Of each stage whose it is, and how many minutes before the last event the recipient arrived, the stage began and ended. */
function stallsOf(db: Connection): unknown[] {
  return dumpContent(db).queueStall.flatMap(([id, , person, recipient, , , , pieces]) => {
    const stored: (number | null)[][] = JSON.parse(String(pieces));
    return stored.map(([stage, ...times]) => [
      id,
      person,
      recipient,
      STAGES[stage ?? -1],
      ...times.map((ms) => (ms === null ? null : ms / 60_000)),
    ]);
  });
}
