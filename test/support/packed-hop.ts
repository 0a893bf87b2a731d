import type { Hop, HostMark } from '../../src/lifecycle/hop.ts';
import type { Mark } from '../../src/lifecycle/order.ts';
import { HOP } from '../../src/lifecycle/packed-hops.ts';

/** The packed hop at `at` as the fold knows it. */
export function hopFromPacked(
  hops: Float64Array,
  at: number,
  slot: number,
  host: (number: number) => number,
): Hop<number> {
  const number = (part: number): number => hops[at + part] ?? 0;
  const mark = (index: number): Mark | null => {
    const from = HOP.mark + index * 3;
    const line = number(from + 1);
    return line === 0 ? null : { at: number(from), slot, line, code: number(from + 2) };
  };
  const hostMark = (index: number, named: number): HostMark<number> | null => {
    const plain = mark(index);
    return plain === null ? null : { ...plain, host: host(number(named)) };
  };
  return {
    firstAt: number(HOP.firstAt),
    lastAt: number(HOP.lastAt),
    first: mark(0),
    move: mark(1),
    arrival: mark(2),
    opener: mark(3),
    end: mark(4),
    nextHop: hostMark(5, HOP.nextHop),
    client: hostMark(6, HOP.client),
    stages: number(HOP.stages),
    attempts: number(HOP.attempts),
    retries: number(HOP.retries),
    events: number(HOP.events),
  };
}
