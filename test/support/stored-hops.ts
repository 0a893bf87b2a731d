import fc from 'fast-check';
import type { Hop } from '../../src/lifecycle/hop.ts';
import type { Mark } from '../../src/lifecycle/order.ts';

const number = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 2 ** 31 - 1 }));
/** Up to a hundred years after the first event of the hop: more than 2^31. */
const after = fc.oneof(fc.nat({ max: 100_000 }), fc.integer({ min: 0, max: 4e12 }));
const place = { after, slot: number, line: fc.integer({ min: 1, max: 2 ** 31 - 1 }), code: number };
const mark = fc.option(fc.record(place), { nil: null });
const hostMark = fc.option(fc.record({ ...place, host: fc.integer({ min: 1, max: 2 ** 31 }) }), {
  nil: null,
});

type Placed<T> = Omit<T, 'after'> & Mark;

function moved<T extends { readonly after: number } & Omit<Mark, 'at'>>(
  firstAt: number,
  one: T | null,
): Placed<T> | null {
  if (one === null) return null;
  const { after: ms, ...rest } = one;
  return { ...rest, at: firstAt + ms };
}

export const firstTimes: fc.Arbitrary<number> = fc.integer({ min: -2e12, max: 4e12 });

/** Any marks of a hop that begins at `firstAt`: six, or fewer. */
export function marksFrom(firstAt: number): fc.Arbitrary<(Mark | null)[]> {
  return fc.array(mark, { maxLength: 9 }).map((marks) => marks.map((one) => moved(firstAt, one)));
}

/** Hops as they can be stored, whether or not a fold can make them. Hosts are numbers. */
export const hops: fc.Arbitrary<Hop<number>> = fc
  .record({
    firstAt: firstTimes,
    lastAt: firstTimes,
    first: mark,
    move: mark,
    arrival: mark,
    opener: mark,
    end: mark,
    nextHop: hostMark,
    client: hostMark,
    stages: number,
    attempts: number,
    retries: number,
    events: number,
  })
  .map(({ firstAt, first, move, arrival, opener, end, nextHop, client, ...rest }) => ({
    ...rest,
    firstAt,
    first: moved(firstAt, first),
    move: moved(firstAt, move),
    arrival: moved(firstAt, arrival),
    opener: moved(firstAt, opener),
    end: moved(firstAt, end),
    nextHop: moved(firstAt, nextHop),
    client: moved(firstAt, client),
  }));
