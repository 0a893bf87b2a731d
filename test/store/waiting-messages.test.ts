import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import { foldMessageId } from '../../src/model/fold-names.ts';
import { createDictionary } from '../../src/store/dictionary.ts';
import { NumberMap } from '../../src/store/number-map.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { WaitingMessages } from '../../src/store/waiting-messages.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestOptions } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { factsAtLine } from '../support/message-facts.ts';
import { newTexts } from '../support/new-texts.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** What was written, in order. */
function written(waiting: WaitingMessages): string[] {
  const told: string[] = [];
  waiting.writeWith(() => {
    for (const [id, message] of waiting.fresh())
      told.push(`new ${id} ${message.key} ${message.facts?.line}`);
    for (const [id, { before, after }] of waiting.changed())
      told.push(`changed ${id} ${before?.line} ${after.line}`);
  });
  return told;
}

describe('messages that wait', () => {
  test('are written once, in order, with what was told of them last', () => {
    const waiting = new WaitingMessages();
    const told = written(waiting);
    waiting.add(8, { hash: 1, key: 'b', facts: null });
    waiting.add(7, { hash: 1, key: 'a', facts: factsAtLine(1) });
    waiting.change(8, null, factsAtLine(2));
    waiting.change(5, factsAtLine(1), factsAtLine(3));
    waiting.change(5, factsAtLine(3), factsAtLine(4));
    waiting.change(3, null, factsAtLine(5));
    expect([7, 8, 5, 3].map((id) => waiting.factsOf(id)?.line)).toEqual([1, 2, 4, 5]);
    expect([waiting.keyOf(7), waiting.keyOf(5), waiting.factsOf(9)]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
    waiting.settle();
    expect(told).toEqual([]);
    waiting.flush();
    expect(told.splice(0)).toEqual([
      'new 7 a 1',
      'new 8 b 2',
      'changed 3 undefined 5',
      'changed 5 1 4',
    ]);
    expect([waiting.isFresh(7), waiting.factsOf(5)]).toEqual([false, undefined]);
    waiting.flush();
    expect(told).toEqual([]);
  });

  test.each([
    ['many', Array.from({ length: 10_001 }, (_, i) => factsAtLine(i))],
    [
      'few with long subjects',
      Array.from({ length: 3 }, (_, i) => factsAtLine(i, 's'.repeat(700_000))),
    ],
  ])('are written with the batch where they are %s', (_name, all) => {
    for (const isNew of [true, false]) {
      const waiting = new WaitingMessages();
      const told = written(waiting);
      for (const [id, one] of all.entries()) {
        if (isNew) waiting.add(id, { hash: 0, key: 'k', facts: null });
        waiting.change(id, null, one);
      }
      waiting.settle();
      expect(told).toHaveLength(all.length);
    }
  });

  test('are written with the batch where they must not wait', () => {
    const waiting = new WaitingMessages();
    const told = written(waiting);
    waiting.mayWait = false;
    waiting.add(1, { hash: 0, key: 'k', facts: null });
    waiting.settle();
    expect(told).toEqual(['new 1 k undefined']);
  });
});

/** A dictionary whose rows wait. */
function dictionaryOf(db: Connection, most?: number) {
  const waiting = new WaitingMessages();
  const put = db.prepare('insert into message (id, hash, text) values (?, ?, ?)');
  waiting.writeWith(() => {
    for (const [id, { hash, key }] of waiting.fresh()) put.run(id, hash, key);
  });
  const { learn } = createDictionary(db, {
    table: 'message',
    fold: foldMessageId,
    waiting,
    ...(most !== undefined && { most }),
  });
  const add = (...texts: string[]): number[] => {
    const news = newTexts(texts, () => 7);
    const learned = learn(news, new NumberMap());
    for (const [index, key] of texts.entries())
      if (learned.isNew(index)) waiting.add(learned.ids[index] ?? 0, { hash: 7, key, facts: null });
    waiting.settle();
    return [...learned.ids];
  };
  const rows = (): unknown[] => db.prepare('select id, text from message order by id').raw().all();
  return { waiting, add, rows };
}

describe('ids of messages whose rows wait', () => {
  test('are known', () => {
    const { waiting, add, rows } = dictionaryOf(openForWriting(':memory:'));
    expect(add('a@x', 'b@x')).toEqual([1, 2]);
    expect(add('b@x', 'c@x', 'a@x')).toEqual([2, 3, 1]);
    expect(rows()).toEqual([]);
    waiting.flush();
    expect(add('a@x', 'd@x')).toEqual([1, 4]);
    expect(rows()).toEqual([
      [1, 'a@x'],
      [2, 'b@x'],
      [3, 'c@x'],
    ]);
  });

  test('are spelled anew in their rows', () => {
    const { add, rows } = dictionaryOf(openForWriting(':memory:'));
    add('C=US;L=X');
    expect(add('c=us;l=x')).toEqual([1]);
    expect(rows()).toEqual([[1, 'c=us;l=x']]);
  });

  test('wait no more where there are more than are kept in memory, or were some before', () => {
    const db = openForWriting(':memory:');
    const { add, rows } = dictionaryOf(db, 3);
    expect(add('a@x', 'b@x')).toEqual([1, 2]);
    expect(rows()).toEqual([]);
    expect(add('c@x', 'd@x')).toEqual([3, 4]);
    expect(rows()).toHaveLength(4);
    expect(add('d@x', 'a@x', 'e@x')).toEqual([4, 1, 5]);
    const later = dictionaryOf(db);
    expect(later.add('e@x', 'f@x')).toEqual([5, 6]);
    expect(later.rows()).toHaveLength(6);
  });
});

/** The messages of a database that these files were loaded into, in transactions of so many events. */
async function messagesOf(files: readonly string[], groupEvents?: number): Promise<unknown[]> {
  const db = openForWriting(':memory:');
  await ingest(files, createWriter(db, 'test.db', { groupEvents }), ingestOptions());
  const rows = db.prepare('select * from messages order by 1').all();
  db.close();
  return rows;
}

test('messages are the same however many batches a transaction has', async () => {
  const line = fc.record({
    id: fc.constantFrom(
      '1@corp.example',
      '2@corp.example',
      'c=us;l=x',
      'C=US;L=X',
      '3@corp.example',
    ),
    server: fc.constantFrom('EXCH01', 'EXCH02'),
    time: fc.constantFrom('10:1:2 GMT', '10:5:0 GMT'),
    subject: fc.constantFrom(' one', ' two', '-'),
    sender: fc.constantFrom('ann@corp.example', 'ANN@corp.example', '-'),
    event: fc.constantFrom(1019, 1028),
  });
  const logs = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(logs, async (all) => {
      run += 1;
      const files = all.map((lines, index) =>
        temp.write(`${run}/EXCH0${index}.log/2004021${index}.log`, log2003(lines)),
      );
      expect(await messagesOf(files)).toEqual(await messagesOf(files, 1));
    }),
    { numRuns: 60 },
  );
});
