import { expect, test } from 'vitest';
import { quotesAfter } from '../../src/formats/quotes.ts';

test.each([
  ['a,b', false, 'closed'],
  ['', true, 'open'],
  ['"a, b",c', false, 'closed'],
  ['a,"say ""no""",c', false, 'closed'],
  ['a,"b', false, 'open'],
  ['a,"b""', false, 'open'],
  ['b",c', true, 'closed'],
  ['b","c', true, 'open'],
  ['b,"c",d', true, 'bad'],
  ['a b",c', false, 'bad'],
  ['a"b"', false, 'bad'],
  ['"a"b', false, 'bad'],
  ['"",""', false, 'closed'],
])('%j after %s is %s', (line, isOpen, expected) => {
  expect(quotesAfter(line, isOpen)).toBe(expected);
});
