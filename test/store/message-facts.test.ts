import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeFacts } from '../../src/store/message-facts.ts';
import type { AddressText, MessageFacts } from '../../src/store/message-facts.ts';

const slots = (a: number, b: number): number => a - b;

const ADDRESSES = ['nobody', 'a@x', 'B@x', 'EX:/CN=A', 'c@x'];
const address: AddressText = (id) => ADDRESSES[id] ?? '';
const merge = (a: MessageFacts, b: MessageFacts): MessageFacts => mergeFacts(a, b, slots, address);

/** Few values, so that lines share time, slot and number. */
const few = fc.nat({ max: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });

const facts: fc.Arbitrary<MessageFacts> = fc
  .record({
    at: few,
    slot: few,
    line: few,
    sender: maybe(fc.integer({ min: 1, max: 4 })),
    subject: maybe(fc.constantFrom('one', 'two')),
    sizeBytes: maybe(few),
    recipientCount: maybe(few),
    originatedAt: maybe(few),
    isWhole: fc.boolean(),
  })
  .map(({ isWhole, ...one }) => ({
    ...one,
    firstAt: one.at,
    lastAt: one.at,
    rank: isWhole ? Number(one.sender !== null) + Number(one.subject !== null) : -1,
  }));

/** The same with the numbers that `otherAddress` knows. */
function renumbered(one: MessageFacts): MessageFacts {
  return { ...one, sender: one.sender === null ? null : 10 - one.sender };
}

const otherAddress: AddressText = (id) => address(10 - id).toUpperCase();

describe('what lines tell of a message can be joined', () => {
  test('in any order', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(merge(a, b)).toEqual(merge(b, a));
      }),
      { numRuns: 1000 },
    );
  });

  test('in any groups', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      }),
      { numRuns: 1000 },
    );
  });

  test('twice with itself', () => {
    fc.assert(
      fc.property(facts, (a) => {
        expect(merge(a, a)).toEqual(a);
      }),
    );
  });

  test('whatever numbers and spellings their senders have', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(mergeFacts(renumbered(a), renumbered(b), slots, otherAddress)).toEqual(
          renumbered(merge(a, b)),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

const SECOND = 1000;

function told(line: number, changes: Partial<MessageFacts> = {}): MessageFacts {
  const at = changes.at ?? 0;
  return {
    firstAt: at,
    lastAt: at,
    rank: 2,
    at,
    slot: 0,
    line,
    sender: 1,
    subject: 'Status',
    sizeBytes: 1200,
    recipientCount: 1,
    originatedAt: 0,
    ...changes,
  };
}

describe('which line is believed', () => {
  test.each<[string, MessageFacts, MessageFacts, Partial<MessageFacts>]>([
    [
      'the later one of two that tell as much',
      told(2, { subject: 'one', at: SECOND }),
      told(1, { subject: 'two', at: 2 * SECOND }),
      { subject: 'two', line: 1, firstAt: SECOND, lastAt: 2 * SECOND },
    ],
    [
      'the one of the later slot of one second',
      told(2, { subject: 'one', slot: 1 }),
      told(1, { subject: 'two', slot: 2 }),
      { subject: 'two', line: 1, slot: 2 },
    ],
    [
      'the later line of one slot',
      told(9, { subject: 'one' }),
      told(10, { subject: 'two' }),
      { subject: 'two', line: 10 },
    ],
    [
      'the one that tells more, though it is earlier',
      told(1, { subject: 'one' }),
      told(2, { subject: null, rank: 1 }),
      { subject: 'one', sender: 1, rank: 2 },
    ],
    [
      'not the one that may be cut, though it tells more',
      told(1, { subject: 'cu', rank: -1, at: SECOND }),
      told(2, { subject: null, sender: null, rank: 0 }),
      { subject: null, sender: null, lastAt: SECOND },
    ],
    [
      'the largest size and count, the earliest origination, from whichever line',
      told(1, { sizeBytes: 10, recipientCount: 9, originatedAt: -5 }),
      told(2, { sizeBytes: 20, recipientCount: null, originatedAt: 5 }),
      { sizeBytes: 20, recipientCount: 9, originatedAt: -5 },
    ],
  ])('%s', (_name, a, b, expected) => {
    expect(merge(a, b)).toMatchObject(expected);
    expect(merge(b, a)).toMatchObject(expected);
  });
});
