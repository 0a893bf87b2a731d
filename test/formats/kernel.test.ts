import { expect, test } from 'vitest';
import { kernelHere } from '../support/kernel-bytes.ts';

const MIB = 1024 * 1024;

test('pieces of the memory of the kernel are apart, and stay what they are as it grows', () => {
  const { memory } = kernelHere();
  const pieces = [1, 64, 100, 3 * MIB, 10, 0].map((bytes) => memory.allocate(bytes));
  for (const [index, piece] of pieces.entries()) piece?.fill(index + 1);
  expect(pieces.map((piece) => piece?.length)).toEqual([1, 64, 100, 3 * MIB, 10, 0]);
  for (const [index, piece] of pieces.entries()) {
    expect(piece?.every((byte) => byte === index + 1)).toBe(true);
    expect(piece !== undefined && piece !== null && memory.has(piece)).toBe(true);
  }
  expect(memory.has(new Uint8Array(8))).toBe(false);
  expect(memory.has(new Uint8Array(new SharedArrayBuffer(8)))).toBe(false);
});

test('a line without its end ends behind its piece', () => {
  const piece = kernelHere().memory.allocate(10);
  const behind = piece === null ? [] : new Uint8Array(piece.buffer, piece.byteOffset + 10, 1);
  expect([...behind]).toEqual([0x0a]);
});

test('there is no room for more than it may have', () => {
  const { memory } = kernelHere();
  expect(memory.allocate(1024 * MIB)).toBeNull();
  expect(memory.allocate(8)).toHaveLength(8);
});
