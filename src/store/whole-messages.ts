import { HOP } from '../lifecycle/packed-hops.ts';
import { GROUPED } from './hop-group.ts';
import type { HopGroup } from './hop-group.ts';

/** In 4 MiB; of those beyond it is not known. */
const MOST_MESSAGES = 4 * 1024 * 1024;

const ONE_GROUP = 1;
const SEVERAL = 2;
/** By the group that is noted, and none before. */
const THIS_GROUP = 3;

/** Messages all of whose hops were written as one group: nothing of them is left to be joined. */
export class WholeMessages {
  /** Messages up to this one were there before, with hops or without. */
  readonly #before: number;
  #groups = new Uint8Array(8192);

  constructor(before: number) {
    this.#before = before;
  }

  /** A group is written. */
  note({ hops, count }: HopGroup): void {
    const end = count * GROUPED.width;
    for (let hop = HOP.message; hop < end; hop += GROUPED.width) this.#see(hops[hop] ?? 0);
    for (let hop = HOP.message; hop < end; hop += GROUPED.width) {
      const index = (hops[hop] ?? 0) - this.#before;
      if (this.#groups[index] === THIS_GROUP) this.#groups[index] = ONE_GROUP;
    }
  }

  has(message: number): boolean {
    return this.#groups[message - this.#before] === ONE_GROUP;
  }

  #see(message: number): void {
    const index = message - this.#before;
    if (index <= 0 || index >= MOST_MESSAGES) return;
    if (index >= this.#groups.length) this.#grow(index);
    const seen = this.#groups[index];
    if (seen !== THIS_GROUP) this.#groups[index] = seen === 0 ? THIS_GROUP : SEVERAL;
  }

  #grow(index: number): void {
    const larger = new Uint8Array(Math.min(MOST_MESSAGES, index * 2));
    larger.set(this.#groups);
    this.#groups = larger;
  }
}
