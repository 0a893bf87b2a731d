import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DirectiveFinder } from '../../src/evidence/directive-finder.ts';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { linesOf } from '../../src/ingest/lines.ts';
import type { LogEncoding } from '../../src/ingest/encoding.ts';

const line = fc.constantFrom(
  '# Message Tracking Log File\r\n',
  '# Date\tTime\n',
  '2004-2-18\t1:0:0 GMT\t#\n',
  '\n',
  'ж\r\n',
  ' # no header line\n',
);

function bytesOf(text: string, encoding: LogEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

it('finds the header lines that framing the whole log finds, wherever its bytes are parted', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('', '# last', 'last'),
      fc.constantFrom<LogEncoding[]>('utf-8', 'utf-16le', 'utf-16be'),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      fc.boolean(),
      (lines, last, encoding, sizes, withBom) => {
        const text = `${withBom ? '\uFEFF' : ''}${lines.join('')}${last}`;
        const bytes = bytesOf(text, encoding);
        const wanted = linesOf(bytes, encoding, true)
          .map((one, index) => ({ ...one, line: index + 1 }))
          .filter((one) => exchange2003.isDirective(one.text))
          .map((one) => ({
            line: one.line,
            offset: one.offset,
            length: one.length,
            bytes: bytes.subarray(one.offset, one.offset + one.length).toString('hex'),
          }));
        const finder = new DirectiveFinder(exchange2003, encoding, wanted.length);
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          finder.add(bytes.subarray(at, at + size));
          at += size;
        }
        finder.end();
        expect(finder.found.map((one) => ({ ...one, bytes: one.bytes.toString('hex') }))).toEqual(
          wanted,
        );
      },
    ),
  );
});
