import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareTask, shareWork, takePages } from '../../src/store/queue-share.ts';

test('each message is judged by one of those who share, in pages that keep their order', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.array(fc.nat(3), { maxLength: 30 }), (count, turns) => {
      const ids = Array.from({ length: count }, (_, index) => index * 3 + 1);
      const task = shareTask(ids, (id) => id % 2 === 0);
      const takers = [0, 1, 2, 3].map(() => takePages(task));
      const taken = turns.flatMap((taker) => takers[taker]?.next().value ?? []);
      // Each takes what is left in the end.
      for (const taker of takers) taken.push(...taker);
      expect(taken.flatMap((page) => page.ids)).toEqual(ids);
      for (const { from, ids: own, mayBeOpen } of taken) {
        expect(own).toEqual(ids.slice(from, from + own.length));
        expect(own.map(mayBeOpen)).toEqual(own.map((id) => id % 2 === 0));
      }
      expect([...task.areOpen]).toEqual(ids.map((id) => Number(id % 2 === 0)));
    }),
  );
});

describe('what two threads share', () => {
  const ids = Array.from({ length: 350 }, (_, index) => index + 1);

  /** The other one took the first page, and gives it when it is waited for or at once; or never. */
  function shared(gives: 'at once' | 'late' | 'never' | 'nothing', untilEnd = false) {
    const task = shareTask(ids);
    if (gives !== 'nothing') takePages(task).next();
    const page = { from: 0, count: 100 };
    const asked: boolean[] = [];
    const here: number[] = [];
    const taken: unknown[] = [];
    let isGiven = false;
    const left = shareWork(task, {
      here: (one) => here.push(...one.ids),
      there(all) {
        asked.push(all);
        const isNow = !isGiven && (gives === 'at once' || (gives === 'late' && all));
        isGiven ||= isNow;
        return isNow ? [page] : [];
      },
      take: (one) => taken.push(one),
      untilEnd,
    });
    return { left, here, taken, waits: asked.includes(true) };
  }

  test.each([
    ['at once', false],
    ['late', true],
  ] as const)('is all done where the other one gives its page %s', (gives, waits) => {
    expect(shared(gives)).toEqual({
      left: [],
      here: ids.slice(100),
      taken: [{ from: 0, count: 100 }],
      waits,
    });
  });

  test('is left where the other one gives nothing of what it took', () => {
    expect(shared('never')).toEqual({
      left: ids.slice(0, 100),
      here: ids.slice(100),
      taken: [],
      waits: true,
    });
  });

  test.each([false, true])(
    'is not waited for where it took nothing, unless its end is: %s',
    (untilEnd) => {
      const done = { left: [], here: ids, taken: [], waits: untilEnd };
      expect(shared('nothing', untilEnd)).toEqual(done);
    },
  );
});
