import type { Kernel, KernelExports } from '../../formats/kernel.ts';

/** Memory for tables: of the kernel, as long as it has room, else of their own. */
export class KernelPieces {
  /** What works on the tables there; null where some of it is memory of its own. */
  code: KernelExports | null;
  readonly #kernel: Kernel | null;

  constructor(kernel: Kernel | null) {
    this.#kernel = kernel;
    this.code = kernel?.code ?? null;
  }

  bytes(length: number): Uint8Array {
    const there = this.#kernel?.memory.allocate(length) ?? null;
    if (there === null) this.code = null;
    return there ?? new Uint8Array(length);
  }

  ints(length: number): Int32Array {
    const { buffer, byteOffset } = this.bytes(length * Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(buffer, byteOffset, length);
  }

  doubles(length: number): Float64Array {
    const { buffer, byteOffset } = this.bytes(length * Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(buffer, byteOffset, length);
  }
}
