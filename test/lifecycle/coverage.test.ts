import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipCoverage, findGaps } from '../../src/lifecycle/coverage.ts';
import type { ActiveHour } from '../../src/lifecycle/coverage.ts';
import { gapAfter } from '../../src/lifecycle/gap-after.ts';
import { coverageOf, DAY, gap, HOUR, MINUTE, moment } from '../support/life.ts';

/** `10:00-10:59` of the 18th or of another day: an hour with events; `*5` says how many. */
function hours(...spans: readonly string[]): ActiveHour[] {
  return spans.map((span) => {
    const [, from = '', to = '', events] = /^([^-]+)-([^*]+)(?:\*(\d+))?$/.exec(span) ?? [];
    return { firstAt: moment(from), lastAt: moment(to), events: Number(events ?? 10) };
  });
}

/** A line at the beginning and at the end of each of these hours of a day. */
function day(number: number, from: number, to: number, events = 10): ActiveHour[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    firstAt: moment(`${number}T${from + index}:00`),
    lastAt: moment(`${number}T${from + index}:59:59`),
    events,
  }));
}

function days(...numbers: readonly number[]): Set<number> {
  return new Set(numbers.map((number) => moment(`${number}T0:00`) / DAY));
}

function told(found: ReturnType<typeof findGaps>): string[] {
  const text = (at: number): string => new Date(at).toISOString().slice(8, 16);
  return found.gaps.map(({ from, to, why }) => `${why} ${text(from)} ${text(to)}`);
}

describe('missing days', () => {
  it.each<[string, ActiveHour[], Set<number>, string[]]>([
    ['none', [...day(16, 0, 23), ...day(17, 0, 23)], days(16, 17), []],
    ['the one between', [...day(16, 0, 23), ...day(18, 0, 23)], days(16, 18), ['missing-day 17T00:00 18T00:00']],
    [
      'two between',
      [...day(15, 0, 23), ...day(18, 0, 23)],
      days(15, 18),
      ['missing-day 16T00:00 18T00:00'],
    ],
    [
      'twice one',
      [...day(14, 0, 23), ...day(16, 0, 23), ...day(18, 0, 23)],
      days(14, 16, 18),
      ['missing-day 15T00:00 16T00:00', 'missing-day 17T00:00 18T00:00'],
    ],
    ['not before the first and after the last', day(17, 0, 23), days(17), []],
    ['days of events count though no file is named so', [...day(16, 0, 23), ...day(18, 0, 23)], days(), [
      'missing-day 17T00:00 18T00:00',
    ]],
    ['a file without events at the end bounds one too', day(16, 0, 23), days(16, 18), [
      'missing-day 17T00:00 18T00:00',
    ]],
    ['nothing loaded', [], days(), []],
  ])('%s', (_, active, loaded, expected) => {
    expect(told(findGaps(active, loaded))).toEqual(expected);
  });

  it('an empty but loaded file is none; its silence may be', () => {
    const active = [...day(16, 0, 23), ...day(18, 0, 23)];
    expect(told(findGaps(active, days(16, 17, 18)))).toEqual(['silence 16T23:59 18T00:00']);
    const rare = hours('14T10:00-10:00', '16T10:00-10:00', '18T10:00-10:00', '20T10:00-10:00');
    const all = days(14, 15, 16, 17, 18, 19, 20);
    expect(told(findGaps(rare.map((hour, i) => moved(hour, 14 + 2 * i)), all))).toEqual([]);
  });
});

/** `10:00-10:00` spans name the day once only. */
function moved(hour: ActiveHour, number: number): ActiveHour {
  return { ...hour, lastAt: moment(`${number}T10:00`) };
}

describe('silences', () => {
  /** A server that writes all the time, but for one silence from ten on. */
  const broken = (until: string): ActiveHour[] => [
    ...day(17, 0, 23),
    ...hours('0:00-9:59:59', `${until}-23:59`),
  ];
  it.each([
    ['10:59:58', []],
    ['10:59:59', ['silence 18T09:59 18T10:59']],
    ['14:00', ['silence 18T09:59 18T14:00']],
  ])('from ten to %s of a busy server', (until, expected) => {
    expect(told(findGaps(broken(until), days(17, 18)))).toEqual(expected);
  });

  /** Two lines a day apart by so many minutes is the rhythm of three days; the fourth has one longer silence. */
  const quiet = (usual: number, longest: number): ActiveHour[] => {
    const active: ActiveHour[] = [];
    let at = moment('14T0:00');
    const step = (minutes: number): void => {
      active.push({ firstAt: at, lastAt: at, events: 1 });
      at += minutes * MINUTE;
    };
    while (at < moment('17T12:00')) step(usual);
    step(longest);
    while (at < moment('18T20:00')) step(usual);
    return active;
  };
  it.each([
    [60, 239, false],
    [60, 240, true],
    [90, 359, false],
    [90, 360, true],
    [120, 479, false],
    [120, 480, true],
  ])('usual %i min, once %i min: %s', (usual, longest, isGap) => {
    const { gaps } = findGaps(quiet(usual, longest), days(14, 15, 16, 17, 18));
    expect(gaps).toHaveLength(isGap ? 1 : 0);
    for (const one of gaps) expect(one.to - one.from).toBe(longest * MINUTE);
  });

  it('the limit is told: four times the usual, an hour at least', () => {
    expect(findGaps(quiet(90, 90), days()).gapLimitMs).toBe(360 * MINUTE);
    expect(findGaps(day(18, 0, 23), days(18)).gapLimitMs).toBe(HOUR);
    expect(findGaps([], days()).gapLimitMs).toBe(HOUR);
    expect(findGaps(hours('10:00-10:59'), days(18)).gapLimitMs).toBe(HOUR);
  });

  it('every night quiet: no night is a gap', () => {
    const active = [14, 15, 16, 17, 18].flatMap((number) => day(number, 7, 18));
    expect(told(findGaps(active, days(14, 15, 16, 17, 18)))).toEqual([]);
  });

  it('a silence around a missing day is told once, as the day', () => {
    const active = [...day(15, 0, 23), ...day(16, 0, 20), ...day(18, 3, 23)];
    expect(told(findGaps(active, days(15, 16, 18)))).toEqual(['missing-day 17T00:00 18T00:00']);
  });
});

describe('a silence at a busy time of day', () => {
  /** Nights are quiet for 12 hours, so length alone never tells. */
  const week = (events: number, hole: readonly [number, number], other = events): ActiveHour[] =>
    [14, 15, 16, 17, 18].flatMap((number) =>
      day(number, 7, 18, number === 15 ? other : events).filter((hour) => {
        const of = new Date(hour.firstAt).getUTCHours();
        return number !== 17 || of < hole[0] || of > hole[1];
      }),
    );
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
    const quietToo = [...day(17, 7, 10, 500), ...hours('17T12:30-17T12:40'), ...day(17, 14, 18, 500)];
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
    const stretch = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.nat(200)), { maxLength: 120 });
    fc.assert(
      fc.property(stretch, fc.array(fc.integer({ min: 1, max: 28 })), (steps, loaded) => {
        let at = moment('1T0:00') / HOUR;
        const active = steps.map(([ahead, events]) => {
          at += 1 + (ahead > 380 ? ahead - 380 : 0);
          return { firstAt: at * HOUR + MINUTE, lastAt: at * HOUR + 50 * MINUTE, events: events + 1 };
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

describe('coverage up to a moment', () => {
  const coverage = coverageOf('EXCH01', {
    span: '8:00-20:00',
    gaps: [gap('9:00', '11:00'), gap('14:00', '16:00')],
  });
  it.each<[string | null, string, number]>([
    [null, '20:00', 2],
    ['20:00', '20:00', 2],
    ['23:00', '20:00', 2],
    ['19:59:59', '19:59:59', 2],
    ['14:00:01', '14:00:01', 2],
    ['14:00', '14:00', 1],
    ['10:00', '10:00', 1],
    ['8:30', '8:30', 0],
  ])('%s: to %s, %i gaps', (asOf, to, gaps) => {
    const clipped = clipCoverage(coverage, asOf === null ? null : moment(asOf));
    expect(clipped.to).toBe(moment(to));
    expect(clipped.gaps).toHaveLength(gaps);
    expect(clipped.from).toBe(coverage.from);
  });

  it('finds the first gap after a line, one that begins with it too', () => {
    const first = (text: string) => gapAfter(coverage, moment(text))?.from ?? null;
    expect(first('8:00')).toBe(moment('9:00'));
    expect(first('9:00')).toBe(moment('9:00'));
    expect(first('11:00')).toBe(moment('14:00'));
    expect(first('16:00')).toBeNull();
  });
});
