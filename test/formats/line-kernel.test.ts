import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineKernel, MOST_SEPARATORS } from '../../src/formats/line-kernel.ts';
import type { LineKernel } from '../../src/formats/line-kernel.ts';
import { KERNEL_PLACES } from '../support/kernel-bytes.ts';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const WINDOW_BYTES = 64 * 1024;

function linesHere(): LineKernel {
  const found = lineKernel();
  if (found === null) throw new Error('no WebAssembly here');
  return found;
}

const kernel = linesHere();

interface Scanned {
  readonly separators: number;
  readonly next: number;
  readonly isPlain: boolean;
  readonly firstOther: number;
  readonly lastOther: number;
  /** Of a plain line. */
  readonly edges: readonly number[] | null;
}

/** What separates fields; what a line is not plain with; and what is told of it. */
interface Kind {
  readonly name: 'tabs' | 'commas';
  readonly separator: number;
  scan(bytes: Uint8Array, from: number): number;
  isBad(byte: number): boolean;
  isOther(byte: number): boolean;
}

const KINDS: readonly Kind[] = [
  {
    name: 'tabs',
    separator: TAB,
    scan: (bytes, from) => kernel.scanTabs(bytes, from, false),
    isBad: (byte) => byte <= CR && byte !== TAB,
    isOther: (byte) => byte > 0x7f,
  },
  {
    name: 'commas',
    separator: COMMA,
    scan: (bytes, from) => kernel.scanCommas(bytes, from),
    isBad: (byte) => byte === 0 || byte === QUOTE,
    isOther: (byte) => byte > 0x7f || (byte > 0 && byte <= 0x1f),
  },
];

function scan({ scan: read }: Kind, bytes: Uint8Array, from: number): Scanned {
  const separators = read(bytes, from);
  const { line, edges } = kernel;
  const found = line.isPlain ? [...edges.subarray(0, separators + 2)] : null;
  return { separators, ...line, edges: found };
}

/** The same, a byte after the other. */
function expected(kind: Kind, bytes: Uint8Array, from: number): Scanned {
  const lf = bytes.indexOf(LF, from);
  const end = lf > from && bytes[lf - 1] === CR ? lf - 1 : lf;
  const line = [...bytes.subarray(from, end)];
  const places = (is: (byte: number) => boolean): number[] =>
    line.flatMap((byte, index) => (is(byte) ? [from + index] : []));
  const separators = places((byte) => byte === kind.separator);
  const others = places((byte) => kind.isOther(byte));
  const isPlain = separators.length <= MOST_SEPARATORS && !line.some((byte) => kind.isBad(byte));
  return {
    separators: separators.length,
    next: lf + 1,
    isPlain,
    firstOther: others[0] ?? -1,
    lastOther: others.at(-1) ?? -1,
    edges: isPlain ? [from - 1, ...separators, end] : null,
  };
}

const byte = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Buffer.from('\t\t,, az+-.\x0e\x1f\x7f')) },
  { weight: 1, arbitrary: fc.constantFrom(0x80, 0xff, 0x89, 0x8a, 0xac, 0xad) },
  { weight: 1, arbitrary: fc.constantFrom(CR, 0, 1, 0x0b, 0x1f, QUOTE) },
  { weight: 1, arbitrary: fc.nat({ max: 255 }) },
);
const line = fc
  .tuple(fc.array(byte, { maxLength: 60 }), fc.constantFrom([LF], [CR, LF], [CR, CR, LF]))
  .map(([bytes, end]) => [...bytes.filter((one) => one !== LF), ...end]);
const lines = fc.array(line, { minLength: 1, maxLength: 6 });

function expectEachLine(kind: Kind, bytes: Uint8Array, first: number): void {
  for (let from = first; bytes.includes(LF, from);) {
    const found = scan(kind, bytes, from);
    expect(found).toEqual(expected(kind, bytes, from));
    from = found.next;
  }
}

const CASES = KINDS.flatMap((kind) =>
  KERNEL_PLACES.map(([where, placed]) => ({ ...kind, where, placed })),
);

describe.each(CASES)('$name and the end of each line are found, $where', (kind) => {
  const { placed } = kind;

  test('wherever it begins, and whatever is before and behind it', () => {
    fc.assert(
      fc.property(lines, fc.nat(20), fc.nat(20), byte, (all, before, after, one) => {
        const padding = Array.from({ length: 20 }, () => (one === LF ? TAB : one));
        const bytes = [...padding.slice(0, before), ...all.flat(), ...padding.slice(0, after)];
        expectEachLine(kind, placed(Uint8Array.from(bytes)), before);
      }),
      { numRuns: 1000 },
    );
  });

  test('wherever the bytes lie in their memory', () => {
    fc.assert(
      fc.property(lines, fc.nat(9), fc.nat(9), (all, offset, more) => {
        const content = all.flat();
        const filled = new Uint8Array(offset + content.length + more).fill(kind.separator);
        filled.set(content, offset);
        const memory = placed(filled);
        expectEachLine(kind, memory.subarray(offset, offset + content.length), 0);
        expectEachLine(kind, memory.subarray(0, offset + content.length), offset);
      }),
      { numRuns: 500 },
    );
  });

  test('again, in any order, and of several memories in turn', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(11), { maxLength: 12 }), (all, order) => {
        const memories = [all, all.toReversed()].map((each) =>
          placed(Uint8Array.from(each.flat())),
        );
        for (const place of order) {
          const bytes = memories[place % 2] ?? new Uint8Array(0);
          const starts = [0, ...[...bytes].flatMap((one, i) => (one === LF ? [i + 1] : []))];
          const from = starts[(place >> 1) % (starts.length - 1)] ?? 0;
          expect(scan(kind, bytes, from)).toEqual(expected(kind, bytes, from));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('where many more lines follow than are looked at together', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 100, max: 1000 }), (all, more) => {
        const once = [...all.flat(), ...Array.from({ length: more }, () => 0x61), LF];
        const content = new Uint8Array(once.length * Math.ceil((3 * WINDOW_BYTES) / once.length));
        for (let at = 0; at < content.length; at += once.length) content.set(once, at);
        const bytes = placed(content);
        let from = 0;
        for (let at = 0; at < bytes.length; at += once.length)
          for (const each of [...all, once.slice(all.flat().length)]) {
            const { next, separators } = scan(kind, bytes, from);
            const isSeparator = (found: number): boolean => found === kind.separator;
            expect([next, separators]).toEqual([
              from + each.length,
              each.filter(isSeparator).length,
            ]);
            from = next;
          }
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    [WINDOW_BYTES - 1, true],
    [WINDOW_BYTES, false],
    [WINDOW_BYTES + 1, false],
    [4 * WINDOW_BYTES, false],
  ])(
    'a line of %d bytes before its end is plain: %s, or lies in its memory; the next one is read as any other',
    (size, isShort) => {
      const bytes = placed(Buffer.from(`a\n${'b'.repeat(size)}\n,\tc\n`));
      const isPlain = isShort || kind.where === 'in its memory';
      expectEachLine(kind, bytes.subarray(0, 2), 0);
      kind.scan(bytes, 0);
      expect(scan(kind, bytes, 2)).toMatchObject({ isPlain });
      expectEachLine(kind, bytes, 3 + size);
    },
  );

  test.each([
    [MOST_SEPARATORS - 1, true],
    [MOST_SEPARATORS, true],
    [MOST_SEPARATORS + 1, false],
    [5000, false],
  ])('a line of %d is plain: %s', (count, isPlain) => {
    const content = Buffer.alloc(count + 3, kind.separator)
      .fill(LF, count, count + 1)
      .fill(LF, count + 2);
    const bytes = placed(content);
    expect(scan(kind, bytes, 0)).toMatchObject({ separators: count, isPlain, next: count + 1 });
    expectEachLine(kind, bytes, 0);
  });
});

const [TABS, COMMAS] = ['tabs', 'commas'] as const;
test.each([
  ['ASCII', '~\x7f \x0e\r\n', [TABS, COMMAS]],
  ['a line end of LF', 'a\n', [TABS, COMMAS]],
  ['nothing', '\r\n', [TABS, COMMAS]],
  ['letters of several bytes', '\u00fc\u20ac\n', [TABS, COMMAS]],
  ['a quote', 'a"\n', [TABS]],
  ['a bare CR', 'a\rb\n', [COMMAS]],
  ['a CR before the line end', 'a\r\r\n', [COMMAS]],
  ['a vertical tab', 'a\x0b\n', [COMMAS]],
  ['a form feed', 'a\x0c\n', [COMMAS]],
  ['a NUL', 'a\0\n', []],
])('plain or not is a line with %s', (_name, text, plain) => {
  for (const kind of KINDS)
    expect(scan(kind, Buffer.from(text), 0).isPlain).toBe(plain.includes(kind.name));
});

describe.each(KERNEL_PLACES)(
  'a line that is the one before from its message id on, %s',
  (_where, placed) => {
    const field = fc.constantFrom('', 'a', 'exch01.corp.example', 'x'.repeat(20));
    const fields = (count: number): fc.Arbitrary<string> =>
      fc.array(field, { minLength: count, maxLength: count }).map((all) => all.join('\t'));
    const odd = fc.oneof(
      { weight: 12, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('\u00fc', '\0', '\r', '\x0b') },
    );
    const columns = fc
      .tuple(fields(2), fields(5), fields(2), odd, fields(3), fc.constantFrom('\n', '\r\n'))
      .map(([head, hosts, rest, strange, tail, end]) => ({
        head,
        hosts,
        rest: rest + strange,
        tail: tail + end,
      }));
    type Columns = typeof columns extends fc.Arbitrary<infer T> ? T : never;
    const isUsual = ({ head, hosts, rest }: Columns): boolean =>
      /^[\t -~]*$/.test(head + hosts + rest);

    test('is told as such, with its edges up to there and what else is the same', () => {
      fc.assert(
        fc.property(fc.array(columns, { minLength: 2, maxLength: 8 }), (all) => {
          const texts = all.map(({ head, hosts, rest, tail }) =>
            [head, hosts, rest, tail].join('\t'),
          );
          const bytes = placed(Buffer.from(texts.join('')));
          const kind = KINDS[0];
          let from = 0;
          for (const [index, each] of all.entries()) {
            const before = all[index - 1];
            const tabs = kernel.scanTabs(bytes, from, true);
            const whole = kind === undefined ? null : expected(kind, bytes, from);
            const isSame = before !== undefined && isUsual(each) && each.tail === before.tail;
            expect({ isSame: kernel.same.message, next: kernel.line.next }).toEqual({
              isSame,
              next: whole?.next,
            });
            if (isSame) {
              expect(kernel.same).toMatchObject({
                head: each.head === before.head,
                hosts: each.hosts === before.hosts,
              });
              const edges = [...kernel.edges.subarray(0, 10)];
              if (whole?.edges) expect(edges).toEqual(whole.edges.slice(0, 10));
            } else expect(tabs).toBe(whole?.separators);
            from = kernel.line.next;
          }
        }),
        { numRuns: 2000 },
      );
    });

    const twice = `${'1\t'.repeat(9)}id\tsubject\n`.repeat(2);
    test.each([
      ['where nobody asks', placed(Buffer.from(twice)), false, true],
      ['of other bytes', placed(Buffer.from(twice)), true, false],
    ])('is not looked for %s', (_name, bytes, mayBeSame, isIn) => {
      const first = isIn ? bytes : placed(Buffer.from(twice));
      kernel.scanTabs(first, 0, false);
      kernel.scanTabs(bytes, twice.length / 2, mayBeSame);
      expect(kernel.same.message).toBe(false);
      kernel.scanTabs(bytes, 0, false);
      kernel.scanTabs(bytes, twice.length / 2, true);
      expect(kernel.same.message).toBe(true);
    });
  },
);

describe('a line is not the one before from its message id on', () => {
  const head = '1\t'.repeat(9);

  test('where the window ends in its midst', () => {
    const [first, next] = [`${head}id\ts\n`, `${head}id\ts and more\n`];
    const inWindow = first.length + next.indexOf('s') + 1;
    const fill = `${'x'.repeat(WINDOW_BYTES - inWindow - 1)}\n`;
    const bytes = Buffer.from(fill + first + next);
    kernel.scanTabs(bytes, 0, false);
    kernel.scanTabs(bytes, fill.length, false);
    kernel.scanTabs(bytes, fill.length + first.length, true);
    expect([kernel.same.message, kernel.line.next]).toEqual([false, bytes.length]);
  });

  test('behind a line of few fields', () => {
    const text = `${head}id\ts\n`;
    const bytes = Buffer.from(`${text}1\t2\n${text}`);
    kernel.scanTabs(bytes, 0, false);
    kernel.scanTabs(bytes, text.length, true);
    kernel.scanTabs(bytes, text.length + 4, true);
    expect(kernel.same.message).toBe(false);
  });

  test('where any byte differs, and other parts are the same only where none does', () => {
    const when = '2004-2-18\t9:0:1';
    const hosts = '\t10.1.0.99\tclient\t-\tEX01\t10.1.0.1';
    const rest = '\tann@x\t1019';
    const text = `${when}${hosts}${rest}\tone@corp.example\t0\tsubject and more\t-\n`;
    const recipient = when.length + hosts.length;
    const id = recipient + rest.length;
    for (let i = 0; i < text.length - 1; i++) {
      if (text[i] === '\t') continue;
      const bytes = Buffer.from(`${text}${text.slice(0, i)}~${text.slice(i + 1)}`);
      kernel.scanTabs(bytes, 0, false);
      kernel.scanTabs(bytes, text.length, true);
      const { same } = kernel;
      expect([i, same.message]).toEqual([i, i < id]);
      if (same.message)
        expect([i, same.head, same.hosts]).toEqual([
          i,
          i >= when.length,
          i < when.length || i >= recipient,
        ]);
    }
  });
});

test('each line has its number', () => {
  const bytes = Buffer.from('a\nb\n');
  const { serial } = kernel;
  kernel.scanTabs(bytes, 0, false);
  kernel.scanCommas(bytes, 2);
  expect(kernel.serial).toBe(serial + 2);
});
