import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf } from '../../src/ingest/pack/intern-memory.ts';
import { isSameBytes, isSameFolded } from '../../src/model/same-bytes.ts';

const bytes = fc.array(fc.constantFrom(...Buffer.from('aAzZ@`[{09\x00\xc3\xe3', 'latin1')), {
  maxLength: 12,
});
const lower = (list: readonly number[]): string =>
  Buffer.from(list)
    .toString('latin1')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const padding = (count: number): number[] => Array.from({ length: count }, () => 0x41);

test.each([
  ['the same', (a: number[]) => a],
  ['different in one place', (a: number[], at: number) => a.with(at % Math.max(1, a.length), 0x61)],
  [
    'different in capitals',
    (a: number[], at: number) => a.map((byte, i) => (i % (at + 1) === 0 ? byte ^ 0x20 : byte)),
  ],
])('ranges are compared byte by byte, wherever they lie: %s', (_name, change) => {
  fc.assert(
    fc.property(bytes, fc.nat(20), fc.nat(5), fc.nat(5), (one, at, before, otherBefore) => {
      const other = one.length === 0 ? one : change(one, at);
      const a = viewOf(Uint8Array.from([...padding(before), ...one, 1]));
      const b = viewOf(Uint8Array.from([...padding(otherBefore), ...other, 2]));
      const range = [a, before, b, otherBefore, one.length] as const;
      expect(isSameBytes(...range)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      expect(isSameFolded(...range)).toBe(lower(one) === lower(other));
    }),
    { numRuns: 500 },
  );
});
