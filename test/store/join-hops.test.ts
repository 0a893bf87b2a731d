import { beforeAll, describe, expect, test } from 'vitest';
import { createHopJoiner, joinHops } from '../../src/store/join-hops.ts';
import { HOP_ROW_COLUMNS } from '../../src/store/hop-rows.ts';
import { createNames } from '../../src/store/names.ts';
import { openForWriting } from '../../src/store/open.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { shareTask, takePages } from '../../src/store/queue-share.ts';
import type { JoinedPage, QueueHelper } from '../../src/store/queue-share.ts';
import { openStore } from '../../src/store/reader.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestInto, ingestOptions } from '../support/ingest.ts';
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

describe('what a helper joins', () => {
  const folder = useTempFolder('file');
  const file = (): string => folder.at('unjoined.db');

  beforeAll(async () => {
    const logs = ['20040217', '20040218', '20040219'].map((slot) => {
      const lines = Array.from({ length: 350 }, (_, i) => ({
        id: `${i}@corp.example`,
        recipient: i % 3 === 0 ? `${slot}@corp.example` : 'ann@corp.example',
      }));
      return folder.write(`${slot}.log`, log2003(lines));
    });
    const db = openForWriting(file());
    // Each file is committed by itself, and the end of the run is left out.
    const writer = createWriter(db, file(), { groupEvents: 1 });
    await ingest(logs, { ...writer, finish: writer.commit }, ingestOptions());
    db.close();
  });

  /** All hops after they were joined with the help of one that takes so many pages and gives so many of them. */
  function joined(taken: number, given: number): unknown[] {
    const db = openForWriting(file());
    using store = openStore(file());
    const pages: JoinedPage[] = [];
    const helper: Pick<QueueHelper, 'join' | 'joined'> = {
      join(ids) {
        const task = shareTask(ids);
        const join = createHopJoiner(store.db, store.slots);
        for (const page of [...takePages({ ...task, next: task.next })].slice(0, taken))
          pages.push({ from: page.from, count: page.ids.length, joined: join(page.ids) });
        task.next[0] = Math.min(taken * (pages[0]?.count ?? 0), ids.length);
        return task;
      },
      joined: (all) => (all ? pages.splice(0).slice(0, given) : []),
    };
    try {
      db.exec('begin');
      joinHops(db, createNames(db).slots, {
        helper: taken === 0 ? null : helper,
        helpedFrom: 0,
      });
      const rows = db.prepare(`select ${HOP_ROW_COLUMNS.join(', ')} from hop order by id`).all();
      db.exec('rollback');
      return rows;
    } finally {
      db.close();
    }
  }

  test.each([
    [1, 1],
    [2, 1],
    [3, 0],
    [100, 100],
  ])('is the same as without one, where it takes %d pages and gives %d', (taken, given) => {
    const alone = joined(0, 0);
    expect(alone).toHaveLength(350 + 2 * Math.ceil(350 / 3));
    expect(joined(taken, given)).toEqual(alone);
  });
});
