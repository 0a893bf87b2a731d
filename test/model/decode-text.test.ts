import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/model/decode-text.ts';

test('UTF-8 is read as UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeText(Buffer.from(text))).toBe(text);
    }),
  );
});

test('what is no UTF-8 is read as windows-1252, its own letters included', () => {
  const bytes = Buffer.from('4772fcdf6520617573204bf66c6e2096206e75722035208093', 'hex');
  expect(decodeText(bytes)).toBe('Grüße aus Köln – nur 5 €“');
});

test('a byte-order mark is no business of a line', () => {
  expect(decodeText(Buffer.from('efbbbf41', 'hex'))).toBe('\uFEFFA');
});

test('any bytes are some text, a character a byte where they are no UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = decodeText(Buffer.from(bytes));
      expect(text.length).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
