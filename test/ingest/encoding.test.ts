import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodingOf, lineEndsOf } from '../../src/ingest/encoding.ts';
import type { LogEncoding } from '../../src/ingest/encoding.ts';
import { linesOf } from '../../src/ingest/lines.ts';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import { AT_BEGINNING, LARGE, readLog, tinySizes, unpackBlocks } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

function encode(text: string, encoding: LogEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

const ENCODINGS: readonly LogEncoding[] = ['utf-8', 'utf-16le', 'utf-16be'];
const LOG = log2003([{ subject: ' Grüße ਊ \u010a' }, { id: 'two@b' }]);

test.each(ENCODINGS)('%s is told, with a byte order mark and without', (encoding) => {
  expect(encodingOf(encode(LOG, encoding))).toBe(encoding);
  expect(encodingOf(encode(`\uFEFF${LOG}`, encoding))).toBe(encoding);
});

test.each(ENCODINGS)('a log in %s stores what it says', async (encoding) => {
  const text = Buffer.from(LOG).toString('utf8');
  const plain = dumpContent(await memoryDb(temp.write('A.log/20040218.log', text)));
  const other = await memoryDb(
    temp.write(`B/A.log/20040218.log`, encode(`\uFEFF${text}`, encoding)),
  );
  expect(dumpContent(other).hop).toEqual(plain.hop);
  expect(dumpContent(other).message).toEqual(plain.message);
});

test.each(ENCODINGS)(
  'what is read in %s can be stored: halves of letters do not stay',
  (encoding) => {
    const odd = fc.string({ unit: fc.constantFrom('a', '\ud800', '\udc00', '\ud83d\udce7', 'é') });
    const bytes = fc.oneof(
      odd.map((text) => encode(text, encoding)),
      fc.uint8Array().map((list) => Buffer.from(list)),
    );
    fc.assert(
      fc.property(bytes, (one) => {
        const text = lineEndsOf(encoding).decode(one);
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
    );
  },
);

test.each(['server', 'recipient', 'id', 'partner'])(
  'a file whose %s holds half of a letter can be read on with in another run',
  async (field) => {
    const line = (event: number): string => line2003({ [field]: 'c=A;\ud800', event });
    const bytes = (count: number): Buffer =>
      encode(`\uFEFF${log2003([1019, 1024, 1025].slice(0, count).map(line))}`, 'utf-16le');
    const path = temp.write('A.log/20040218.log', bytes(2));
    const db = await memoryDb(path);
    temp.write('A.log/20040218.log', bytes(3));
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  },
);

const lines = fc.array(
  fc.string({
    unit: fc.constantFrom(
      'a',
      '\u0a0a',
      '\u000b',
      '\u0a00',
      '\u0a0d',
      '\t',
      '\r',
      'é',
      '\ud83d\udce7',
    ),
    maxLength: 40,
  }),
);

test.each(ENCODINGS)(
  '%s is cut where lines end, whatever letters look like line ends',
  (encoding) => {
    fc.assert(
      fc.property(lines, (texts) => {
        const bytes = encode(texts.map((text) => `${text}\n`).join(''), encoding);
        const found = linesOf(bytes, encoding, true);
        expect(found.map(({ text }) => text)).toEqual(texts.map((text) => text.replace(/\r$/, '')));
        expect(found.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
      }),
    );
  },
);

test.each(ENCODINGS)('%s may lie in buffers of any size', async (encoding) => {
  const maxLine = 60;
  const records = fc.array(
    fc.oneof(
      lines.map((texts) => texts.join('')),
      fc.string({ maxLength: 8 }).map((id) => `2004-2-18\t9:0:1 GMT\t1019\t${id}@x`),
    ),
  );
  await fc.assert(
    fc.asyncProperty(records, fc.nat(3), tinySizes(maxLine), async (texts, cut, sizes) => {
      const layout = { columns: ['date', 'time', 'event-id', 'msgid'], writerVersion: null };
      const job = { encoding, server: 'A', start: { ...AT_BEGINNING, layout } };
      const whole = encode(texts.map((text) => `${text}\n`).join(''), encoding);
      const bytes = whole.subarray(0, whole.length - cut);
      const large = { ...LARGE, maxLine };
      const { checkpoints, blocks, ...rest } = await readLog(temp.at('a'), bytes, {
        ...job,
        sizes,
      });
      const once = await readLog(temp.at('a'), bytes, { ...job, sizes: large });
      expect(checkpoints.at(-1) ?? null).toEqual(once.checkpoints.at(-1) ?? null);
      expect(unpackBlocks(blocks)).toEqual(bytes);
      expect(rest).toMatchObject({
        events: once.events,
        rejects: once.rejects,
        lastLine: once.lastLine,
        sha256: once.sha256,
      });
    }),
  );
});
