import { kernel } from '../../src/formats/kernel.ts';
import type { Kernel } from '../../src/formats/kernel.ts';

export function kernelHere(): Kernel {
  const found = kernel();
  if (found === null) throw new Error('no WebAssembly here');
  return found;
}

/** The same bytes in the memory of the kernel, for good. */
export function inKernel(bytes: Uint8Array): Uint8Array {
  const placed = kernelHere().memory.allocate(bytes.length);
  if (placed === null) throw new Error('no room');
  placed.set(bytes);
  return placed;
}

/** Where bytes are: what does not lie in its memory the kernel looks at in copies. */
export const KERNEL_PLACES: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
  ['elsewhere', (bytes) => bytes],
  ['in its memory', inKernel],
];
