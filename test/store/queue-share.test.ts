import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareTask, takePages } from '../../src/store/queue-share.ts';

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
