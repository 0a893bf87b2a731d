import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGaps } from '../../src/lifecycle/coverage.ts';
import type { ActiveHour } from '../../src/lifecycle/coverage.ts';
import { day, days, hours, told } from '../support/hours.ts';
import { DAY, HOUR, MINUTE, moment } from '../support/life.ts';

/** Nights are quiet for 12 hours, so length alone never tells. The 17th has a hole. */
function week(events: number, hole: readonly [number, number], other = events): ActiveHour[] {
  return [14, 15, 16, 17, 18].flatMap((number) =>
    day(number, 7, 18, number === 15 ? other : events).filter((hour) => {
      const of = new Date(hour.firstAt).getUTCHours();
      return number !== 17 || of < hole[0] || of > hole[1];
    }),
  );
}

describe('a silence at a busy time of day', () => {
  const all = days(14, 15, 16, 17, 18);
  it.each([
    ['busy days', week(120, [11, 12]), ['silence 17T10:59 17T13:00']],
    ['at least 100 lines then', week(50, [11, 12]), ['silence 17T10:59 17T13:00']],
    ['fewer', week(49, [11, 12]), []],
    ['one other day was quiet too', week(120, [11, 12], 49), []],
    ['one other day had just 100', week(120, [11, 12], 50), ['silence 17T10:59 17T13:00']],
    ['an hour', week(120, [11, 11]), ['silence 17T10:59 17T12:00']],
    ['none', week(120, [20, 20]), []],
  ])('%s', (_, active, expected) => {
    expect(told(findGaps(active, all))).toEqual(expected);
  });

  it('needs another day to compare with', () => {
    const one = [...day(17, 7, 10, 500), ...day(17, 13, 18, 500)];
    // Of one day alone the length tells.
    expect(told(findGaps(one, days(17)))).toEqual(['silence 17T10:59 17T13:00']);
    const quietToo = [
      ...day(17, 7, 10, 500),
      ...hours('17T12:30-17T12:40'),
      ...day(17, 14, 18, 500),
    ];
    expect(told(findGaps(quietToo, days(17)))).toEqual([]);
  });

  it('looks at a week before and after alone', () => {
    const numbers = [1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18];
    const active = numbers.flatMap((number) =>
      day(number, 7, 18, number <= 9 ? 1 : 120).filter(
        ({ firstAt }) => number !== 18 || ![11, 12].includes(new Date(firstAt).getUTCHours()),
      ),
    );
    const found = told(findGaps(active, days(...numbers)));
    expect(found).toContain('silence 18T10:59 18T13:00');
  });
});

describe('gaps', () => {
  it('are in order, apart, between the first and the last event, and an hour long at least', () => {
    const stretch = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.nat(200)), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(stretch, fc.array(fc.integer({ min: 1, max: 28 })), (steps, loaded) => {
        let at = moment('1T0:00') / HOUR;
        const active = steps.map(([ahead, events]) => {
          at += 1 + (ahead > 380 ? ahead - 380 : 0);
          return {
            firstAt: at * HOUR + MINUTE,
            lastAt: at * HOUR + 50 * MINUTE,
            events: events + 1,
          };
        });
        const { gaps, gapLimitMs } = findGaps(active, days(...loaded));
        expect(gapLimitMs).toBeGreaterThanOrEqual(HOUR);
        let before = Number.NEGATIVE_INFINITY;
        for (const { from, to, why } of gaps) {
          expect(from).toBeGreaterThanOrEqual(before);
          expect(to - from).toBeGreaterThanOrEqual(HOUR);
          const inside = active.filter(({ firstAt, lastAt }) => lastAt > from && firstAt < to);
          expect(inside).toEqual([]);
          if (why === 'missing-day') expect([from % DAY, to % DAY]).toEqual([0, 0]);
          before = to;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of five years of a rarely used server are found in no time', () => {
    const active = Array.from({ length: 5 * 365 * 12 }, (_, index) => {
      const at = moment('1T0:00') + index * 2 * HOUR;
      return { firstAt: at, lastAt: at, events: 1 };
    });
    const started = performance.now();
    expect(findGaps(active, new Set()).gaps).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
