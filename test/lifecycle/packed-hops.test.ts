import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldHop, namesHost } from '../../src/lifecycle/hop.ts';
import type { Hop, HopEvent } from '../../src/lifecycle/hop.ts';
import { foldPacked, HOP, PACKED_MARKS } from '../../src/lifecycle/packed-hops.ts';
import { hopFromPacked } from '../support/packed-hop.ts';
import { SLOTS } from '../support/life.ts';
import { lives, order, shuffled } from '../support/lives.ts';

/** All lines are of one source: the same slot, and lines in the order in which they come. */
const SLOT = 7;
const HOST_NAMES = ['mx.partner.example', 'EXCH02', 'SMTP', 'x400', 'Store', '-', '10.1.0.12'];

const events: fc.Arbitrary<readonly HopEvent[]> = fc
  .tuple(lives, order, fc.boolean())
  .map(([lines, keys, isOneMoment]) =>
    shuffled(lines, keys).map(({ event }, index) => ({
      ...event,
      mark: {
        ...event.mark,
        at: isOneMoment ? 1000 : event.mark.at,
        slot: SLOT,
        line: (index + 1) * 3,
      },
    })),
  );

/** Folds events one after the other; hosts are numbers of `hosts`. */
function packed(list: readonly HopEvent[], hosts: string[], at = 0): Float64Array {
  const hops = new Float64Array(at + HOP.width);
  const number = (host: string | null): number => {
    if (host === null) return -1;
    if (!hosts.includes(host)) hosts.push(host);
    return hosts.indexOf(host);
  };
  for (const { mark, partner, clientHost } of list) {
    const nextHop = partner !== null && namesHost(partner) ? number(partner) : -1;
    foldPacked(hops, at, mark, mark.line, nextHop, number(clientHost));
  }
  return hops;
}

function named(hop: Hop<number>, hosts: readonly string[]): Hop {
  const { nextHop, client } = hop;
  return {
    ...hop,
    nextHop: nextHop && { ...nextHop, host: hosts[nextHop.host] ?? '' },
    client: client && { ...client, host: hosts[client.host] ?? '' },
  };
}

function moved(list: readonly HopEvent[], by: number): HopEvent[] {
  return list.map((event) => ({ ...event, mark: { ...event.mark, at: event.mark.at - by } }));
}

describe('a packed hop', () => {
  test('is the hop that its events are folded into', () => {
    fc.assert(
      fc.property(events, fc.nat(3), (list, before) => {
        const hosts = [...HOST_NAMES];
        const at = before * HOP.width;
        const hop = hopFromPacked(packed(list, hosts, at), at, SLOT, (number) => number);
        expect(named(hop, hosts)).toEqual(foldHop(list, SLOTS));
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same wherever the time begins', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(0, 2e12, 4e12), (list, by) => {
        const hosts = [...HOST_NAMES];
        const hop = hopFromPacked(packed(moved(list, by), hosts), 0, SLOT, (number) => number);
        expect(named(hop, hosts)).toEqual(foldHop(moved(list, by), SLOTS));
      }),
      { numRuns: 200 },
    );
  });

  test('leaves the hops beside it alone', () => {
    fc.assert(
      fc.property(events, (list) => {
        const hops = new Float64Array(3 * HOP.width).fill(-9);
        hops.fill(0, HOP.width, 2 * HOP.width);
        for (const { mark } of list) foldPacked(hops, HOP.width, mark, mark.line, -1, -1);
        const beside = [...hops.subarray(0, HOP.width), ...hops.subarray(2 * HOP.width)];
        expect(new Set(beside)).toEqual(new Set([-9]));
      }),
    );
  });
});

test('the parts of a packed hop lie side by side', () => {
  const { mark, width, ...parts } = HOP;
  const marks = PACKED_MARKS.flatMap((_, index) =>
    [0, 1, 2].map((part) => mark + index * 3 + part),
  );
  const places = [...Object.values(parts), ...marks];
  expect(places.toSorted((a, b) => a - b)).toEqual([...places.keys()]);
  expect(width).toBe(places.length);
});

test.each([1019, 1025, 1031, 1034, 2047, 2048, 1_000_000, 2_000_000_000])(
  'each event of id %d is counted, also the second time it is seen',
  (code) => {
    const hops = new Float64Array(HOP.width);
    for (const line of [1, 2]) foldPacked(hops, 0, { at: 0, code }, line, -1, -1);
    expect(hops[HOP.events]).toBe(2);
  },
);
