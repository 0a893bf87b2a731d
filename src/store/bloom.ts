/** Tells what was surely never added, in memory that does not grow. */
export interface Bloom {
  add(hash: number): void;
  mayHold(hash: number): boolean;
}

/** Two bits an entry: with a million entries one answer in eighty is a needless look into the table. */
const BITS = 2 ** 24;
const MASK = BITS - 1;

/** For 32-bit hashes that are spread well. */
export function createBloom(): Bloom {
  const words = new Int32Array(BITS / 32);

  return {
    add(hash) {
      set(hash & MASK);
      set(second(hash));
    },
    mayHold: (hash) => has(hash & MASK) && has(second(hash)),
  };

  function set(bit: number): void {
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  function has(bit: number): boolean {
    return ((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

function second(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 3) & MASK;
}

/** For a table that held rows before: they are not known one by one. */
export const MAY_HOLD_ALL: Bloom = { add: () => undefined, mayHold: () => true };
