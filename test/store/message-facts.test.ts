import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf, mergeFacts } from '../../src/store/message-facts.ts';
import type { MessageFacts } from '../../src/store/message-facts.ts';
import { eventOf } from '../support/decode.ts';
import { line2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';

const slots = (a: number, b: number): number => a - b;

/** Few values, so that lines share time, slot and number. */
const few = fc.nat({ max: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });

const facts: fc.Arbitrary<MessageFacts> = fc
  .record({
    at: few,
    slot: few,
    line: few,
    sender: maybe(fc.constantFrom('a@x', 'b@x', 'EX:/CN=A')),
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

describe('what lines tell of a message can be joined', () => {
  test('in any order', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(mergeFacts(a, b, slots)).toEqual(mergeFacts(b, a, slots));
      }),
      { numRuns: 1000 },
    );
  });

  test('in any groups', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(mergeFacts(mergeFacts(a, b, slots), c, slots)).toEqual(
          mergeFacts(a, mergeFacts(b, c, slots), slots),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('twice with itself', () => {
    fc.assert(
      fc.property(facts, (a) => {
        expect(mergeFacts(a, a, slots)).toEqual(a);
      }),
    );
  });
});

function told(line: number, changes: Partial<Fields2003>): MessageFacts {
  return factsOf(eventOf(line2003(changes)), 0, line);
}

describe('which line is believed', () => {
  test.each<[string, MessageFacts, MessageFacts, Partial<MessageFacts>]>([
    [
      'the later one of two that tell as much',
      told(1, { subject: ' one', time: '9:0:1 GMT' }),
      told(2, { subject: ' two', time: '9:0:2 GMT' }),
      {
        subject: 'two',
        firstAt: Date.UTC(2004, 1, 18, 9, 0, 1),
        lastAt: Date.UTC(2004, 1, 18, 9, 0, 2),
      },
    ],
    [
      'the later line of one second',
      told(9, { subject: ' one' }),
      told(10, { subject: ' two' }),
      { subject: 'two', line: 10 },
    ],
    [
      'the one that tells more, though it is earlier',
      told(1, { subject: ' one' }),
      told(2, { subject: '-' }),
      { subject: 'one', sender: 'ben@corp.example' },
    ],
    [
      'the largest size and count, the earliest origination, from whichever line',
      told(1, { bytes: 10, recipients: 9, originated: '2004-2-18 8:0:0 GMT' }),
      told(2, { bytes: 20, recipients: '-', originated: '2004-2-18 8:30:0 GMT' }),
      { sizeBytes: 20, recipientCount: 9, originatedAt: Date.UTC(2004, 1, 18, 8) },
    ],
  ])('%s', (_name, a, b, expected) => {
    expect(mergeFacts(a, b, slots)).toMatchObject(expected);
    expect(mergeFacts(b, a, slots)).toMatchObject(expected);
  });
});
