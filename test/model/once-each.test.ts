import { expect, test } from 'vitest';
import { onceEach } from '../../src/model/once-each.ts';

test.each([
  ['the key itself', undefined, ['a 1', 'a 1', 'a 2']],
  ['what it is told apart by', (key: string) => key[0], ['a 1', 'a 1', 'a 1']],
])('finds once for %s', (_, same, expected) => {
  const find = onceEach((key: string) => key, same);
  expect(['a 1', 'a 1', 'a 2'].map(find)).toEqual(expected);
});
