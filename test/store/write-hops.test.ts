import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeHops } from '../../src/lifecycle/hop.ts';
import type { Hop } from '../../src/lifecycle/hop.ts';
import { foldPacked, HOP } from '../../src/lifecycle/packed-hops.ts';
import { HOP_COLUMNS, hopValues } from '../../src/store/hop-rows.ts';
import type { HopKey } from '../../src/store/hop-rows.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { MOST_HOPS } from '../../src/store/hop-group.ts';
import { createHopWriter } from '../../src/store/write-hops.ts';
import { lives } from '../support/lives.ts';
import { hopFromPacked } from '../support/packed-hop.ts';

/** What numbers of a batch are in the database. */
const NUMBERS = {
  message: (number: number) => number + 100,
  recipient: (number: number) => (number < 0 ? 0 : number + 200),
  server: (number: number) => number + 300,
  host: (number: number) => number + 400,
};

/** Slots do not come in the order of their numbers. */
const SLOTS = (a: number, b: number): number => (a % 3) - (b % 3) || a - b;

interface Batch {
  readonly hops: Float64Array;
  readonly hopCounts: Int32Array;
  readonly slot: number;
  /** What waits is written after it. */
  readonly endsGroup: boolean;
}

/** Hops of few messages, each message with up to three of them. */
const batches: fc.Arbitrary<Batch> = fc
  .record({
    messages: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 6 }),
    all: fc.array(lives, { minLength: 18, maxLength: 18 }),
    slot: fc.nat({ max: 7 }),
    endsGroup: fc.boolean(),
  })
  .map(({ messages, all, slot, endsGroup }) => {
    const hopCounts = Int32Array.from(messages, (message) => (message % 3) + 1);
    const hops = new Float64Array(hopCounts.reduce((a, b) => a + b, 0) * HOP.width);
    let at = 0;
    for (const [index, message] of messages.entries())
      for (let one = 0; one < (hopCounts[index] ?? 0); one++, at += HOP.width) {
        hops.set([message, one - 1, one % 2], at);
        for (const [line, { event }] of (all[index * 3 + one] ?? []).entries())
          foldPacked(hops, at, event.mark, line + 1, (line % 4) - 1, ((line + slot) % 3) - 1);
      }
    return { hops, hopCounts, slot, endsGroup };
  });

interface Expected {
  readonly id: number;
  readonly key: HopKey;
  hop: Hop<number>;
}

/** Rows that are to be there, in groups. */
function expectedRows(all: readonly Batch[]): Expected[][] {
  const groups: Map<string, Expected>[] = [new Map()];
  let id = 0;
  for (const { hops, slot, endsGroup } of all) {
    const group = groups.at(-1);
    for (let at = 0; at < hops.length; at += HOP.width) {
      const key = {
        message: NUMBERS.message(hops[at] ?? 0),
        recipient: NUMBERS.recipient(hops[at + HOP.recipient] ?? 0),
        server: NUMBERS.server(hops[at + HOP.server] ?? 0),
      };
      const hop = hopFromPacked(hops, at, slot, NUMBERS.host);
      const known = group?.get(JSON.stringify(key));
      if (known === undefined) group?.set(JSON.stringify(key), { id: ++id, key, hop });
      else known.hop = mergeHops(known.hop, hop, SLOTS);
    }
    if (endsGroup) groups.push(new Map());
  }
  return groups.map((group) => [...group.values()]);
}

function storedRows(db: Connection): unknown[] {
  return db
    .prepare(`select id, ${HOP_COLUMNS.join(', ')} from hop order by id`)
    .raw()
    .all();
}

function writeAll(db: Connection, all: readonly Batch[]) {
  const writer = createHopWriter(db, NUMBERS, SLOTS);
  const written = all.map(({ slot, endsGroup, ...lines }) => {
    const told = writer.write(lines, slot);
    if (endsGroup) writer.flush();
    return told;
  });
  writer.flush();
  return { writer, written };
}

test('hops of batches are joined up to the end of a group, and each row is what the fold of all of it is', () => {
  fc.assert(
    fc.property(fc.array(batches, { maxLength: 6 }), (all) => {
      const db = openForWriting(':memory:');
      writeAll(db, all);
      const rows = expectedRows(all).flat();
      expect(storedRows(db)).toEqual(rows.map(({ id, key, hop }) => [id, ...hopValues(key, hop)]));
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('it is told which rows are new with a batch, and which messages have no row more than they need', () => {
  fc.assert(
    fc.property(fc.array(batches, { maxLength: 6 }), (all) => {
      const db = openForWriting(':memory:');
      const { writer, written } = writeAll(db, all);
      const groups = expectedRows(all);
      const rows = groups.flat();
      const named = written.flatMap(({ before, counts }, index) => {
        let id = before;
        return [...counts].flatMap((count, message) =>
          Array.from({ length: count }, () => [
            ++id,
            NUMBERS.message(messagesOf(all[index])[message] ?? -1),
          ]),
        );
      });
      expect(named).toEqual(rows.map(({ id, key }) => [id, key.message]));
      for (let message = 0; message < 12; message++) {
        const id = NUMBERS.message(message);
        const groupsOfIt = groups.filter((group) => group.some(({ key }) => key.message === id));
        expect(writer.isWhole(id)).toBe(groupsOfIt.length === 1);
      }
      db.close();
    }),
    { numRuns: 60 },
  );
});

/** The messages of a batch, in order. */
function messagesOf(batch: Batch | undefined): number[] {
  let at = 0;
  return [...(batch?.hopCounts ?? [])].map((count) => {
    const message = batch?.hops[at] ?? -1;
    at += count * HOP.width;
    return message;
  });
}

test('more hops than are kept waiting come in order all the same, also of one batch', () => {
  const db = openForWriting(':memory:');
  const many = MOST_HOPS + 8000;
  const hops = new Float64Array(many * HOP.width);
  for (let message = 0; message < many; message++) {
    hops.set([message, 1, 1], message * HOP.width);
    foldPacked(hops, message * HOP.width, { at: message, code: 1019 }, 1, -1, -1);
  }
  const hopCounts = new Int32Array(many).fill(1);
  const writer = createHopWriter(db, NUMBERS, SLOTS);
  const first = writer.write({ hops, hopCounts }, 1);
  const second = writer.write({ hops, hopCounts }, 2);
  writer.flush();
  expect([first.before, second.before]).toEqual([0, many]);
  const rows = db.prepare('select id, message_id from hop order by id').raw().all();
  const joined = second.counts.reduce((sum, count) => sum - count, many);
  expect(rows).toHaveLength(2 * many - joined);
  expect(rows.slice(0, many)).toEqual(
    Array.from({ length: many }, (_, index) => [index + 1, NUMBERS.message(index)]),
  );
  expect(writer.isWhole(NUMBERS.message(0))).toBe(false);
  db.close();
});

test('a message that was there before the run may have other rows', () => {
  const db = openForWriting(':memory:');
  db.exec("insert into message (id, hash, text) values (105, 0, 'one')");
  const writer = createHopWriter(db, NUMBERS, SLOTS);
  const hops = new Float64Array(2 * HOP.width);
  for (const [index, message] of [5, 6].entries()) {
    hops.set([message, 1, 1], index * HOP.width);
    foldPacked(hops, index * HOP.width, { at: 0, code: 1019 }, 1, -1, -1);
  }
  writer.write({ hops, hopCounts: Int32Array.of(1, 1) }, 1);
  writer.flush();
  expect([105, 106].map((id) => writer.isWhole(id))).toEqual([false, true]);
  db.close();
});
