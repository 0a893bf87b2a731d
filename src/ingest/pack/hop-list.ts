import type { Kernel, KernelExports } from '../../formats/kernel.ts';
import { bitsOf, foldPacked, HOP, placeOfHop } from '../../lifecycle/packed-hops.ts';
import type { Arena } from './arena.ts';
import type { EventRow } from './event-list.ts';
import { HopMemory } from './hop-memory.ts';

/** Folds the events of one batch into packed hops. */
export class HopList {
  readonly #memory: HopMemory;

  /** `kernel`: its memory holds the hops, for good. */
  constructor(kernel: Kernel | null = null) {
    this.#memory = new HopMemory(kernel);
  }

  /** `nextHop` is the partner where it is a host, else -1; `group` counts the messages of the batch from 0. */
  add(row: EventRow, group: number, nextHop: number): void {
    const { code } = this.#memory;
    if (code !== null && this.#fold(code, row, group, nextHop)) return;
    const hop = this.#find(row, group);
    foldPacked(this.#memory.hops, hop, row, row.line, nextHop, row.client);
  }

  /** False where there has to be made room. */
  #fold(code: KernelExports, row: EventRow, group: number, nextHop: number): boolean {
    const isFolded = code.foldHop(
      this.#memory.place,
      row.message,
      row.recipient,
      row.server,
      group,
      row.at,
      row.line,
      row.code,
      bitsOf(row.code),
      nextHop,
      row.client,
    );
    return isFolded === 1;
  }

  /** What its columns need for so many messages. */
  bytes(groups: number): number {
    return this.#memory.count * HOP.width * 8 + groups * 4 + 8;
  }

  /** Packed hops, those of one message together, and how many each message has. Empties the list. */
  take(groups: number, arena: Arena): { readonly hops: Float64Array; readonly counts: Int32Array } {
    const memory = this.#memory;
    const { count, groups: groupOf, hops: from } = memory;
    const counts = arena.ints(groups).fill(0);
    for (let hop = 0; hop < count; hop++) {
      const group = groupOf[hop] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
    }
    const next = new Int32Array(groups);
    for (let group = 1; group < groups; group++)
      next[group] = (next[group - 1] ?? 0) + (counts[group - 1] ?? 0);
    const hops = arena.doubles(count * HOP.width);
    for (let hop = 0; hop < count; hop++) {
      const group = groupOf[hop] ?? 0;
      const place = next[group] ?? 0;
      next[group] = place + 1;
      // A piece of memory as an object takes longer than its few numbers.
      const [at, to] = [hop * HOP.width, place * HOP.width];
      for (let part = 0; part < HOP.width; part++) hops[to + part] = from[at + part] ?? 0;
    }
    memory.slots.fill(0);
    memory.count = 0;
    return { hops, counts };
  }

  #number(index: number): number {
    return this.#memory.hops[index] ?? 0;
  }

  /** Position of the hop of this key; a new one is empty. */
  #find({ message, recipient, server }: EventRow, group: number): number {
    const slot = this.#slotOf(message, recipient, server);
    const known = this.#memory.slots[slot] ?? 0;
    if (known !== 0) return (known - 1) * HOP.width;
    const memory = this.#memory;
    if (memory.isFull) memory.grow();
    const index = memory.count;
    const hop = index * HOP.width;
    const { hops } = memory;
    hops.fill(0, hop, hop + HOP.width);
    hops[hop + HOP.message] = message;
    hops[hop + HOP.recipient] = recipient;
    hops[hop + HOP.server] = server;
    memory.groups[index] = group;
    memory.count = index + 1;
    memory.slots[slot] = index + 1;
    if ((index + 1) * 2 > memory.slots.length) this.#rehash();
    return hop;
  }

  #slotOf(message: number, recipient: number, server: number): number {
    const { slots, hops } = this.#memory;
    return placeOfHop(slots, hops, HOP.width, message, recipient, server);
  }

  #rehash(): void {
    const memory = this.#memory;
    memory.moreSlots();
    for (let index = 0; index < memory.count; index++) {
      const hop = index * HOP.width;
      const message = this.#number(hop + HOP.message);
      const recipient = this.#number(hop + HOP.recipient);
      const server = this.#number(hop + HOP.server);
      memory.slots[this.#slotOf(message, recipient, server)] = index + 1;
    }
  }
}
