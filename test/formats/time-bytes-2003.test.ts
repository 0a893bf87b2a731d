import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate, parseDateTime, parseTime } from '../../src/formats/time-2003.ts';
import {
  createMomentReader,
  readDate,
  readOnce,
  readTime,
} from '../../src/formats/time-bytes-2003.ts';
import type { NumberReader } from '../../src/formats/time-bytes-2003.ts';

/** Digits and what lies between them, in any order: almost times, and times. */
const digits = fc.oneof(
  fc.nat({ max: 61 }).map(String),
  fc.constantFrom('00', '09', '23', '24', '59', '60', '000', '', '1969', '2004'),
);
const joined = (between: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(fc.tuple(digits, between), { maxLength: 4 }).map((parts) => parts.flat().join(''));

const time = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(digits, digits, digits).map((parts) => parts.join(':')) },
  { weight: 1, arbitrary: joined(fc.constantFrom(':', ':', ' ', '', '/', '\uff10')) },
);
const suffix = fc.constantFrom(
  ' GMT',
  ' GMT',
  '',
  ' gmt',
  ' GMT ',
  'GMT',
  ' GM',
  ' GMTT',
  '  GMT',
  ':1',
);
const times = fc.tuple(time, suffix).map((parts) => parts.join(''));
const dates = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('2004', '1900', '0099', '204'), digits, digits)
      .map((parts) => parts.join('-')),
  },
  { weight: 1, arbitrary: joined(fc.constantFrom('-', '-', ' ', '')) },
);
const moments = fc
  .tuple(dates, fc.constantFrom(' ', ' ', '  ', '', '\t'), times)
  .map((parts) => parts.join(''));

/** What the reader makes of a text that lies in other bytes. */
function read(reader: NumberReader, text: string, before = ''): number | null {
  const bytes = Buffer.from(`${before}${text}9:9`);
  const from = Buffer.byteLength(before);
  const value = reader(bytes, from, from + Buffer.byteLength(text));
  return Number.isNaN(value) ? null : value;
}

describe('bytes are the same as the text:', () => {
  const readMoment = createMomentReader();

  test.each<[string, fc.Arbitrary<string>, NumberReader, (text: string) => number | null]>([
    ['a time', times, readTime, parseTime],
    ['a day', dates, readDate, parseDate],
    ['a moment', moments, readMoment, parseDateTime],
    ['a time that is remembered', times, readOnce(readTime), parseTime],
    ['a day that is remembered', dates, readOnce(readDate), parseDate],
  ])('%s', (_name, texts, reader, parse) => {
    fc.assert(
      fc.property(texts, fc.constantFrom('', '1', '\t'), (text, before) => {
        expect(read(reader, text, before)).toBe(parse(text));
        expect(read(reader, text)).toBe(parse(text));
      }),
      { numRuns: 2000 },
    );
  });
});

test('a reader that remembers is asked once for each run of the same bytes', () => {
  let asked = 0;
  const reader = readOnce((bytes, from, to) => {
    asked += 1;
    return Number(Buffer.from(bytes.subarray(from, to)).toString());
  });
  expect(['1', '1', '2', '21', '2', '2'].map((text) => read(reader, text))).toEqual([
    1, 1, 2, 21, 2, 2,
  ]);
  expect(asked).toBe(4);
});

test.each([40, 41, 5000])('%d bytes are no time, and are not remembered as one', (length) => {
  const reader = readOnce(readTime);
  const long = '9:0:1 GMT'.padEnd(length, 'x');
  expect(['9:0:1 GMT', long, '9:0:1 GMT', long].map((text) => read(reader, text))).toEqual([
    32_401_000,
    null,
    32_401_000,
    null,
  ]);
});
