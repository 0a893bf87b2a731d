/** How much of a table may be in use: beyond that free places are far. */
const FULL = 0.75;

/** By their highest bits: while one part grows it is there twice, and not the whole table. */
const PARTS = 64;
const SHIFT = 26;
const FIRST_PLACES = 1024;

/** Numbers by 32-bit hashes that are spread well; several may have one hash. */
export class HashTable {
  readonly #parts = Array.from({ length: PARTS }, () => new Part());
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `number` is above 0. */
  add(hash: number, number: number): void {
    this.#partOf(hash).add(hash, number);
    this.#count += 1;
  }

  /** The numbers that were added with a hash, the first one first. */
  find(hash: number): readonly number[] {
    return this.#partOf(hash).find(hash);
  }

  *hashes(): Generator<number, void, undefined> {
    for (const part of this.#parts) yield* part.hashes();
  }

  #partOf(hash: number): Part {
    return this.#parts[hash >>> SHIFT] ?? NO_PART;
  }
}

class Part {
  #hashes = new Int32Array(FIRST_PLACES);
  /** 0: the place is free. */
  #numbers = new Int32Array(FIRST_PLACES);
  #count = 0;

  add(hash: number, number: number): void {
    if (this.#count >= this.#hashes.length * FULL) this.#grow();
    this.#put(hash, number);
    this.#count += 1;
  }

  find(hash: number): readonly number[] {
    const mask = this.#hashes.length - 1;
    let found: number[] | null = null;
    for (let at = hash & mask; this.#numbers[at] !== 0; at = (at + 1) & mask) {
      if (this.#hashes[at] !== hash) continue;
      // As many as share an id, which may be thousands.
      if (found === null) found = [this.#numbers[at] ?? 0];
      else found.push(this.#numbers[at] ?? 0);
    }
    return found ?? NONE;
  }

  *hashes(): Generator<number, void, undefined> {
    for (const [at, number] of this.#numbers.entries())
      if (number !== 0) yield this.#hashes[at] ?? 0;
  }

  #put(hash: number, number: number): void {
    const mask = this.#hashes.length - 1;
    let at = hash & mask;
    while (this.#numbers[at] !== 0) at = (at + 1) & mask;
    this.#hashes[at] = hash;
    this.#numbers[at] = number;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const numbers = this.#numbers;
    this.#hashes = new Int32Array(hashes.length * 2);
    this.#numbers = new Int32Array(hashes.length * 2);
    // From a free place on, so that those of one hash keep their order.
    const start = numbers.indexOf(0);
    for (let i = 0; i < numbers.length; i++) {
      const at = (start + i) & (numbers.length - 1);
      const number = numbers[at] ?? 0;
      if (number !== 0) this.#put(hashes[at] ?? 0, number);
    }
  }
}

const NONE: readonly number[] = [];
const NO_PART = new Part();
