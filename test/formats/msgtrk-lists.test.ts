import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitList } from '../../src/formats/msgtrk-lists.ts';

test.each<[string, string[]]>([
  ['', []],
  ['a', ['a']],
  ['a;b', ['a', 'b']],
  [';', ['', '']],
  [';250 2.6.0 ok;ClientSubmitTime:', ['', '250 2.6.0 ok', 'ClientSubmitTime:']],
  ["a;'b; c';d", ['a', 'b; c', 'd']],
  ["'b; c'", ['b; c']],
  ["'b; c';", ['b; c', '']],
  ["'a;b';'c;d'", ['a;b', 'c;d']],
  ["''", ['']],
  ["'a'", ['a']],
  // An apostrophe that is part of the text.
  ["o'brien@contoso.example;x", ["o'brien@contoso.example", 'x']],
  ["a;user's mailbox;b", ['a', "user's mailbox", 'b']],
  ["'it's full; really';b", ["it's full; really", 'b']],
  // One that nothing closes.
  ["'a;b", ["'a", 'b']],
  ["'", ["'"]],
  ["a;'", ['a', "'"]],
  ["';a", ["'", 'a']],
])('%j is the list %j', (field, items) => {
  expect(splitList(field)).toEqual(items);
});

/** A list as servers write it. */
function joinList(items: readonly string[]): string {
  return items.map((item) => (item.includes(';') ? `'${item}'` : item)).join(';');
}

test('what is written as a list is read as that list', () => {
  const item = fc
    .string()
    .filter((text) => !text.includes("';") && !text.startsWith("'") && !text.endsWith("'"));
  fc.assert(
    fc.property(fc.array(item, { minLength: 2 }), (items) => {
      expect(splitList(joinList(items))).toEqual(items);
    }),
  );
});

test('no text makes it lose anything but the quotes around items', () => {
  const hostile = fc.string({ unit: fc.constantFrom("'", ';', 'a', ' '), maxLength: 60 });
  fc.assert(
    fc.property(hostile, (field) => {
      const items = splitList(field);
      expect(items.join('').replaceAll(/['; ]/g, '')).toBe(field.replaceAll(/['; ]/g, ''));
      expect(items.every((item) => field.includes(item))).toBe(true);
    }),
  );
});

test.each(["'".repeat(1_000_000), "';".repeat(500_000), "'a;".repeat(500_000)])(
  'a field of a million quotes is no work',
  (field) => {
    expect(splitList(field).length).toBeGreaterThan(0);
  },
);
