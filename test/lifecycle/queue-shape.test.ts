import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, readShape } from '../../src/lifecycle/queue-shape.ts';
import type { Reading } from '../../src/lifecycle/queue-shape.ts';
import { BUCKET_MINUTES } from '../../src/model/stuck-report.ts';
import { MINUTE, moment } from '../support/life.ts';
import { order, shuffled } from '../support/lives.ts';

const RUNS = { numRuns: 500 };

describe('the bucket of an age', () => {
  it.each([
    [0, 0],
    [299, 0],
    [300, 1],
    [599, 1],
    [600, 2],
    [1199, 2],
    [1200, 3],
    [2400, 4],
    [4800, 5],
    [9600, 6],
    [19_200, 7],
    [38_400, 8],
    [76_799, 8],
    [76_800, 9],
    [10 * 365 * 86_400, 9],
  ])('%i s: %i', (seconds, bucket) => {
    expect(bucketOf(seconds)).toBe(bucket);
  });

  it('doubles', () => {
    const limits = BUCKET_MINUTES.filter((limit) => limit !== null);
    expect(limits).toHaveLength(BUCKET_MINUTES.length - 1);
    for (const [index, limit] of limits.entries()) expect(limit).toBe(5 * 2 ** index);
  });

  it('grows with the age, and holds it', () => {
    const age = fc.integer({ min: 0, max: 200_000 });
    fc.assert(
      fc.property(age, age, (one, other) => {
        const [younger, older] = one < other ? [one, other] : [other, one];
        expect(bucketOf(younger)).toBeLessThanOrEqual(bucketOf(older));
        const bucket = bucketOf(one);
        expect(one).toBeLessThan((BUCKET_MINUTES[bucket] ?? Infinity) * 60);
        expect(one).toBeGreaterThanOrEqual((BUCKET_MINUTES[bucket - 1] ?? 0) * 60);
      }),
      RUNS,
    );
  });
});

const AS_OF = moment('12:00');

/** Arrivals at these times of the 18th, read at noon: `growing 11:00 11:55`. */
function read(...times: readonly string[]): string {
  return told(readShape(times.map(moment), [], AS_OF, 15 * MINUTE));
}

function told({ trend, beganAt, lastNewAt }: Reading): string {
  return `${trend} ${timeText(beganAt)} ${timeText(lastNewAt)}`;
}

function timeText(at: number | null): string {
  return at === null ? '-' : new Date(at).toISOString().slice(11, 16);
}

describe('the shape of a queue', () => {
  it.each([
    ['nothing', [], 'empty - -'],
    ['one', ['9:00'], 'scattered 09:00 09:00'],
    ['one just now', ['11:59'], 'scattered 11:59 11:59'],
    ['two', ['9:00', '9:01'], 'scattered 09:00 09:01'],
    ['three close together', ['9:00', '9:01', '9:03'], 'over 09:00 09:03'],
    ['three at one moment', ['9:00', '9:00', '9:00'], 'over 09:00 09:00'],
    ['up to now', ['11:00', '11:10', '11:20', '11:30', '11:40', '11:50'], 'growing 11:00 11:50'],
    ['the last as old as the threshold', ['11:35', '11:40', '11:45'], 'growing 11:35 11:45'],
    ['the last a second older', ['11:34', '11:40', '11:44:59'], 'growing 11:34 11:44'],
    ['the last older than three usual pauses', ['11:30', '11:32', '11:34'], 'over 11:30 11:34'],
    [
      'a slow burst goes on within three usual pauses',
      ['10:00', '10:30', '11:00'],
      'growing 10:00 11:00',
    ],
    ['an old one beside a burst', ['2:00', '9:00', '9:01', '9:02'], 'over 09:00 09:02'],
    ['a young one after a burst', ['9:00', '9:01', '9:02', '11:58'], 'over 09:00 09:02'],
    [
      'half of them in the burst',
      ['0:00', '3:00', '6:00', '9:00', '9:00', '9:00'],
      'over 09:00 09:00',
    ],
    [
      'fewer than half in the burst',
      ['1:00', '3:30', '6:00', '8:30', '11:00', '11:00', '11:00'],
      'scattered 01:00 11:00',
    ],
    [
      'two bursts of one size: the later',
      ['2:00', '2:01', '2:02', '9:00', '9:01', '9:02'],
      'over 09:00 09:02',
    ],
    [
      'two bursts: the larger',
      ['2:00', '2:01', '2:02', '2:03', '9:00', '9:01', '9:02'],
      'over 02:00 02:03',
    ],
    [
      'no pause parts a burst that is shorter than ten minutes',
      ['9:00', '9:00', '9:00', '9:10', '9:20'],
      'over 09:00 09:20',
    ],
    [
      'nor does one of less than eight usual ones',
      ['8:00', '8:05', '8:10', '8:15', '8:55', '9:00'],
      'over 08:00 09:00',
    ],
    ['two hours do, however rare they come', ['1:00', '2:00', '3:00', '5:01'], 'over 01:00 03:00'],
  ])('%s', (_, times, expected) => {
    expect(read(...times)).toBe(expected);
  });

  it.each([
    ['go on with a burst', ['11:30', '11:35', '11:40'], ['11:50', '11:58'], 'growing 11:30 11:58'],
    ['make one with few', ['11:40'], ['11:50', '11:55', '11:58'], 'growing 11:40 11:58'],
    ['are none of a burst long before', ['8:00', '8:01', '8:02'], ['11:58'], 'over 08:00 08:02'],
    [
      'alone are no burst of what is open',
      ['2:00'],
      ['11:50', '11:51', '11:52'],
      'scattered 02:00 11:52',
    ],
    [
      'do not outnumber what is open',
      ['2:00', '2:01', '2:02'],
      ['11:50', '11:50', '11:51', '11:52', '11:53'],
      'over 02:00 02:02',
    ],
    ['are nothing where nothing is open', [], ['11:50', '11:51', '11:52'], 'empty - -'],
  ])('the young ones %s', (_, open, young, expected) => {
    const reading = readShape(open.map(moment), young.map(moment), AS_OF, 15 * MINUTE);
    expect(told(reading)).toBe(expected);
  });

  const arrivals = fc.array(
    fc.integer({ min: 0, max: 24 * 60 }).map((minute) => moment('0:00') + minute * MINUTE),
    { maxLength: 40 },
  );

  it('does not depend on the order of arrivals', () => {
    fc.assert(
      fc.property(arrivals, arrivals, order, (times, young, keys) => {
        expect(readShape(shuffled(times, keys), shuffled(young, keys), AS_OF, 15 * MINUTE)).toEqual(
          readShape(times, young, AS_OF, 15 * MINUTE),
        );
      }),
      RUNS,
    );
  });

  it('tells times that are arrivals, in order', () => {
    fc.assert(
      fc.property(arrivals, arrivals, (times, young) => {
        const { trend, beganAt, lastNewAt } = readShape(times, young, AS_OF, 15 * MINUTE);
        expect(trend === 'empty').toBe(times.length === 0);
        expect([beganAt, lastNewAt].includes(null)).toBe(times.length === 0);
        if (beganAt === null || lastNewAt === null) return;
        expect([...times, ...young]).toContain(beganAt);
        expect([...times, ...young]).toContain(lastNewAt);
        if (trend === 'scattered') expect(beganAt).toBe(Math.min(...times));
        expect(lastNewAt).toBeGreaterThanOrEqual(beganAt);
      }),
      RUNS,
    );
  });
});
