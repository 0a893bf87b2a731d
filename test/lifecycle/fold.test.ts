import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldHop, hopOf, mergeHops } from '../../src/lifecycle/hop.ts';
import type { Hop, HopEvent } from '../../src/lifecycle/hop.ts';
import { compareMarks } from '../../src/lifecycle/order.ts';
import { linesOf, moment, SLOTS } from '../support/life.ts';
import { lives, order, shuffled } from '../support/lives.ts';

const eventsOf = lives.map((lines) => lines.map(({ event }) => event));
const RUNS = { numRuns: 1000 };
const merge = (a: Hop, b: Hop): Hop => mergeHops(a, b, SLOTS);
const isHop = (hop: Hop | null): hop is Hop => hop !== null;

/** Hops whose lines come from slots of their own: no two lines are at one place. */
function hopsIn(slots: number): fc.Arbitrary<Hop> {
  const inSlots = ({ mark, ...event }: HopEvent): HopEvent => ({
    ...event,
    mark: { ...mark, slot: mark.slot + slots },
  });
  return eventsOf.map((events) => foldHop(events.map(inSlots), SLOTS)).filter(isHop);
}

function lastMove(events: readonly HopEvent[], slots = SLOTS): number | undefined {
  return foldHop(events, slots)?.move?.code;
}

function eventAt(slot: number, line: number, code: number): HopEvent {
  return { mark: { at: 0, slot, line, code }, partner: null, clientHost: null };
}

function hopOfScript(script: string): Hop | null {
  return foldHop(
    linesOf(script).map(({ event }) => event),
    SLOTS,
  );
}

describe('a hop', () => {
  it('is the same for any order of its events', () => {
    fc.assert(
      fc.property(eventsOf, order, (events, keys) => {
        expect(foldHop(shuffled(events, keys), SLOTS)).toEqual(foldHop(events, SLOTS));
      }),
      RUNS,
    );
  });

  it('is the same for any partition of them, merged in any order', () => {
    fc.assert(
      fc.property(eventsOf, order, fc.integer({ min: 1, max: 6 }), (events, keys, parts) => {
        const hops = Array.from({ length: parts }, (_, part) =>
          foldHop(
            events.filter((__, index) => Math.abs(keys[index % keys.length] ?? 0) % parts === part),
            SLOTS,
          ),
        ).filter(isHop);
        const merged = shuffled(hops, keys).reduce((a, b) => mergeHops(a, b, SLOTS));
        expect(merged).toEqual(foldHop(events, SLOTS));
      }),
      RUNS,
    );
  });

  it('merges commutatively and associatively', () => {
    fc.assert(
      fc.property(hopsIn(0), hopsIn(10), hopsIn(20), (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      }),
      RUNS,
    );
  });

  it('orders marks totally', () => {
    fc.assert(
      fc.property(eventsOf, (events) => {
        const sorted = events.map(({ mark }) => mark).toSorted((a, b) => compareMarks(a, b, SLOTS));
        for (const [index, mark] of sorted.entries())
          for (const later of sorted.slice(index + 1))
            expect(compareMarks(mark, later, SLOTS)).toBeLessThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('of no events is none', () => {
    expect(foldHop([], SLOTS)).toBeNull();
  });
});

describe('what a hop keeps', () => {
  const script = `EXCH01 10:00 1077 bob
    EXCH01 10:01 1019 bob <PC7
    EXCH01 10:02 1025,1024,1033 bob
    EXCH01 10:03 1034 bob >mx.partner.example
    EXCH01 10:04 1020 bob >SMTP
    EXCH01 10:05 1034,1020,1031 bob
    EXCH01 10:06 1099 bob`;
  const hop = hopOfScript(script);

  it.each([
    ['firstAt', moment('10:00')],
    ['lastAt', moment('10:06')],
    ['attempts', 2],
    ['retries', 0],
    ['events', 11],
  ])('%s is %i', (key, value) => {
    expect(hop).toHaveProperty(key, value);
  });

  it.each([
    ['first', 1019, '10:01'],
    ['move', 1031, '10:05'],
    ['arrival', 1025, '10:02'],
    ['opener', 1019, '10:01'],
    ['end', 1031, '10:05'],
    ['nextHop', 1034, '10:03'],
    ['client', 1019, '10:01'],
  ])('%s is the %i of %s', (key, code, time) => {
    expect(hop).toHaveProperty(key, expect.objectContaining({ code, at: moment(time) }));
  });

  it('hosts: not of words for a service, and not of events that name none', () => {
    expect(hop?.nextHop?.host).toBe('mx.partner.example');
    for (const word of ['SMTP', 'x400', 'MAPI', 'IMAP4', 'pop3', 'Store', '-'])
      expect(hopOfScript(`EXCH01 10:00 1031 bob >${word}`)?.nextHop).toBeNull();
    expect(hopOfScript('EXCH01 10:00 1042 bob >peter')?.nextHop).toBeNull();
    expect(hopOfScript('EXCH01 10:00 1024 bob <PC7')?.client).toBeNull();
  });

  it('counts retries: 1032, 1035, 1037', () => {
    expect(hopOfScript('EXCH01 10:00 1032,1035,1037,1036 bob')?.retries).toBe(3);
  });

  it('sets a bit for each stage, and none for notes', () => {
    const bits = [1019, 1024, 1031].map((code) => hopOf(eventAt(0, 1, code)).stages);
    expect(new Set(bits).size).toBe(3);
    expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
    expect(hopOf(eventAt(0, 1, 1077)).stages).toBe(0);
  });

  it('breaks ties of time by slot, then by line', () => {
    expect(lastMove([eventAt(1, 1, 1036), eventAt(0, 9, 1024)])).toBe(1036);
    expect(lastMove([eventAt(1, 10, 1036), eventAt(1, 9, 1024)])).toBe(1036);
    expect(lastMove([eventAt(1, 10, 1036), eventAt(0, 9, 1024)], (a, b) => b - a)).toBe(1024);
  });
});
