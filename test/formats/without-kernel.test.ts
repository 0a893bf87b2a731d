import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllGlobals();
});

/** As where the address space that a process may have is limited: an instance reserves gigabytes of it. */
function noRoom(): never {
  throw new RangeError('could not allocate memory');
}

function broken(): never {
  throw new TypeError('a bug');
}

const isValid = (): boolean => true;
const isInvalid = (): boolean => false;
const { Memory, Module } = WebAssembly;
test.each([
  ['has no WebAssembly', undefined],
  ['has no SIMD', { validate: isInvalid }],
  ['has no room for its memory', { validate: isValid, Memory: noRoom }],
  ['has no room for it', { validate: isValid, Memory, Module, Instance: noRoom }],
])('where the engine %s, no format has a fast decoder', async (_name, value) => {
  vi.stubGlobal('WebAssembly', value);
  const { exchange2003 } = await import('../../src/formats/exchange2003.ts');
  const { msgtrk } = await import('../../src/formats/msgtrk.ts');
  for (const format of [exchange2003, msgtrk])
    expect(format.byteDecoder?.(format.initialLayout)).toBeNull();
});

test('else both have one', async () => {
  const { exchange2003 } = await import('../../src/formats/exchange2003.ts');
  const { msgtrk } = await import('../../src/formats/msgtrk.ts');
  for (const format of [exchange2003, msgtrk])
    expect(format.byteDecoder?.(format.initialLayout)).toMatchObject({ found: { taken: false } });
});

test('a fault of the kernel is no reason to read slowly', async () => {
  vi.stubGlobal('WebAssembly', { validate: isValid, Memory, Module, Instance: broken });
  const { lineKernel } = await import('../../src/formats/line-kernel.ts');
  expect(() => lineKernel()).toThrow('a bug');
});
