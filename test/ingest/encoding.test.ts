import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodingOf } from '../../src/ingest/encoding.ts';
import type { LogEncoding } from '../../src/ingest/encoding.ts';
import { createFramer } from '../../src/ingest/framer.ts';
import { portions } from '../support/chunks.ts';
import { dumpContent } from '../support/dump.ts';
import { memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
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

test.each(ENCODINGS)('%s may be cut at any byte', (encoding) => {
  const line = fc.string({
    unit: fc.constantFrom('a', '\u0a0a', '\u000b', '\u0a00', '\t', 'é'),
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(60)), (lines, cuts) => {
      const bytes = encode(lines.map((text) => `${text}\n`).join(''), encoding);
      const framer = createFramer({ line: 1, offset: 0, encoding });
      const frames = portions(bytes, cuts).flatMap((part) => framer.push(part));
      expect(frames.map(({ text }) => text)).toEqual(lines);
      expect(frames.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
      expect(framer.rest()).toBeNull();
    }),
  );
});
