import { foldPacked, HOP, placeOfHop } from '../../lifecycle/packed-hops.ts';
import type { Arena } from './arena.ts';
import type { EventRow } from './event-list.ts';

/** Enough for a batch of usual lines. */
const FIRST_HOPS = 8192;

/** Folds the events of one batch into packed hops. */
export class HopList {
  #hops = new Float64Array(FIRST_HOPS * HOP.width);
  #slots = new Int32Array(FIRST_HOPS * 2);
  /** The message of each hop, by its number in the batch. */
  #groups = new Int32Array(FIRST_HOPS);
  #count = 0;

  /** `nextHop` is the partner where it is a host, else -1; `group` counts the messages of the batch from 0. */
  add(row: EventRow, group: number, nextHop: number): void {
    // May put a larger list in place of the hops.
    const hop = this.#find(row, group);
    foldPacked(this.#hops, hop, row, row.line, nextHop, row.client);
  }

  /** What its columns need for so many messages. */
  bytes(groups: number): number {
    return this.#count * HOP.width * 8 + groups * 4 + 8;
  }

  /** Packed hops, those of one message together, and how many each message has. Empties the list. */
  take(groups: number, arena: Arena): { readonly hops: Float64Array; readonly counts: Int32Array } {
    const counts = arena.ints(groups).fill(0);
    for (let hop = 0; hop < this.#count; hop++) {
      const group = this.#groups[hop] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
    }
    const next = new Int32Array(groups);
    for (let group = 1; group < groups; group++)
      next[group] = (next[group - 1] ?? 0) + (counts[group - 1] ?? 0);
    const hops = arena.doubles(this.#count * HOP.width);
    for (let hop = 0; hop < this.#count; hop++) {
      const group = this.#groups[hop] ?? 0;
      const place = next[group] ?? 0;
      next[group] = place + 1;
      // A piece of memory as an object takes longer than its few numbers.
      const [from, to] = [hop * HOP.width, place * HOP.width];
      for (let part = 0; part < HOP.width; part++) hops[to + part] = this.#number(from + part);
    }
    this.#slots.fill(0);
    this.#count = 0;
    return { hops, counts };
  }

  #number(index: number): number {
    return this.#hops[index] ?? 0;
  }

  /** Position of the hop of this key; a new one is empty. */
  #find({ message, recipient, server }: EventRow, group: number): number {
    const slot = this.#slotOf(message, recipient, server);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return (known - 1) * HOP.width;
    if (this.#count === this.#groups.length) this.#grow();
    const hop = this.#count * HOP.width;
    const hops = this.#hops;
    hops.fill(0, hop, hop + HOP.width);
    hops[hop + HOP.message] = message;
    hops[hop + HOP.recipient] = recipient;
    hops[hop + HOP.server] = server;
    this.#groups[this.#count] = group;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return hop;
  }

  #slotOf(message: number, recipient: number, server: number): number {
    return placeOfHop(this.#slots, this.#hops, HOP.width, message, recipient, server);
  }

  #grow(): void {
    const hops = new Float64Array(this.#hops.length * 2);
    hops.set(this.#hops);
    this.#hops = hops;
    const groups = new Int32Array(this.#groups.length * 2);
    groups.set(this.#groups);
    this.#groups = groups;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let index = 0; index < this.#count; index++) {
      const hop = index * HOP.width;
      const message = this.#number(hop + HOP.message);
      const recipient = this.#number(hop + HOP.recipient);
      const server = this.#number(hop + HOP.server);
      this.#slots[this.#slotOf(message, recipient, server)] = index + 1;
    }
  }
}
