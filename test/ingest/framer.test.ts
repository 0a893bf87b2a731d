import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFramer } from '../../src/ingest/framer.ts';
import type { Frame } from '../../src/ingest/framer.ts';
import { cuts, logBytes, portions } from '../support/chunks.ts';

interface Framed {
  readonly frames: readonly Frame[];
  readonly rest: Frame | null;
}

/** Frames bytes handed over in one buffer that is written over after each portion, as a reader does. */
function frame(parts: readonly Buffer[], maxLineBytes?: number): Framed {
  const framer = createFramer({
    line: 1,
    offset: 0,
    ...(maxLineBytes === undefined ? {} : { maxLineBytes }),
  });
  const frames: Frame[] = [];
  for (const part of parts) {
    const buffer = Buffer.from(part);
    frames.push(...framer.push(buffer));
    buffer.fill(0x0a);
  }
  return { frames, rest: framer.rest() };
}

function texts(bytes: Buffer): string[] {
  const { frames, rest } = frame([bytes]);
  return [...frames.map(({ text }) => text), ...(rest === null ? [] : [`${rest.text}~`])];
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

  test('each line has an encoding of its own', () => {
    const bytes = Buffer.concat([
      Buffer.from('\u00fc\n'),
      Buffer.from([0xfc, 0x80, 0x0a]),
      Buffer.from('\u20ac'),
    ]);
    expect(texts(bytes)).toEqual(['\u00fc', '\u00fc\u20ac', '\u20ac~']);
  });

  test('numbers and offsets go on from where reading began; no byte-order mark is looked for there', () => {
    const framer = createFramer({ line: 7, offset: 100 });
    expect(framer.push(Buffer.from('\uFEFFa\r\nbc'))).toEqual([
      { line: 7, offset: 100, length: 6, text: '\uFEFFa', tooLong: false },
    ]);
    expect(framer.rest()).toEqual({ line: 8, offset: 106, length: 2, text: 'bc', tooLong: false });
    expect(framer.rest()).toBeNull();
  });
});

describe('any bytes in any portions', () => {
  test('give the same lines', () => {
    fc.assert(
      fc.property(logBytes, cuts, (bytes, places) => {
        expect(frame(portions(bytes, places))).toEqual(frame([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  test('give the same lines where some are too long', () => {
    fc.assert(
      fc.property(logBytes, cuts, fc.integer({ min: 1, max: 20 }), (bytes, places, max) => {
        const whole = frame([bytes], max);
        expect(frame(portions(bytes, places), max)).toEqual(whole);
        for (const { length, tooLong } of whole.frames) expect(tooLong).toBe(length > max);
      }),
      { numRuns: 500 },
    );
  });

  test('are covered by the lines without gap or overlap', () => {
    fc.assert(
      fc.property(logBytes, cuts, (bytes, places) => {
        const { frames, rest } = frame(portions(bytes, places));
        const all = [...frames, ...(rest === null ? [] : [rest])];
        let offset = 0;
        for (const [i, one] of all.entries()) {
          expect([one.line, one.offset]).toEqual([i + 1, offset]);
          expect(bytes.subarray(offset, offset + one.length - 1).includes(0x0a)).toBe(false);
          offset += one.length;
          expect(bytes[offset - 1] === 0x0a).toBe(one !== rest);
        }
        expect(offset).toBe(bytes.length);
      }),
    );
  });
});

test('of a line that is too long only the beginning is kept, and the next one is read', () => {
  const long = Buffer.alloc(100_000, 'x');
  const bytes = Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\n')]);
  for (const size of [1000, 50_000, bytes.length]) {
    const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const { frames } = frame(parts, 10_000);
    expect(
      frames.map(({ line, offset, length, tooLong }) => [line, offset, length, tooLong]),
    ).toEqual([
      [1, 0, 2, false],
      [2, 2, 100_001, true],
      [3, 100_003, 2, false],
    ]);
    expect(frames[1]?.text).toBe('x'.repeat(1024));
  }
});
