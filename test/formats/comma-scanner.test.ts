import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommaScanner, MAX_COMMAS } from '../../src/formats/comma-scanner.ts';

const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

interface Scanned {
  readonly commas: number;
  readonly next: number;
  readonly isPlain: boolean;
  readonly firstOther: number;
  readonly lastOther: number;
  /** Of a plain line. */
  readonly edges: readonly number[] | null;
}

function scan(scanner: CommaScanner, bytes: Uint8Array, from: number): Scanned {
  const commas = scanner.scan(bytes, from);
  const { line, edges } = scanner;
  return { commas, ...line, edges: line.isPlain ? [...edges.subarray(0, commas + 2)] : null };
}

/** The same, a byte after the other. */
function expected(bytes: Uint8Array, from: number): Scanned {
  const lf = bytes.indexOf(LF, from);
  const end = lf > from && bytes[lf - 1] === CR ? lf - 1 : lf;
  const line = [...bytes.subarray(from, end)];
  const places = (is: (byte: number) => boolean): number[] =>
    line.flatMap((byte, index) => (is(byte) ? [from + index] : []));
  const commas = places((byte) => byte === COMMA);
  const others = places((byte) => byte > 0x7f || (byte > 0 && byte <= 0x1f));
  const isPlain = commas.length <= MAX_COMMAS && line.every((byte) => byte > 0 && byte !== QUOTE);
  return {
    commas: commas.length,
    next: lf + 1,
    isPlain,
    firstOther: others[0] ?? -1,
    lastOther: others.at(-1) ?? -1,
    edges: isPlain ? [from - 1, ...commas, end] : null,
  };
}

const byte = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Buffer.from(',, az+-.\x7f')) },
  { weight: 1, arbitrary: fc.constantFrom(0x80, 0xff, 0xac, 0xa2, 0xad) },
  { weight: 1, arbitrary: fc.constantFrom(CR, 0, 1, 0x1f, QUOTE) },
  { weight: 1, arbitrary: fc.nat({ max: 255 }) },
);
const line = fc
  .tuple(fc.array(byte, { maxLength: 40 }), fc.constantFrom([LF], [CR, LF], [CR, CR, LF]))
  .map(([bytes, end]) => [...bytes.filter((one) => one !== LF), ...end]);
const lines = fc.array(line, { minLength: 1, maxLength: 6 });

function expectEachLine(scanner: CommaScanner, bytes: Uint8Array, first: number): void {
  for (let from = first; bytes.includes(LF, from);) {
    const found = scan(scanner, bytes, from);
    expect(found).toEqual(expected(bytes, from));
    from = found.next;
  }
}

describe('commas and the end of each line are found', () => {
  test('wherever it begins', () => {
    const scanner = new CommaScanner();
    fc.assert(
      fc.property(lines, fc.nat(7), fc.nat(7), (all, before, after) => {
        const padding = Array.from({ length: before }, () => QUOTE);
        const bytes = Uint8Array.from([...padding, ...all.flat(), ...padding.slice(0, after)]);
        expectEachLine(scanner, bytes, before);
      }),
      { numRuns: 1000 },
    );
  });

  test('wherever the bytes lie in their memory, of whatever length that is', () => {
    const scanner = new CommaScanner();
    fc.assert(
      fc.property(lines, fc.nat(9), fc.nat(9), (all, offset, more) => {
        const content = all.flat();
        const memory = new Uint8Array(offset + content.length + more);
        memory.set(content, offset);
        expectEachLine(scanner, memory.subarray(offset, offset + content.length), 0);
      }),
      { numRuns: 500 },
    );
  });

  test('again, in any order', () => {
    const scanner = new CommaScanner();
    fc.assert(
      fc.property(lines, fc.array(fc.nat(5), { maxLength: 12 }), (all, order) => {
        const content = all.flat();
        // Memory of whole words is looked at where it lies.
        const bytes = new Uint8Array(Math.ceil(content.length / 4) * 4);
        bytes.set(content);
        const starts = all.map((_, index) => all.slice(0, index).flat().length);
        for (const place of order) {
          const from = starts[place % starts.length] ?? 0;
          expect(scan(scanner, bytes, from)).toEqual(expected(bytes, from));
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('a line of more commas than any log has is not plain', () => {
  const scanner = new CommaScanner();
  for (const [commas, isPlain] of [
    [MAX_COMMAS, true],
    [MAX_COMMAS + 1, false],
    [5000, false],
  ] as const) {
    const bytes = Buffer.from(`${','.repeat(commas)}\nx\n`);
    expect(scan(scanner, bytes, 0)).toMatchObject({ commas, isPlain, next: commas + 1 });
  }
});
