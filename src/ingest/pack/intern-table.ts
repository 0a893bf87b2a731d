import { hashBytes } from '../../model/hash-text.ts';
import { isSameBytes, isSameFolded } from '../../model/same-bytes.ts';

/** A text that the store has to learn: one not seen before, or another spelling of one. */
export interface NewTexts {
  /** Texts of the numbers from `from` on. */
  readonly from: number;
  readonly texts: readonly string[];
  /** `hashBytes` of each, folded, by the seed of the database. */
  readonly hashes: Int32Array;
  /** Later spellings (in code-unit order) of known numbers. */
  readonly respelled: readonly (readonly [number, string])[];
}

const FIRST_ENTRIES = 32_768;
const FIRST_BYTES = 1024 * 1024;

/**
 * Gives each distinct text a small number, counted from 0, without making a text of the bytes. With `fold`, texts that differ only
 * in ASCII capitals are one; the spelling that is last in code-unit order is kept.
 *
 * A class, as there are several: the engine makes code for each closure anew, but once for a method.
 */
export class InternTable {
  readonly #seed: number;
  readonly #fold: boolean;
  #slots = new Int32Array(FIRST_ENTRIES * 2);
  #hashes = new Int32Array(FIRST_ENTRIES);
  /** 1: its spelling is not what the arena holds. */
  #isOdd = new Uint8Array(FIRST_ENTRIES);
  #starts = new Int32Array(FIRST_ENTRIES + 1);
  #arena = Buffer.alloc(FIRST_BYTES);
  #memory = viewOf(this.#arena);
  #count = 0;
  #told = 0;
  /** Texts whose spelling is not what the arena holds. */
  readonly #spellings = new Map<number, string>();
  #respelled: [number, string][] = [];

  constructor(options: { readonly seed: number; readonly fold: boolean }) {
    this.#seed = options.seed;
    this.#fold = options.fold;
  }

  get size(): number {
    return this.#count;
  }

  /**
   * The number of these bytes, which are ASCII or, where nothing is folded, UTF-8. `likely` is tried first: lines name what the
   * line before named. `hashed`: how many of them the hash is of.
   */
  bytes(view: DataView, from: number, to: number, likely: number, hashed = to - from): number {
    const index =
      likely < this.#count && this.#isSame(likely, view, from, to)
        ? likely
        : this.#intern(view, from, to, hashed);
    if (this.#isOdd[index] === 1) this.#spell(index, view, from, to);
    return index;
  }

  /** The number of a text whose folded form is not that of its bytes alone. `hashed`: how much of the folded form its hash is of. */
  text(folded: string, spelled: string, hashed = folded): number {
    const bytes = Buffer.from(folded, 'utf8');
    const view = viewOf(bytes);
    const hash = hashBytes(view, 0, Buffer.byteLength(hashed, 'utf8'), this.#seed);
    const before = this.#count;
    const found = this.#find(hash, view, 0, bytes.length, false);
    const index = found >= 0 ? found : this.#add(~found, hash, view, 0, bytes.length);
    if (index >= before) {
      if (spelled !== folded) this.#setSpelling(index, spelled);
    } else if (spelled > this.textOf(index)) this.#tellSpelling(index, spelled);
    return index;
  }

  textOf(index: number): string {
    return (
      this.#spellings.get(index) ??
      this.#arena.toString('utf8', this.#start(index), this.#start(index + 1))
    );
  }

  /** What was added since the last call. */
  takeNew(): NewTexts {
    const from = this.#told;
    const texts: string[] = [];
    for (let index = from; index < this.#count; index++) texts.push(this.textOf(index));
    const hashes = this.#hashes.slice(from, this.#count);
    const taken = { from, texts, hashes, respelled: this.#respelled };
    this.#told = this.#count;
    this.#respelled = [];
    return taken;
  }

  /** Forgets everything: numbers begin at 0 again. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#told = 0;
    this.#spellings.clear();
    this.#respelled = [];
  }

  #start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  #isSame(index: number, view: DataView, from: number, to: number): boolean {
    const at = this.#start(index);
    const length = to - from;
    return (
      this.#start(index + 1) - at === length && isSameBytes(this.#memory, at, view, from, length)
    );
  }

  #intern(view: DataView, from: number, to: number, hashed: number): number {
    const hash = hashBytes(view, from, from + hashed, this.#seed);
    const found = this.#find(hash, view, from, to, true);
    return found >= 0 ? found : this.#add(~found, hash, view, from, to);
  }

  /**
   * The entry of these bytes; else the complement of the slot where it is to be. `isSpelled`: they are a spelling, not only what one
   * folds to.
   */
  #find(hash: number, view: DataView, from: number, to: number, isSpelled: boolean): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] ?? 0) - 1;
      if (index < 0) return ~slot;
      if (this.#hashes[index] !== hash) continue;
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
      isSameFolded(this.#memory, at, view, from, length)
    );
  }

  /** Another spelling of the entry, which is told if it is the later one. */
  #respell(index: number, view: DataView, from: number, to: number): void {
    const at = this.#start(index);
    if (this.#isOdd[index] === 1 || !isLater(view, from, this.#memory, at, to - from)) return;
    this.#arena.set(bufferOf(view, from, to), at);
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
    this.#isOdd[index] = 1;
  }

  #add(slot: number, hash: number, view: DataView, from: number, to: number): number {
    const index = this.#count;
    const at = this.#start(index);
    const end = at + to - from;
    this.#reserve(index + 1, end);
    this.#arena.set(bufferOf(view, from, to), at);
    this.#hashes[index] = hash;
    this.#isOdd[index] = 0;
    this.#starts[index + 1] = end;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#slots[slot] = index + 1;
    return index;
  }

  #reserve(entries: number, size: number): void {
    if (entries > this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(entries * 2));
      this.#isOdd = grown(this.#isOdd, new Uint8Array(entries * 2));
      this.#starts = grown(this.#starts, new Int32Array(entries * 2 + 1));
    }
    if (size <= this.#arena.length) return;
    this.#arena = grown(this.#arena, Buffer.alloc(size * 2));
    this.#memory = viewOf(this.#arena);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let slot = (this.#hashes[index] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
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

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
