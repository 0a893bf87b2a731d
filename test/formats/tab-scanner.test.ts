import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TabScanner } from '../../src/formats/tab-scanner.ts';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

interface Scanned {
  readonly tabs: number;
  readonly next: number;
  readonly isPlain: boolean;
  readonly firstOther: number;
  readonly lastOther: number;
  /** Of a plain line. */
  readonly edges: readonly number[] | null;
}

function scan(scanner: TabScanner, bytes: Uint8Array, from: number): Scanned {
  const tabs = scanner.scan(bytes, from);
  const { line, edges } = scanner;
  return { tabs, ...line, edges: line.isPlain ? [...edges.subarray(0, tabs + 2)] : null };
}

/** The same, a byte after the other. */
function expected(bytes: Uint8Array, from: number): Scanned {
  const lf = bytes.indexOf(LF, from);
  const end = lf > from && bytes[lf - 1] === CR ? lf - 1 : lf;
  const line = [...bytes.subarray(from, end)];
  const places = (is: (byte: number) => boolean): number[] =>
    line.flatMap((byte, index) => (is(byte) ? [from + index] : []));
  const tabs = places((byte) => byte === TAB);
  const high = places((byte) => byte > 0x7f);
  const isPlain = tabs.length <= 64 && line.every((byte) => byte === TAB || byte > 0x0d);
  return {
    tabs: tabs.length,
    next: lf + 1,
    isPlain,
    firstOther: high[0] ?? -1,
    lastOther: high.at(-1) ?? -1,
    edges: isPlain ? [from - 1, ...tabs, end] : null,
  };
}

const byte = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Buffer.from('\t\t az-\x0e\x1f\x7f')) },
  { weight: 1, arbitrary: fc.constantFrom(0x80, 0xff, 0x89, 0x8a, CR, 0, 1, 0x0b) },
  { weight: 1, arbitrary: fc.nat({ max: 255 }) },
);
const line = fc
  .tuple(fc.array(byte, { maxLength: 40 }), fc.constantFrom([LF], [CR, LF], [CR, CR, LF]))
  .map(([bytes, end]) => [...bytes.filter((one) => one !== LF), ...end]);
const lines = fc.array(line, { minLength: 1, maxLength: 5 });

function expectEachLine(scanner: TabScanner, bytes: Uint8Array, first: number): void {
  for (let from = first; bytes.includes(LF, from);) {
    const found = scan(scanner, bytes, from);
    expect(found).toEqual(expected(bytes, from));
    from = found.next;
  }
}

describe('tabs and the end of each line are found', () => {
  test('wherever it begins', () => {
    const scanner = new TabScanner();
    fc.assert(
      fc.property(lines, fc.nat(7), fc.nat(7), (all, before, after) => {
        const padding = Array.from({ length: before }, () => TAB);
        const bytes = Uint8Array.from([...padding, ...all.flat(), ...padding.slice(0, after)]);
        expectEachLine(scanner, bytes, before);
      }),
      { numRuns: 1000 },
    );
  });

  test('wherever the bytes lie in their memory, of whatever length that is', () => {
    const scanner = new TabScanner();
    fc.assert(
      fc.property(lines, fc.nat(9), fc.nat(9), (all, offset, more) => {
        const content = all.flat();
        const memory = new Uint8Array(offset + content.length + more).fill(TAB);
        memory.set(content, offset);
        expectEachLine(scanner, memory.subarray(offset, offset + content.length), 0);
        expectEachLine(scanner, memory.subarray(0, offset + content.length), offset);
      }),
      { numRuns: 1000 },
    );
  });

  test('in memory that is written to again between two lines', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.nat(3), (all, offset) => {
        const scanner = new TabScanner();
        const bytes = new Uint8Array(64).subarray(offset);
        for (const content of all) {
          bytes.set(content);
          expect(scan(scanner, bytes, 0)).toEqual(expected(bytes, 0));
        }
      }),
    );
  });
});

test('the head of a line is read up to a tab, where nothing before it is odd', () => {
  const scanner = new TabScanner();
  fc.assert(
    fc.property(lines, fc.nat(7), fc.integer({ min: 1, max: 12 }), (all, before, wanted) => {
      const bytes = Uint8Array.from([...Array.from({ length: before }, () => TAB), ...all.flat()]);
      const places: number[] = [];
      let at = before;
      for (; places.length < wanted; at++) {
        const one = bytes[at] ?? LF;
        if (one === TAB) places.push(at);
        else if (one <= CR || one > 0x7f) break;
      }
      const isThere = places.length === wanted;
      expect(scanner.scanHead(bytes, before, wanted)).toBe(isThere);
      if (isThere)
        expect([...scanner.edges.subarray(0, wanted + 1)]).toEqual([before - 1, ...places]);
      expectEachLine(scanner, bytes, before);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [63, true],
  [64, true],
  [65, false],
  [1000, false],
])('a line of %d tabs is plain: %s', (count, isPlain) => {
  const bytes = Buffer.from(`${'\t'.repeat(count)}\n\t\n`);
  const scanner = new TabScanner();
  expect(scan(scanner, bytes, 0)).toMatchObject({ tabs: count, isPlain, next: count + 1 });
  expect(scan(scanner, bytes, 0)).toEqual(expected(bytes, 0));
  expect(scan(scanner, bytes, count + 1)).toEqual(expected(bytes, count + 1));
});

test.each([
  ['ASCII', 'a\t~\x7f \x0e\r\n', true],
  ['a line end of LF', 'a\n', true],
  ['nothing', '\r\n', true],
  ['letters of several bytes', '\u00fc\u20ac\n', true],
  ['a bare CR', 'a\rb\n', false],
  ['a CR before the line end', 'a\r\r\n', false],
  ['a NUL', 'a\0\n', false],
  ['a vertical tab', 'a\x0b\n', false],
  ['a form feed', 'a\x0c\n', false],
])('plain or not is a line with %s', (_name, text, isPlain) => {
  expect(scan(new TabScanner(), Buffer.from(text), 0).isPlain).toBe(isPlain);
});
