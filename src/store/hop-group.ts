import type { SlotOrder } from '../lifecycle/order.ts';
import { HOP, PACKED_MARKS, placeOfHop } from '../lifecycle/packed-hops.ts';
import type { BatchNumbers } from './names.ts';

/** Where the parts of a hop of a group lie: as it was packed, but in numbers of the database (host 0: none), then the slot of each mark. */
export const GROUPED = { slots: HOP.width, width: HOP.width + PACKED_MARKS.length } as const;

/** In 10 MiB. */
export const MOST_HOPS = 32_768;

const NEXT_HOP = PACKED_MARKS.indexOf('nextHop');
const CLIENT = PACKED_MARKS.indexOf('client');

/**
 * Hops of several batches that wait to be written: small files tell of one message one after the other, and what they tell of one recipient on one server is
 * joined here as `mergeHops` does it, to be written once.
 */
export class HopGroup {
  readonly hops = new Float64Array(MOST_HOPS * GROUPED.width);
  readonly #slots: SlotOrder;
  /** Places of hops, plus one, by their keys; 0: free. */
  readonly #places = new Int32Array(MOST_HOPS * 2);
  #count = 0;

  constructor(slots: SlotOrder) {
    this.#slots = slots;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === MOST_HOPS;
  }

  /** Takes in the packed hop at `from`, whose lines are of one slot; there is room. False where it was joined to one that is there. */
  add(packed: Float64Array, from: number, slot: number, numbers: BatchNumbers): boolean {
    const message = numbers.message(num(packed, from + HOP.message));
    const recipient = numbers.recipient(num(packed, from + HOP.recipient));
    const server = numbers.server(num(packed, from + HOP.server));
    const place = placeOfHop(this.#places, this.hops, GROUPED.width, message, recipient, server);
    const known = this.#places[place] ?? 0;
    if (known > 0) {
      this.#join((known - 1) * GROUPED.width, packed, from, slot, numbers);
      return false;
    }
    const { hops } = this;
    const to = this.#count * GROUPED.width;
    this.#count += 1;
    this.#places[place] = this.#count;
    for (let part = HOP.firstAt; part < HOP.width; part++)
      hops[to + part] = num(packed, from + part);
    hops[to + HOP.message] = message;
    hops[to + HOP.recipient] = recipient;
    hops[to + HOP.server] = server;
    hops.fill(slot, to + GROUPED.slots, to + GROUPED.width);
    hops[to + HOP.nextHop] = hostOf(packed, from, NEXT_HOP, HOP.nextHop, numbers);
    hops[to + HOP.client] = hostOf(packed, from, CLIENT, HOP.client, numbers);
    return true;
  }

  clear(): void {
    this.#places.fill(0);
    this.#count = 0;
  }

  #join(
    hop: number,
    packed: Float64Array,
    from: number,
    slot: number,
    numbers: BatchNumbers,
  ): void {
    const { hops } = this;
    const at = (part: number): number => num(packed, from + part);
    hops[hop + HOP.firstAt] = Math.min(num(hops, hop + HOP.firstAt), at(HOP.firstAt));
    hops[hop + HOP.lastAt] = Math.max(num(hops, hop + HOP.lastAt), at(HOP.lastAt));
    for (let mark = 0; mark < PACKED_MARKS.length; mark++)
      if (this.#goesBefore(hop, mark, packed, from, slot)) {
        this.#setMark(hop, mark, packed, from, slot);
        if (mark === NEXT_HOP)
          hops[hop + HOP.nextHop] = hostOf(packed, from, NEXT_HOP, HOP.nextHop, numbers);
        if (mark === CLIENT)
          hops[hop + HOP.client] = hostOf(packed, from, CLIENT, HOP.client, numbers);
      }
    hops[hop + HOP.stages] = num(hops, hop + HOP.stages) | at(HOP.stages);
    hops[hop + HOP.attempts] = num(hops, hop + HOP.attempts) + at(HOP.attempts);
    hops[hop + HOP.retries] = num(hops, hop + HOP.retries) + at(HOP.retries);
    hops[hop + HOP.events] = num(hops, hop + HOP.events) + at(HOP.events);
  }

  #setMark(hop: number, mark: number, packed: Float64Array, from: number, slot: number): void {
    const { hops } = this;
    const to = hop + HOP.mark + mark * 3;
    const other = from + HOP.mark + mark * 3;
    hops[to] = num(packed, other);
    hops[to + 1] = num(packed, other + 1);
    hops[to + 2] = num(packed, other + 2);
    hops[hop + GROUPED.slots + mark] = slot;
  }

  /** Whether the mark takes the place of that of the hop: the first one is the earliest, all others the latest. */
  #goesBefore(
    hop: number,
    mark: number,
    packed: Float64Array,
    from: number,
    slot: number,
  ): boolean {
    const { hops } = this;
    const own = hop + HOP.mark + mark * 3;
    const other = from + HOP.mark + mark * 3;
    if (packed[other + 1] === 0) return false;
    if (hops[own + 1] === 0) return true;
    const order =
      num(packed, other) - num(hops, own) ||
      this.#orderOfSlots(slot, num(hops, hop + GROUPED.slots + mark)) ||
      num(packed, other + 1) - num(hops, own + 1) ||
      num(packed, other + 2) - num(hops, own + 2);
    return mark === 0 ? order < 0 : order > 0;
  }

  #orderOfSlots(a: number, b: number): number {
    return a === b ? 0 : this.#slots(a, b);
  }
}

function num(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}

function hostOf(
  packed: Float64Array,
  from: number,
  mark: number,
  part: number,
  numbers: BatchNumbers,
): number {
  return packed[from + HOP.mark + mark * 3 + 1] === 0 ? 0 : numbers.host(num(packed, from + part));
}
