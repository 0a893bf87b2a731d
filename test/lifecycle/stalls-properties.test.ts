import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stallsOf } from '../../src/lifecycle/stalls.ts';
import type { Span, StallInterval } from '../../src/lifecycle/stalls.ts';
import { judgePersons } from '../../src/lifecycle/verdict.ts';
import { DAY, moment, MINUTE, rowsOf } from '../support/life.ts';
import type { Line, Setting } from '../support/life.ts';
import { covering, lives, order, settings, shuffled } from '../support/lives.ts';
import { contextUpTo, lifeEvents, stalledPersons } from '../support/stalls.ts';
import type { StalledPerson } from '../support/stalls.ts';

const RUNS = { numRuns: 500 };

/** Days, and cuts through the hours in which random lives lie. */
const spans: fc.Arbitrary<Span> = fc.oneof(
  fc.constantFrom(17, 18, 19).map((day) => daySpan(day)),
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .map(([from, length]) => ({
      from: moment('9:45') + from * 5 * MINUTE,
      to: moment('9:45') + (from + length) * 5 * MINUTE,
    })),
);

function daySpan(day: number): Span {
  return { from: moment(`${day}T0:00`), to: moment(`${day}T0:00`) + DAY };
}

function check(
  verify: (persons: readonly StalledPerson[], span: Span, threshold: number) => void,
): void {
  fc.assert(
    fc.property(lives, settings, spans, (lines, setting, span) => {
      const known = covering(setting, lines);
      verify(stalledPersons(lines, span, known), span, known.threshold ?? 0);
    }),
    RUNS,
  );
}

describe('stalls of any life', () => {
  it('that are open at the end are those that the verdicts tell', () => {
    check((persons) => {
      for (const { judged, stalls } of persons) {
        const { state, stall } = judged.verdict;
        const isStuck = stall !== null && (state === 'waiting' || state === 'retrying');
        const open = stalls.filter(({ to }) => to === null);
        expect(
          open.map(({ server, since, parts }) => [server, since, parts.at(-1)?.stage]),
        ).toEqual(isStuck ? [[stall.server, stall.since, stall.stage]] : []);
      }
    });
  });

  it('are in order, begin with the threshold at the earliest, and touch the span', () => {
    check((persons, span, threshold) => {
      for (const { stalls } of persons) {
        expect(stalls).toEqual(stalls.toSorted((a, b) => a.from - b.from));
        for (const { from, to, since } of stalls) {
          expect(from).toBeGreaterThanOrEqual(since + threshold);
          expect(from).toBeLessThan(span.to);
          expect(to ?? span.from).toBeGreaterThanOrEqual(span.from);
          expect(to ?? Infinity).toBeGreaterThan(from);
          expect(to ?? 0).toBeLessThan(span.to);
        }
      }
    });
  });

  it('have parts without a hole, never two of one stage', () => {
    check((persons) => {
      for (const { from, to, parts } of persons.flatMap(({ stalls }) => stalls)) {
        expect(parts.map((part) => part.from)).toEqual([
          from,
          ...parts.slice(0, -1).map((part) => part.to),
        ]);
        expect(parts.at(-1)?.to).toBe(to);
        for (const part of parts) expect(part.to ?? Infinity).toBeGreaterThan(part.from);
        for (const [index, { stage }] of parts.entries())
          expect(stage).not.toBe(parts[index + 1]?.stage);
      }
    });
  });

  it('on one server do not overlap', () => {
    check((persons) => {
      for (const { stalls } of persons)
        for (const [index, stall] of stalls.entries()) {
          const next = stalls.slice(index + 1).find(({ server }) => server === stall.server);
          if (next !== undefined) expect(stall.to ?? Infinity).toBeLessThanOrEqual(next.from);
        }
    });
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(lives, settings, spans, order, (lines, setting, span, keys) => {
        const told = stalledPersons(lines, span, setting).map(({ stalls }) => stalls);
        const before = lines.filter(({ event }) => event.mark.at < span.to);
        const context = contextUpTo(span.to - 1, lines, setting);
        const again = judgePersons(shuffled(rowsOf(before), keys), context).map((judged) =>
          stallsOf(judged, span, context, (server) => lifeEvents(before, server)),
        );
        expect(again).toEqual(told);
      }),
      RUNS,
    );
  });

  it('are the same, told by hops alone or by the events', () => {
    let alone = 0;
    fc.assert(
      fc.property(lives, settings, spans, (lines, setting, span) => {
        const known = covering(setting, lines);
        const narrow = stalledPersons(lines, span, known);
        // From the beginning of time on, what moved is told by its events.
        const wide = stalledPersons(lines, { from: 0, to: span.to }, known);
        for (const [index, { stalls, askedEvents }] of narrow.entries()) {
          if (!askedEvents && stalls.length > 0) alone += 1;
          expect(within(stalls, span)).toEqual(within(wide[index]?.stalls ?? [], span));
        }
      }),
      RUNS,
    );
    expect(alone).toBeGreaterThan(50);
  });
});

/** What the span sees of stalls: what was before its beginning does not matter, nor which of several began first there. */
function within(stalls: readonly StallInterval[], { from: begin }: Span): unknown[] {
  return stalls
    .filter(({ to }) => to === null || to >= begin)
    .map(({ server, since, from, to, parts }) => ({
      server,
      since,
      from: Math.max(from, begin - 1),
      to,
      parts: parts
        .filter((part) => part.to === null || part.to >= begin)
        .map((part) => ({ ...part, from: Math.max(part.from, begin - 1) })),
    }))
    .toSorted((a, b) => a.from - b.from || (a.server < b.server ? -1 : 1));
}

interface Totals {
  readonly carried: number;
  readonly begun: number;
  readonly cleared: number;
  readonly now: number;
}

function totals(lines: readonly Line[], span: Span, setting: Setting): Totals {
  const all = stalledPersons(lines, span, setting).flatMap(({ stalls }) => stalls);
  const count = (is: (stall: StallInterval) => boolean): number => all.filter(is).length;
  return {
    carried: count(({ from }) => from < span.from),
    begun: count(({ from }) => from >= span.from),
    cleared: count(({ to }) => to !== null),
    now: count(({ to }) => to === null),
  };
}

describe('a span that is cut in two', () => {
  /** One server and one recipient: what comes later tells nothing new of what was before. */
  const simple = lives.map((lines) =>
    lines.map((line) => ({ ...line, server: 'EXCH01', recipient: 'bob@corp.example' })),
  );

  it('counts the same in all', () => {
    fc.assert(
      fc.property(
        simple,
        settings,
        spans,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lines, setting, span, share) => {
          const cut = Math.round(span.from + (span.to - span.from) * share);
          fc.pre(cut > span.from && cut < span.to);
          const known = covering(setting, lines);
          const whole = totals(lines, span, known);
          const first = totals(lines, { from: span.from, to: cut }, known);
          const second = totals(lines, { from: cut, to: span.to }, known);
          expect(first.now).toBe(second.carried);
          expect({
            carried: first.carried,
            begun: first.begun + second.begun,
            cleared: first.cleared + second.cleared,
            now: second.now,
          }).toEqual(whole);
        },
      ),
      RUNS,
    );
  });
});
