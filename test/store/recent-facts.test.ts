import { expect, test } from 'vitest';
import { RecentFacts } from '../../src/store/recent-facts.ts';
import { factsAtLine } from '../support/message-facts.ts';

test('what was told last is remembered, and only some of it: long subjects count for more', () => {
  const recent = new RecentFacts();
  const long = 'x'.repeat(100_000);
  for (let id = 1; id <= 1000; id++) recent.set(id, factsAtLine(id, long));
  const known = Array.from({ length: 1000 }, (_, index) => recent.get(index + 1)?.line ?? null);
  expect(known.at(-1)).toBe(1000);
  expect(known[0]).toBeNull();
  expect(known.filter((line) => line !== null).length).toBeLessThan(110);
});

test('the later facts of a message are those that are known, also after older ones were let go of', () => {
  const recent = new RecentFacts();
  recent.set(1, factsAtLine(1, ''));
  for (let id = 2; id < 60_000; id++) recent.set(id, factsAtLine(id, ''));
  recent.set(1, factsAtLine(7, ''));
  expect(recent.get(1)?.line).toBe(7);
  recent.clear();
  expect([recent.get(1), recent.get(59_999)]).toEqual([undefined, undefined]);
});
