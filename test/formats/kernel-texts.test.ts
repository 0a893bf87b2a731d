import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_OTHERS } from '../../src/formats/byte-line.ts';
import { lineKernel } from '../../src/formats/line-kernel.ts';
import type { LineKernel } from '../../src/formats/line-kernel.ts';
import { splitList } from '../../src/formats/msgtrk-lists.ts';
import { inKernel, KERNEL_PLACES } from '../support/kernel-bytes.ts';

/** A text as a line, with others before and behind it: where it begins and ends. */
function lineOf(
  text: string,
  place: (bytes: Uint8Array) => Uint8Array,
  behind = '; 0-',
): { readonly kernel: LineKernel; readonly from: number; readonly to: number } {
  const kernel = lineKernel();
  if (kernel === null) throw new Error('no WebAssembly here');
  kernel.scanCommas(place(Buffer.from(`before\nab${text}${behind}\nbehind\n`, 'latin1')), 7);
  return { kernel, from: 9, to: 9 + text.length };
}

describe.each(KERNEL_PLACES)('of a line that lies %s', (_where, place) => {
  const isGuid = (text: string): boolean => {
    const { kernel, from } = lineOf(text, place);
    return kernel.isGuid(from);
  };

  test('a GUID is told, and what is none', () => {
    const guid = '0123abcd-ef45-6789-0000-00ffab901234';
    expect(isGuid(guid)).toBe(true);
    expect(isGuid('00000000-0000-0000-0000-000000000000')).toBe(false);
    for (let i = 0; i < guid.length; i++) {
      for (const one of '/:`gAF-\0\x7f\xb0\xe1'.replaceAll(guid[i] ?? '', ''))
        expect([one, isGuid(guid.slice(0, i) + one + guid.slice(i + 1))]).toEqual([one, false]);
      const zeros = '00000000-0000-0000-0000-000000000000';
      if (guid[i] === '-') continue;
      for (const one of '19af')
        expect(isGuid(zeros.slice(0, i) + one + zeros.slice(i + 1))).toBe(true);
    }
  });

  const addresses = (
    list: 0 | 1,
    known: readonly string[],
    text: string,
  ): string[] | 'too many' => {
    const before = known.join(';');
    const { kernel, from, to } = lineOf(`${before},${text}`, place, ',x');
    const first = kernel.scanList(list, 0, from, from + before.length);
    const count = kernel.scanList(list, first, to - text.length, to);
    const ranges = kernel.lists[list];
    const content = `before\nab${before},${text}`;
    return count < 0
      ? 'too many'
      : Array.from({ length: count }, (_, i) => content.slice(ranges[i * 2], ranges[i * 2 + 1]));
  };

  test('addresses of a list are those of its text, each once', () => {
    const item = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({
          unit: fc.constantFrom('a', 'A', 'z', 'Z', '@', '[', '`', '{'),
          maxLength: 40,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.string({ unit: fc.constantFrom('a', ' ', ';', "'", '`'), maxLength: 6 }),
      },
    );
    const text = fc.array(item, { maxLength: 12 }).map((items) => items.join(';'));
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', 'A', 'z'), minLength: 1 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(text, names, fc.constantFrom(0, 1), (content, before, list) => {
        const seen = new Set<string>();
        const items = [...before, ...splitList(content).map((one) => one.trim())];
        const expected = items.filter((one) => {
          const isNew = one !== '' && !seen.has(one.toLowerCase());
          seen.add(one.toLowerCase());
          return isNew;
        });
        expect(addresses(list, before, content)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('there are too many beyond those that a line may have', () => {
    const many = Array.from({ length: MAX_OTHERS + 1 }, (_, i) => `user${i}@corp.example`);
    for (const list of [0, 1] as const) {
      expect(addresses(list, [], many.join(';'))).toEqual(many);
      expect(addresses(list, many.slice(0, 9), many.slice(9).join(';'))).toEqual(many);
      expect(addresses(list, [], [...many, many[7]?.toUpperCase()].join(';'))).toEqual(many);
      expect(addresses(list, [], [...many, 'one'].join(';'))).toBe('too many');
    }
  });
});

test('both lists are kept side by side', () => {
  const { kernel, from, to } = lineOf('one;two', inKernel);
  kernel.scanList(0, 0, from, to);
  kernel.scanList(1, 0, from, from + 3);
  expect([...kernel.lists[0].subarray(0, 4)]).toEqual([from, from + 3, from + 4, to]);
  expect([...kernel.lists[1].subarray(0, 2)]).toEqual([from, from + 3]);
});
