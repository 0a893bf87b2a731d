import fc from 'fast-check';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { COLUMNS_2003, REQUIRED_2003 } from '../../src/formats/exchange2003-columns.ts';
import type { Column2003 } from '../../src/formats/exchange2003-columns.ts';
import type { Layout } from '../../src/formats/format.ts';

/** Signs that mislead: what is trimmed, what stands for something, what takes several bytes, what no log should hold. */
const SIGNS = Array.from(
  ` -<>"',;:#=\\aZ0\u00e9\u20ac\u{1f4e7}\u00a0\u2028\u3000\uFEFF\u0085\u212a` +
    '\u0001\b\u000b\u000c\r\u000e\u001f\u007f',
);
const oddText = fc.string({
  unit: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...SIGNS) },
    { weight: 1, arbitrary: fc.constantFrom('\t', '\0', '#011', '# Date#011', '2004-2-18#011') },
  ),
  maxLength: 6,
});
const oddBytes = fc
  .uint8Array({ maxLength: 4 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0x80 : byte))));

const DATES =
  '2004-2-18|2004-02-18|2004-2-19|2004-2-29|2003-2-29|1969-12-31|1970-1-1|0099-1-1|0100-1-1|9999-12-31|' +
  '2004-13-1|2004-1-0| 2004-2-18|2004-2-18 |2004-2-|02004-2-18|-|';
const TIMES =
  '9:0:1 GMT|09:00:01 GMT|9:0:2 GMT|9:0:1|0:0:0 GMT|23:59:59 GMT|24:0:0 GMT|9:60:0 GMT|9:0:60 GMT|9:0:1 GMT |' +
  ' 9:0:1 GMT|9:0:1 gmt|9:0:1GMT|9:0|9:0: GMT|:0:1 GMT|9:0:1:2 GMT|009:0:1 GMT|9:000:1 GMT|9:0:001 GMT|-|';
const CODES = '1019|1028|01019|0|999999999|1000000000|1019 |+1|1e3|-|';
const NUMBERS = '1|1200|0|007|999999999999999|1000000000000000| 1|1 |-1|1.5|-|';
const MOMENTS =
  '2004-2-18 9:0:0 GMT|2004-2-18 9:0:0| 2004-2-18 9:0:0 GMT |2004-2-18  9:0:0 GMT|2004-2-18|9:0:0 GMT|' +
  '1970-1-1 0:0:0 GMT|1601-1-1 0:0:0 GMT|0099-1-1 0:0:0 GMT|2004-2-30 9:0:0 GMT|2004-2-18 9:0:0 GMT GMT|-|';
const IDS =
  'a@b.example|<a@b.example>| <a@b.example> |<>|<|>|<<a>>|< a >|<->|-|--| - |c=us;a= ;p=C;l=X|';
const SUBJECTS =
  ' Status| a  b | a\tb|\t|\t-| Gr\u00fc\u00dfe | \u00e9\t\u20ac |\u00e9|\u00e9 | \u00e9| \u00a0a|a\u3000 | - | -\u00e9- |' +
  ' "quoted| #1|-|';
const TEXTS =
  'exch01|EXCH01.corp.example| padded |-| - |--|<>|EX:/O=C/CN=A B|Version: 5.0.2195.6713|';

const USUAL: Readonly<Partial<Record<Column2003, string>>> = {
  date: DATES,
  time: TIMES,
  'event-id': CODES,
  'total-bytes': NUMBERS,
  'number-recipients': NUMBERS,
  'origination-time': MOMENTS,
  msgid: IDS,
  'linked-msgid': IDS,
  'message-subject': SUBJECTS,
};

/** Most fields are as they should be: a line with one that is not says nothing of the others. */
function fieldOf(column: string): fc.Arbitrary<string | Buffer> {
  const name = COLUMNS_2003.find((known) => known === column);
  const [first = '', ...others] = ((name && USUAL[name]) ?? TEXTS).split('|');
  return fc.oneof(
    { weight: 60, arbitrary: fc.constant(first) },
    { weight: name === 'message-subject' ? 80 : 20, arbitrary: fc.constantFrom(...others) },
    { weight: 2, arbitrary: oddText },
    { weight: 1, arbitrary: oddBytes },
  );
}

/** Columns in any order, some of them missing, some unknown, at least those without which a header is not believed. */
const columns: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(COLUMNS_2003) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.subarray(COLUMNS_2003.filter((name) => !REQUIRED_2003.includes(name))),
        fc.array(fc.constantFrom('weather', 'msgid', 'message-subject', ''), { maxLength: 3 }),
      )
      .chain(([some, more]) =>
        fc.shuffledSubarray([...REQUIRED_2003, ...some, ...more], {
          minLength: REQUIRED_2003.length + some.length + more.length,
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .nat({ max: 70 })
      .map((count) => [...COLUMNS_2003, ...Array.from({ length: count }, (_, i) => `more${i}`)]),
  },
);

/** Fewer fields than columns, or more: most lines have a lone `-` more. */
const tail = fc.oneof(
  { weight: 6, arbitrary: fc.constant(['-']) },
  fc.constantFrom(
    [],
    [''],
    ['-', '-'],
    ['', '-'],
    [' -'],
    ['x'],
    ['\u00e9'],
    ['x', '-'],
    ['a', 'b', 'c', ''],
  ),
);
const cut = fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat({ max: 3 }));

const lineEnd = fc.oneof(
  { weight: 5, arbitrary: fc.constant('\r\n') },
  { weight: 3, arbitrary: fc.constant('\n') },
  fc.constantFrom('\r\r\n', ' \r\n', '\t\n', '\t\r\n'),
);

interface Parts {
  readonly fields: readonly (string | Buffer)[];
  readonly tail: readonly string[];
  readonly cut: number;
  readonly lineEnd: string;
  readonly encoding: 'utf8' | 'latin1';
}

function partsOf(names: readonly string[]): fc.Arbitrary<Parts> {
  return fc.record({
    fields: fc.tuple(...names.map(fieldOf)),
    tail,
    cut,
    lineEnd,
    encoding: fc.constantFrom('utf8' as const, 'utf8' as const, 'latin1' as const),
  });
}

function bytesOf({ fields, encoding, ...line }: Parts): Buffer {
  const all = [...fields.slice(0, fields.length - line.cut), ...line.tail];
  const bytes = all.map((field) =>
    typeof field === 'string' ? Buffer.from(field, encoding) : field,
  );
  const parts = bytes.flatMap((field, index) => (index === 0 ? [field] : [TAB, field]));
  // Latin-1 has a line feed for some letters that it has not.
  const content = Buffer.concat(parts).map((byte) => (byte === 0x0a ? 0x3f : byte));
  return Buffer.concat([content, Buffer.from(line.lineEnd)]);
}

/** What a line has of its own; null: all. Most lines of a log are almost the line before. */
const own = fc.option(fc.array(fc.nat({ max: 20 }), { maxLength: 3 }), { nil: null, freq: 3 });

function almost(before: Parts, line: Parts, places: readonly number[]): Parts {
  const fields = before.fields.map((field, index) =>
    places.includes(index) ? (line.fields[index] ?? field) : field,
  );
  return places.includes(20) ? { ...line, fields } : { ...before, fields };
}

const TAB = Buffer.from('\t');

/** What is no record at all. */
const other = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '  \n',
    '# Date\tTime\r\n',
    '#\n',
    'garbage\n',
    '\t\n',
    '\0\0\n',
    '\u00e9\n',
  ].map((text) => Buffer.from(text)),
);

export interface OddLog {
  readonly layout: Layout;
  /** With their line ends. */
  readonly lines: readonly Buffer[];
}

/** Lines of one layout, as logs have them and as they should not. */
export const oddLogs: fc.Arbitrary<OddLog> = columns.chain((names) =>
  fc
    .array(fc.tuple(partsOf(names), own, fc.option(other, { freq: 20 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((list) => {
      const lines: Buffer[] = [];
      let before: Parts | null = null;
      for (const [parts, places, none] of list) {
        before = before === null || places === null ? parts : almost(before, parts, places);
        lines.push(...(none === null ? [] : [none]), bytesOf(before));
      }
      const header = `# ${names.join('\t')}`;
      return { layout: exchange2003.readDirective(header, exchange2003.initialLayout), lines };
    }),
);
