import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineEndsOf } from '../../src/ingest/encoding.ts';
import { linesOf, lineText } from '../../src/ingest/lines.ts';
import { logBytes } from '../support/log-bytes.ts';

/** Texts of the lines of a whole file; `~` marks one without its end. */
function texts(bytes: Buffer): string[] {
  return linesOf(bytes, 'utf-8', true).map(({ text, offset, length }) =>
    bytes[offset + length - 1] === 0x0a ? text : `${text}~`,
  );
}

describe('lines', () => {
  test.each([
    ['nothing', '', []],
    ['LF', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['mixed', 'a\r\nb\nc\r\n', ['a', 'b', 'c']],
    ['no line end at the end', 'a\nb', ['a', 'b~']],
    ['half of one at the end', 'a\r\nb\r', ['a', 'b~']],
    ['empty lines', '\n\r\n\na\n', ['', '', '', 'a']],
    ['a bare CR is no line end', 'a\rb\n', ['a\rb']],
    ['only the last CR belongs to the line end', 'a\r\r\n', ['a\r']],
    ['a byte-order mark', '\uFEFFa\nb\n', ['a', 'b']],
    ['one without a line', '\uFEFF', ['~']],
    ['one in the middle stays', 'a\n\uFEFFb\n', ['a', '\uFEFFb']],
    ['UTF-8', 'Gr\u00fc\u00dfe\n\u20ac\n', ['Gr\u00fc\u00dfe', '\u20ac']],
  ])('%s', (_name, text, expected) => {
    expect(texts(Buffer.from(text))).toEqual(expected);
  });

  test('each one has an encoding of its own', () => {
    const bytes = Buffer.concat([
      Buffer.from('\u00fc\n'),
      Buffer.from([0xfc, 0x80, 0x0a]),
      Buffer.from('\u20ac'),
    ]);
    expect(texts(bytes)).toEqual(['\u00fc', '\u00fc\u20ac', '\u20ac~']);
  });

  test('no byte-order mark is looked for behind the beginning of the file', () => {
    const bytes = Buffer.from('\uFEFFa\r\n');
    const [first, later] = [0, 100].map((offset) => lineText(bytes, lineEndsOf('utf-8'), offset));
    expect([first, later]).toEqual(['a', '\uFEFFa']);
  });
});

describe('any bytes', () => {
  test('are covered by their lines without gap or overlap, each up to its line end', () => {
    fc.assert(
      fc.property(logBytes, (bytes) => {
        let end = 0;
        for (const { offset, length } of linesOf(bytes, 'utf-8', true)) {
          expect(offset).toBe(end);
          expect(bytes.subarray(offset, offset + length - 1).includes(0x0a)).toBe(false);
          end += length;
          expect(bytes[end - 1] === 0x0a || end === bytes.length).toBe(true);
        }
        expect(end).toBe(bytes.length);
      }),
    );
  });

  test('that are the beginning of a file give only the lines that end in it', () => {
    fc.assert(
      fc.property(logBytes, (bytes) => {
        const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
        expect(linesOf(bytes, 'utf-8', false)).toEqual(linesOf(whole, 'utf-8', true));
      }),
    );
  });
});
