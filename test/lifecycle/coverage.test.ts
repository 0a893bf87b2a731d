import { describe, expect, it } from 'vitest';
import { clipCoverage, findGaps } from '../../src/lifecycle/coverage.ts';
import type { ActiveHour } from '../../src/lifecycle/coverage.ts';
import { gapAfter } from '../../src/lifecycle/gap-after.ts';
import { day, days, hours, told } from '../support/hours.ts';
import { coverageOf, gap, HOUR, MINUTE, moment } from '../support/life.ts';

describe('missing days', () => {
  it.each<[string, ActiveHour[], Set<number>, string[]]>([
    ['none', [...day(16, 0, 23), ...day(17, 0, 23)], days(16, 17), []],
    [
      'the one between',
      [...day(16, 0, 23), ...day(18, 0, 23)],
      days(16, 18),
      ['missing-day 17T00:00 18T00:00'],
    ],
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
    [
      'days of events count though no file is named so',
      [...day(16, 0, 23), ...day(18, 0, 23)],
      days(),
      ['missing-day 17T00:00 18T00:00'],
    ],
    [
      'a file without events at the end bounds one too',
      day(16, 0, 23),
      days(16, 18),
      ['missing-day 17T00:00 18T00:00'],
    ],
    ['nothing loaded', [], days(), []],
  ])('%s', (_, active, loaded, expected) => {
    expect(told(findGaps(active, loaded))).toEqual(expected);
  });

  it('an empty but loaded file is none; its silence may be', () => {
    const active = [...day(16, 0, 23), ...day(18, 0, 23)];
    expect(told(findGaps(active, days(16, 17, 18)))).toEqual(['silence 16T23:59 18T00:00']);
    const rare = hours('14T10:00-10:00', '16T10:00-10:00', '18T10:00-10:00', '20T10:00-10:00');
    const all = days(14, 15, 16, 17, 18, 19, 20);
    expect(
      told(
        findGaps(
          rare.map((hour, i) => moved(hour, 14 + 2 * i)),
          all,
        ),
      ),
    ).toEqual([]);
  });
});

/** `10:00-10:00` spans name the day once only. */
function moved(hour: ActiveHour, number: number): ActiveHour {
  return { ...hour, lastAt: moment(`${number}T10:00`) };
}

/** A server that writes all the time, but for one silence from ten on. */
function broken(until: string): ActiveHour[] {
  return [...day(17, 0, 23), ...hours('0:00-9:59:59', `${until}-23:59`)];
}

/** A line every so many minutes for days, but for one longer silence. */
function quiet(usual: number, longest: number): ActiveHour[] {
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
}

describe('silences', () => {
  it.each([
    ['10:59:58', []],
    ['10:59:59', ['silence 18T09:59 18T10:59']],
    ['14:00', ['silence 18T09:59 18T14:00']],
  ])('from ten to %s of a busy server', (until, expected) => {
    expect(told(findGaps(broken(until), days(17, 18)))).toEqual(expected);
  });

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
    const starts = ['8:00', '9:00', '11:00', '16:00'].map(
      (text) => gapAfter(coverage, moment(text))?.from,
    );
    expect(starts).toEqual([moment('9:00'), moment('9:00'), moment('14:00'), undefined]);
  });
});
