import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredDays } from '../../src/lifecycle/covered-days.ts';
import { dateInZone } from '../../src/model/zone.ts';

const HOUR = 3_600_000;
const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia'];

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One line at the beginning of each of so many hours from a moment on. */
function every(from: string, count: number) {
  const begin = Date.parse(from);
  return Array.from({ length: count }, (_, index) => {
    const at = begin + index * HOUR;
    return { events: 1, firstAt: at, lastAt: at };
  });
}

function told(
  hours: ReturnType<typeof every>,
  zone: string,
  rejects: readonly (readonly [string, number])[] = [],
): string[] {
  const byDay = new Map(rejects.map(([day, count]) => [Date.parse(day) / (24 * HOUR), count]));
  return coveredDays(hours, byDay, zone).map(
    ({ from, hours: count, events, rejected }) =>
      `${dateInZone(from, zone)} ${count} h, ${events} events, ${rejected} rejected`,
  );
}

describe('the days of a server', () => {
  it('are those of the zone', () => {
    expect(told(every('2004-02-17T22:00:00Z', 3), 'UTC')).toEqual([
      '2004-02-17 2 h, 2 events, 0 rejected',
      '2004-02-18 1 h, 1 events, 0 rejected',
    ]);
    expect(told(every('2004-02-17T22:00:00Z', 3), 'Europe/Paris')).toEqual([
      '2004-02-17 1 h, 1 events, 0 rejected',
      '2004-02-18 2 h, 2 events, 0 rejected',
    ]);
  });

  it.each([
    ['2004-03-28', '2004-03-27T23:00:00Z', 23],
    ['2004-10-31', '2004-10-30T22:00:00Z', 25],
  ])('%s has as many hours as clocks give it', (day, begin, hours) => {
    expect(told(every(begin, hours), 'Europe/Paris')).toEqual([
      `${day} ${hours} h, ${hours} events, 0 rejected`,
    ]);
    expect(told(every(begin, hours + 1), 'Europe/Paris')).toHaveLength(2);
  });

  it('take an hour that two of them share by its first line', () => {
    const [before, after] = ['29:59', '30:00'].map((minute) =>
      told(every(`2004-02-17T18:${minute}Z`, 1), 'Asia/Kolkata'),
    );
    expect(before).toEqual(['2004-02-17 1 h, 1 events, 0 rejected']);
    expect(after).toEqual(['2004-02-18 1 h, 1 events, 0 rejected']);
  });

  it('count lines that could not be read, also where there is no other', () => {
    expect(told(every('2004-02-17T22:00:00Z', 1), 'UTC', [['2004-02-19', 7]])).toEqual([
      '2004-02-17 1 h, 1 events, 0 rejected',
      '2004-02-19 0 h, 0 events, 7 rejected',
    ]);
  });

  it('have all hours, events and rejects, each once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 }),
        fc.dictionary(fc.constantFrom('12400', '12410', '12420'), fc.integer({ min: 1, max: 9 })),
        fc.constantFrom(...ZONES),
        (numbers, rejects, zone) => {
          const begin = Date.parse('2004-02-15T00:00:00Z');
          const hours = numbers
            .toSorted((a, b) => a - b)
            .map((number) => {
              const firstAt = begin + number * HOUR + (number % 60) * 60_000;
              return { events: number + 1, firstAt, lastAt: firstAt };
            });
          const byDay = new Map(Object.entries(rejects).map(([day, n]) => [Number(day), n]));
          const days = coveredDays(hours, byDay, zone);
          expect(sum(days.map((day) => day.hours))).toBe(hours.length);
          expect(sum(days.map(({ events }) => events))).toBe(
            sum(hours.map(({ events }) => events)),
          );
          expect(sum(days.map(({ rejected }) => rejected))).toBe(sum([...byDay.values()]));
          for (const [index, { from, to, hours: count }] of days.entries()) {
            expect(count).toBeLessThanOrEqual(Math.ceil((to - from) / HOUR) + 1);
            expect(to).toBeLessThanOrEqual(days[index + 1]?.from ?? Infinity);
            expect(dateInZone(to - 1, zone)).toBe(dateInZone(from, zone));
          }
        },
      ),
    );
  });
});
