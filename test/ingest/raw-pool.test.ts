import { describe, expect, test } from 'vitest';
import { Packer } from '../../src/ingest/pack/packer.ts';
import { bufferOn, createRawPool, inSmall, SHARED } from '../../src/ingest/raw-pool.ts';
import type { RawPool } from '../../src/ingest/raw-pool.ts';
import { decodeSource } from '../../src/ingest/source-reader.ts';
import { kernelHere } from '../support/kernel-bytes.ts';
import { JOB, SEED } from '../support/read-log.ts';

const BYTES = 64 * 1024;

/** The same memory as another thread has it: another object. */
function crossed(memory: Uint8Array): Uint8Array {
  return structuredClone(memory);
}

describe('memory that other threads may look at', () => {
  test('is the memory of the kernel, also when it comes back', () => {
    const pool = createRawPool(BYTES, SHARED);
    const { memory } = kernelHere();
    const [one, other] = [pool.get(), pool.get()];
    expect([memory.has(one), memory.has(other)]).toEqual([true, true]);
    const back = crossed(one);
    expect(memory.has(back)).toBe(false);
    pool.putBack(back);
    expect(pool.get()).toBe(one);
    one.fill(1);
    expect(back[0]).toBe(1);
    expect(other[0]).toBe(0);
  });

  test('is used again and again', () => {
    const pool = createRawPool(BYTES, SHARED);
    const seen = new Set<Uint8Array>();
    for (let turn = 0; turn < 20; turn++) {
      const memory = pool.get();
      seen.add(memory);
      pool.putBack(turn % 2 === 0 ? memory : crossed(memory));
    }
    expect(seen.size).toBe(1);
  });

  test('of a small batch is a small one', () => {
    const pool = createRawPool(BYTES, SHARED);
    const large = pool.get();
    large.set([7, 8, 9]);
    const small = inSmall({ memory: large, length: 3 }, pool);
    expect([small.byteLength, ...small.subarray(0, 3)]).toEqual([BYTES / 8, 7, 8, 9]);
    expect(pool.get()).toBe(large);
    pool.putBack(crossed(small));
    expect(pool.getSmall(1)?.buffer.byteLength).toBe(BYTES / 8);
    expect(pool.getSmall(BYTES / 8 + 1)).toBeNull();
    expect(inSmall({ memory: large, length: BYTES }, pool)).toBe(large);
  });

  test('is memory of its own where the kernel has no room', () => {
    const large = SHARED.large(2 ** 30);
    expect([large.byteLength, kernelHere().memory.has(large)]).toEqual([2 ** 30, false]);
  });
});

test('a buffer on bytes has those, or the first ones', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4).subarray(1);
  expect([...bufferOn(bytes)]).toEqual([2, 3, 4]);
  expect([...bufferOn(bytes, 2)]).toEqual([2, 3]);
  expect([...bufferOn(bytes, 9)]).toEqual([2, 3, 4]);
});

test('what a file was read into goes back where it is left early', () => {
  const given = new Set<Uint8Array>();
  const back: Uint8Array[] = [];
  const pool: RawPool = {
    get() {
      const memory = new Uint8Array(BYTES);
      given.add(memory);
      return memory;
    },
    getSmall: () => null,
    putBack: (memory) => void back.push(memory),
  };
  // No such file is open.
  const sizes = { firstBatch: BYTES, buffer: BYTES, maxLine: 1000, block: BYTES };
  const decoded = decodeSource({ ...JOB, fd: 99_999 }, new Packer(SEED), pool, sizes);
  expect(() => decoded.next()).toThrow('EBADF');
  expect(back).toEqual([...given]);
});
