import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArenaPool } from '../../../src/ingest/pack/arena.ts';
import { FactList } from '../../../src/ingest/pack/fact-list.ts';
import type { ToldFacts } from '../../../src/ingest/pack/fact-list.ts';
import type { FactColumns } from '../../../src/ingest/pack/packed-batch.ts';
import { mergeFacts } from '../../../src/store/message-facts.ts';
import type { MessageFacts } from '../../../src/store/message-facts.ts';

/** Subjects as ranges of these bytes. */
const BYTES = Buffer.from('one\u00e9two\u20ac');
const RANGES = [
  [0, 3],
  [0, 5],
  [5, 8],
  [5, 11],
] as const;

const few = fc.nat({ max: 3 });
const orNan = (number: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.option(number, { nil: Number.NaN });

const subject = fc.oneof(
  fc.constant({ subjectFrom: -1, subjectTo: -1, subject: null }),
  fc.constantFrom('one', 'zwei').map((text) => ({ subjectFrom: -1, subjectTo: -1, subject: text })),
  fc
    .constantFrom(...RANGES)
    .map(([from, to]) => ({ subjectFrom: from, subjectTo: to, subject: null })),
);
const lines = fc.array(
  fc
    .record({
      message: few,
      at: few,
      sender: fc.integer({ min: -1, max: 2 }),
      sizeBytes: orNan(few),
      recipientCount: orNan(few),
      originatedAt: orNan(fc.integer({ min: -3, max: 3 })),
      subject,
    })
    .map(({ subject: range, ...rest }) => ({ ...rest, ...range })),
);

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function factsOf(told: Omit<ToldFacts, 'line'>, line: number): MessageFacts {
  const text =
    told.subjectFrom < 0 ? told.subject : BYTES.toString('utf8', told.subjectFrom, told.subjectTo);
  return {
    firstAt: told.at,
    lastAt: told.at,
    rank: Number(text !== null) + Number(told.sender >= 0),
    at: told.at,
    slot: 0,
    line,
    sender: told.sender < 0 ? null : told.sender,
    subject: text,
    sizeBytes: numberOf(told.sizeBytes),
    recipientCount: numberOf(told.recipientCount),
    originatedAt: numberOf(told.originatedAt),
  };
}

function rowsOf({ count, message, subject: subjects, ...columns }: FactColumns): unknown[] {
  return Array.from({ length: count }, (_, i) => {
    const numbers = Object.entries(columns).map(([name, column]) => {
      const value = column[i] ?? 0;
      return [name, Number.isNaN(value) || (name === 'sender' && value < 0) ? null : value];
    });
    return [message[i], { ...Object.fromEntries(numbers), slot: 0, subject: subjects[i] }];
  });
}

test('of each message is told what its lines tell together, in order of its first line', () => {
  const list = new FactList();
  const pool = createArenaPool();
  fc.assert(
    fc.property(lines, (all) => {
      const facts = new Map<number, MessageFacts>();
      for (const [index, { message, ...told }] of all.entries()) {
        const line = index + 1;
        list.add(list.groupOf(message), { ...told, line });
        const one = factsOf(told, line);
        const known = facts.get(message);
        const merged = known && mergeFacts(known, one, () => 0, String);
        facts.set(message, merged ?? one);
      }
      expect(list.count).toBe(facts.size);
      const arena = pool.get(list.bytes());
      expect(rowsOf(list.take(BYTES, arena))).toEqual([...facts]);
      pool.putBack(arena.buffer);
    }),
    { numRuns: 1000 },
  );
});

test('numbers of messages may be large, and come again in another batch', () => {
  const list = new FactList();
  const pool = createArenaPool();
  const messages = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 200_000);
  for (let batch = 0; batch < 2; batch++) {
    expect(messages.map((message) => list.groupOf(message))).toEqual([...messages.keys()]);
    expect(list.groupOf(messages[5] ?? 0)).toBe(5);
    const arena = pool.get(list.bytes());
    expect([...list.take(BYTES, arena).message]).toEqual(messages);
  }
});
