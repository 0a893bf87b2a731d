import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBytes, hashText } from '../../src/model/hash-text.ts';

test('hashes are 32 bits and spread, also over texts that differ in one letter', () => {
  const hashes = Array.from({ length: 1000 }, (_, i) => hashText(`user${i}@corp.example`, 3));
  expect(hashes.every((hash) => Object.is(hash, hash | 0))).toBe(true);
  expect(new Set(hashes.map((hash) => hash >>> 24)).size).toBeGreaterThan(200);
});

test.each([
  [
    'over letters in the last place',
    (i: number) => `user@corp.example${String.fromCharCode(97 + (i % 26))}${i}`,
  ],
  ['over short texts', (i: number) => i.toString(36)],
  ['over lengths', (i: number) => 'a'.repeat(i)],
])('hashes are spread %s', (_name, textOf) => {
  const hashes = Array.from({ length: 1000 }, (_, i) => hashText(textOf(i), 7));
  expect(new Set(hashes).size).toBe(1000);
  expect(new Set(hashes.map((hash) => hash & 0xff)).size).toBeGreaterThan(200);
});

test('bytes have the hash of their text, wherever they lie', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.nat(9),
      fc.nat({ max: 2 ** 32 - 1 }),
      (text, at, seed) => {
        const bytes = Buffer.from(text, 'utf8');
        const memory = Buffer.concat([Buffer.alloc(at, 'x'), bytes, Buffer.from('yz')]);
        const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
        expect(hashBytes(view, at, at + bytes.length, seed)).toBe(hashText(text, seed));
      },
    ),
  );
});

test('texts that differ only in ASCII capitals have the same hash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, seed) => {
      const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      expect(hashText(text, seed)).toBe(hashText(lower, seed));
    }),
  );
});

test('another seed makes texts collide that did not, and keeps apart what collided', () => {
  const seen = new Map<number, string>();
  const pairs: [string, string][] = [];
  for (let i = 0; pairs.length < 2; i++) {
    const hash = hashText(`${i}@x`, 7);
    const known = seen.get(hash);
    if (known !== undefined) pairs.push([known, `${i}@x`]);
    seen.set(hash, `${i}@x`);
  }
  for (const [one, other] of pairs) expect(hashText(one, 8)).not.toBe(hashText(other, 8));
});
