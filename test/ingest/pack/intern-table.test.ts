import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../../../src/ingest/pack/intern-memory.ts';
import { InternTable } from '../../../src/ingest/pack/intern-table.ts';
import { NameTables } from '../../../src/ingest/pack/name-tables.ts';
import { foldAddress, foldMessageId, plainAddress } from '../../../src/model/fold-names.ts';
import { hashText } from '../../../src/model/hash-text.ts';
import { inKernel, kernelHere } from '../../support/kernel-bytes.ts';
import { createTold, isAscii, rangesOf } from '../../support/told-texts.ts';

const SEED = 20_040_218;

/** Spellings of few names: capitals, letters that fold to others or to ASCII (U+212A to k), and what is taken off. */
const address = fc
  .string({ unit: fc.constantFrom('k', 'K', '\u212a', '\u00e9', '\u00c9', 'x', '@'), maxLength: 3 })
  .chain((text) => fc.constantFrom(text, text, `<${text}>`, `SMTP:${text}`));
const messageId = fc
  .string({ unit: fc.constantFrom('k', 'K', '\u212a', '\u00c9', ';'), maxLength: 2 })
  .chain((text) => fc.constantFrom(text, `c=us;${text}`, `C=US;${text}`, `c=${text}`));
const server = fc.string({
  unit: fc.constantFrom('k', 'K', '\u212a', '\u00c9'),
  minLength: 1,
  maxLength: 3,
});
const host = fc.constantFrom('MX', 'mx', 'SMTP', 'smtp', '-', '\u212a');

interface Kind {
  readonly table: 'addresses' | 'messages' | 'servers' | 'hosts';
  readonly texts: fc.Arbitrary<string>;
  readonly plain: (text: string) => string;
  readonly fold: (text: string) => string;
  readonly add: (names: NameTables, text: string) => number;
  readonly addBytes: (names: NameTables, ...ranges: ReturnType<typeof rangesOf>) => number;
}

const same = (text: string): string => text;

const KINDS: readonly (readonly [string, Kind])[] = [
  [
    'addresses',
    {
      table: 'addresses',
      texts: address,
      plain: plainAddress,
      fold: foldAddress,
      add: (names, text) => names.address(text),
      addBytes: (names, ...ranges) => names.addressBytes(...ranges),
    },
  ],
  [
    'message ids',
    {
      table: 'messages',
      texts: messageId,
      plain: same,
      fold: foldMessageId,
      add: (names, text) => names.message(text),
      addBytes: (names, ...ranges) => names.messageBytes(...ranges),
    },
  ],
  [
    'servers',
    {
      table: 'servers',
      texts: server,
      plain: same,
      fold: (text) => text.toLowerCase(),
      add: (names, text) => names.server(text),
      addBytes: (names, ...ranges) => names.serverBytes(...ranges),
    },
  ],
  [
    'hosts',
    {
      table: 'hosts',
      texts: host,
      plain: same,
      fold: same,
      add: (names, text) => names.host(text),
      addBytes: (names, ...ranges) => names.hostBytes(...ranges),
    },
  ],
];

/** Where texts and tables are. */
const PLACES = [
  ['anywhere', () => null, undefined],
  ['in the memory of the kernel', kernelHere, inKernel],
] as const;
const CASES = KINDS.flatMap(([name, kind]) =>
  PLACES.map(([where, found, place]) => [name, where, kind, found, place] as const),
);

describe.each(CASES)('%s, %s', (_name, _where, kind, found, place) => {
  const { table, texts, plain, fold, add } = kind;
  const addBytes = (names: NameTables, text: string): number =>
    kind.addBytes(names, ...rangesOf(text, place));

  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ text: texts, asBytes: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant('take' as const) },
  );

  test('have one number for all spellings of a text, and that one alone; the last spelling is kept', () => {
    const names = new NameTables(SEED, found());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        names.clear();
        const told = createTold();
        const numbers = new Map<string, number>();
        const spellings = new Map<string, string[]>();
        for (const one of [...steps, 'take' as const]) {
          if (one === 'take') {
            told.take(names.takeNew()[table]);
            continue;
          }
          const number =
            one.asBytes && isAscii(one.text) && one.text !== ''
              ? addBytes(names, one.text)
              : add(names, one.text);
          const text = plain(one.text);
          const folded = fold(text);
          expect(numbers.get(folded) ?? number).toBe(number);
          numbers.set(folded, number);
          spellings.set(folded, [...(spellings.get(folded) ?? []), text]);
        }
        expect(new Set(numbers.values())).toEqual(new Set([...numbers.keys()].keys()));
        for (const [folded, number] of numbers) {
          const all = spellings.get(folded) ?? [];
          expect(told.spelling(number)).toBe(all.toSorted().at(-1));
          expect(all).toEqual(expect.arrayContaining([...told.spellings(number)]));
          expect(told.hash(number)).toBe(hashText(folded, SEED));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('begin anew with each generation', () => {
    const names = new NameTables(SEED, found());
    fc.assert(
      fc.property(fc.array(texts), fc.array(texts), (before, after) => {
        for (const text of before) add(names, text);
        names.takeNew();
        for (const text of before) add(names, text.toLowerCase());
        names.clear();
        const fresh = new NameTables(SEED);
        const ascii = after.filter((text) => isAscii(text) && text !== '');
        const numbers = (tables: NameTables): number[] => [
          ...after.map((text) => add(tables, text)),
          ...ascii.map((text) => addBytes(tables, text)),
        ];
        expect(numbers(names)).toEqual(numbers(fresh));
        expect(names.takeNew()[table]).toEqual(fresh.takeNew()[table]);
      }),
      { numRuns: 50 },
    );
  });
});

describe.each(PLACES)('a table, %s', (_where, found, place) => {
  const memory = place?.(new Uint8Array(1000));
  const tableHere = (): InternTable => new InternTable({ seed: SEED, fold: true, kernel: found() });
  const bytesOf = (table: InternTable, text: string, likely = 0): number => {
    const bytes = Buffer.from(text);
    if (memory === undefined) return table.bytes(viewOf(bytes), 0, bytes.length, likely);
    memory.set(bytes, 7);
    const { byteOffset } = memory;
    return table.bytes(viewOf(memory), 7, 7 + bytes.length, likely, bytes.length, byteOffset);
  };

  test('grows with what it holds, and keeps all of it', () => {
    const table = tableHere();
    const texts = Array.from(
      { length: 100_000 },
      (_, i) => `user${i}.${'x'.repeat(i % 130)}@corp.example`,
    );
    for (const [index, text] of texts.entries()) expect(bytesOf(table, text)).toBe(index);
    for (const [index, text] of texts.entries())
      if (index % 7 === 0) expect(bytesOf(table, text.toUpperCase())).toBe(index);
    expect(table.size).toBe(texts.length);
    const { texts: told, hashes } = table.takeNew();
    expect(told.join('\n')).toBe(texts.join('\n'));
    expect(hashes).toEqual(Int32Array.from(texts, (text) => hashText(text, SEED)));
  });

  test('is not led astray by what is likely', () => {
    const table = tableHere();
    const plain = tableHere();
    const texts = ['a', 'b', 'A', '', 'ab'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...texts), fc.nat({ max: 9 }))), (steps) => {
        table.clear();
        plain.clear();
        for (const [text, likely] of steps)
          expect(bytesOf(table, text, likely)).toBe(plain.text(text.toLowerCase(), text));
      }),
    );
  });

  test('tells a text once, and again only where a later spelling came', () => {
    const table = tableHere();
    bytesOf(table, 'B@X');
    expect(table.takeNew()).toMatchObject({ from: 0, texts: ['B@X'], respelled: [] });
    bytesOf(table, 'B@X');
    bytesOf(table, 'A@x');
    bytesOf(table, 'B@x');
    expect(table.takeNew()).toMatchObject({ from: 1, texts: ['A@x'], respelled: [[0, 'B@x']] });
    bytesOf(table, 'B@X');
    expect(table.takeNew()).toMatchObject({ from: 2, texts: [], respelled: [] });
  });
});
