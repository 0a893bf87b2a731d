import type { Kernel } from '../../formats/kernel.ts';
import { hashBytes } from '../../model/hash-text.ts';
import { isSameBytes, isSameFolded } from '../../model/same-bytes.ts';
import { InternMemory, viewOf } from './intern-memory.ts';

/** A text that the store has to learn: one not seen before, or another spelling of one. */
export interface NewTexts {
  /** Texts of the numbers from `from` on. */
  readonly from: number;
  readonly texts: readonly string[];
  /** `hashBytes` of each, folded, by the seed of the database; of a message's key the hash of its id alone, by which it is found there. */
  readonly hashes: Int32Array;
  /** The same of all of it: thousands of messages may share an id. */
  readonly wholeHashes: Int32Array;
  /** Later spellings (in code-unit order) of known numbers. */
  readonly respelled: readonly (readonly [number, string])[];
}

/** As `NewTexts` has them of many. */
interface Hashes {
  readonly hash: number;
  readonly whole: number;
}

/**
 * Gives each distinct text a small number, counted from 0, without making a text of the bytes. With `fold`, texts that differ only
 * in ASCII capitals are one; the spelling that is last in code-unit order is kept.
 *
 * A class, as there are several: the engine makes code for each closure anew, but once for a method.
 */
export class InternTable {
  readonly #seed: number;
  readonly #fold: boolean;
  readonly #memory: InternMemory;
  #told = 0;
  /** Texts whose spelling is not what the arena holds. */
  readonly #spellings = new Map<number, string>();
  #respelled: [number, string][] = [];

  constructor(options: {
    readonly seed: number;
    readonly fold: boolean;
    readonly kernel?: Kernel | null;
  }) {
    const { seed, fold, kernel = null } = options;
    this.#seed = seed;
    this.#fold = fold;
    this.#memory = new InternMemory(seed, kernel);
  }

  get size(): number {
    return this.#memory.count;
  }

  /** Of all its names. */
  get sizeBytes(): number {
    return this.#memory.sizeBytes;
  }

  /**
   * The number of these bytes, which are ASCII or, where nothing is folded, UTF-8. `likely` is tried first: lines name what the
   * line before named. `hashed`: how many of them the hash is of. `base`: where the view lies in the memory of the kernel; -1: elsewhere.
   */
  bytes(
    view: DataView,
    from: number,
    to: number,
    likely: number,
    hashed = to - from,
    base = -1,
  ): number {
    const { code, place } = this.#memory;
    if (base >= 0 && code !== null) {
      const found = code.findName(place, base + from, base + to, hashed, likely);
      if (found >= 0) return found;
    }
    const index =
      likely < this.#memory.count && this.#isSame(likely, view, from, to)
        ? likely
        : this.#intern(view, from, to, hashed);
    if (this.#memory.isOdd[index] === 1) this.#spell(index, view, from, to);
    return index;
  }

  /** The number of a text whose folded form is not that of its bytes alone. `hashed`: how much of the folded form its hash is of. */
  text(folded: string, spelled: string, hashed = folded): number {
    const bytes = Buffer.from(folded, 'utf8');
    const view = viewOf(bytes);
    const hash = this.#hash(view, 0, bytes.length, Buffer.byteLength(hashed, 'utf8'));
    const before = this.#memory.count;
    const found = this.#find(hash.whole, view, 0, bytes.length, false);
    const index = found >= 0 ? found : this.#add(~found, hash, view, 0, bytes.length);
    if (index >= before) {
      if (spelled !== folded) this.#setSpelling(index, spelled);
    } else if (spelled > this.textOf(index)) this.#tellSpelling(index, spelled);
    return index;
  }

  textOf(index: number): string {
    return (
      this.#spellings.get(index) ??
      this.#memory.arena.toString('utf8', this.#start(index), this.#start(index + 1))
    );
  }

  /** What was added since the last call. */
  takeNew(): NewTexts {
    const from = this.#told;
    const texts: string[] = [];
    for (let index = from; index < this.#memory.count; index++) texts.push(this.textOf(index));
    const hashes = this.#memory.hashes.slice(from, this.#memory.count);
    const wholeHashes = this.#memory.wholeHashes.slice(from, this.#memory.count);
    const taken = { from, texts, hashes, wholeHashes, respelled: this.#respelled };
    this.#told = this.#memory.count;
    this.#respelled = [];
    return taken;
  }

  /** Forgets everything: numbers begin at 0 again. */
  clear(): void {
    this.#memory.slots.fill(0);
    this.#memory.count = 0;
    this.#told = 0;
    this.#spellings.clear();
    this.#respelled = [];
  }

  #start(index: number): number {
    return this.#memory.starts[index] ?? 0;
  }

  #isSame(index: number, view: DataView, from: number, to: number): boolean {
    const at = this.#start(index);
    const length = to - from;
    return (
      this.#start(index + 1) - at === length &&
      isSameBytes(this.#memory.view, at, view, from, length)
    );
  }

  #intern(view: DataView, from: number, to: number, hashed: number): number {
    const hash = this.#hash(view, from, to, hashed);
    const found = this.#find(hash.whole, view, from, to, true);
    return found >= 0 ? found : this.#add(~found, hash, view, from, to);
  }

  #hash(view: DataView, from: number, to: number, hashed: number): Hashes {
    const hash = hashBytes(view, from, from + hashed, this.#seed);
    return { hash, whole: from + hashed === to ? hash : hashBytes(view, from + hashed, to, hash) };
  }

  /**
   * The entry of these bytes; else the complement of the slot where it is to be. `isSpelled`: they are a spelling, not only what one
   * folds to.
   */
  #find(whole: number, view: DataView, from: number, to: number, isSpelled: boolean): number {
    const mask = this.#memory.slots.length - 1;
    for (let slot = whole & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#memory.slots[slot] ?? 0) - 1;
      if (index < 0) return ~slot;
      if (this.#memory.wholeHashes[index] !== whole) continue;
      if (this.#isSame(index, view, from, to)) return index;
      if (this.#isRespelled(index, view, from, to)) {
        if (isSpelled) this.#respell(index, view, from, to);
        return index;
      }
    }
  }

  #isRespelled(index: number, view: DataView, from: number, to: number): boolean {
    const at = this.#start(index);
    const length = to - from;
    return (
      this.#fold &&
      this.#start(index + 1) - at === length &&
      isSameFolded(this.#memory.view, at, view, from, length)
    );
  }

  /** Another spelling of the entry, which is told if it is the later one. */
  #respell(index: number, view: DataView, from: number, to: number): void {
    const at = this.#start(index);
    if (this.#memory.isOdd[index] === 1 || !isLater(view, from, this.#memory.view, at, to - from))
      return;
    this.#memory.arena.set(bufferOf(view, from, to), at);
    this.#respelled.push([index, this.textOf(index)]);
  }

  /** Bytes that stand for themselves are a spelling too where others stand for them. */
  #spell(index: number, view: DataView, from: number, to: number): void {
    const text = bufferOf(view, from, to).toString('utf8');
    if (text > this.textOf(index)) this.#tellSpelling(index, text);
  }

  #tellSpelling(index: number, text: string): void {
    this.#setSpelling(index, text);
    this.#respelled.push([index, text]);
  }

  #setSpelling(index: number, text: string): void {
    this.#spellings.set(index, text);
    this.#memory.isOdd[index] = 1;
  }

  #add(slot: number, { hash, whole }: Hashes, view: DataView, from: number, to: number): number {
    const memory = this.#memory;
    const index = memory.count;
    const at = this.#start(index);
    const end = at + to - from;
    memory.reserve(index + 1, end);
    memory.arena.set(bufferOf(view, from, to), at);
    memory.hashes[index] = hash;
    memory.wholeHashes[index] = whole;
    memory.isOdd[index] = 0;
    memory.starts[index + 1] = end;
    memory.count = index + 1;
    if ((index + 1) * 2 > memory.slots.length) this.#rehash();
    else memory.slots[slot] = index + 1;
    return index;
  }

  #rehash(): void {
    const memory = this.#memory;
    memory.moreSlots();
    const { slots, wholeHashes } = memory;
    const mask = slots.length - 1;
    for (let index = 0; index < memory.count; index++) {
      let slot = (wholeHashes[index] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
  }
}

/** Whether one text stands behind the other of the same length. */
function isLater(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): boolean {
  let i = 0;
  while (i < length && a.getUint8(aFrom + i) === b.getUint8(bFrom + i)) i += 1;
  return i < length && a.getUint8(aFrom + i) > b.getUint8(bFrom + i);
}

export function bufferOf(view: DataView, from: number, to: number): Buffer {
  return Buffer.from(view.buffer, view.byteOffset + from, to - from);
}
