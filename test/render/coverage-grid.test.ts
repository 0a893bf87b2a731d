import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, pictureOf } from '../../src/render/coverage-grid.ts';
import { headOf } from '../../src/render/coverage-head.ts';
import { dateInZone } from '../../src/model/zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function hoursFrom(from: string, count: number, skip: readonly number[] = []): number[] {
  const begin = Date.parse(from) / HOUR;
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => !skip.includes(index))
    .map((index) => begin + index);
}

function server(from: string, to: string, gaps: { from: string; to: string; why: string }[] = []) {
  return { server: 'EXCH01', from, to, gaps, rejectedLines: 0, files: 1, days: [] };
}

function grid(first: string, last: string, width: number, zone = 'UTC') {
  return gridOf(Date.parse(first), Date.parse(last), zone, width);
}

describe('columns', () => {
  it.each([
    [3, 80, '8 of 1', 3, 3],
    [8, 71, '8 of 1', 8, 8],
    [9, 71, '4 of 1', 9, 9],
    [20, 71, '2 of 1', 20, 20],
    [60, 71, '1 of 1', 60, 60],
    [71, 71, '1 of 1', 71, 71],
    [72, 71, '1 of 7', 11, 11],
    [1000, 71, '1 of 7', 71, 144],
  ])('of %i days in %i characters: %s', (days, width, form, shown, total) => {
    // A Monday.
    const first = Date.parse('2004-02-16T00:00:00Z');
    const found = gridOf(first, first + days * DAY - 1, 'UTC', width);
    expect(`${found.form.cells} of ${found.form.days}`).toBe(form);
    expect(found.bounds).toHaveLength(shown + 1);
    expect(found.total).toBe(total + (form === '1 of 7' && days === 1000 ? -1 : 0));
  });

  it('begin and end with days, whatever clocks do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 600 * 24 }),
        fc.integer({ min: 0, max: 400 * 24 }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/New_York'),
        (start, length, width, zone) => {
          const first = Date.parse('2004-01-01T00:00:00Z') + start * HOUR;
          const last = first + length * HOUR;
          const { bounds, form, total } = gridOf(first, last, zone, width);
          const [begin = 0] = bounds;
          const end = bounds.at(-1) ?? 0;
          expect(end).toBeGreaterThan(last);
          if (bounds.length - 1 === total) expect(begin).toBeLessThanOrEqual(first);
          expect((bounds.length - 1) * (form.cells + form.gap) - form.gap).toBeLessThanOrEqual(
            Math.max(width, form.cells),
          );
          for (const bound of bounds)
            expect(dateInZone(bound - 1, zone)).not.toBe(dateInZone(bound, zone));
        },
      ),
    );
  });
});

describe('the picture of a server', () => {
  it('shows hours with lines, hours without, and where its log begins and ends', () => {
    const picture = pictureOf(
      server('2004-02-16T06:00:00Z', '2004-02-17T20:59:00Z'),
      // No line from 9 to 12, one hour of three from 12 to 15.
      hoursFrom('2004-02-16T06:00:00Z', 39, [3, 4, 5, 7, 8]),
      grid('2004-02-16T06:00:00Z', '2004-02-17T20:59:00Z', 80),
    );
    expect(picture).toEqual(['  █·▃███', '███████ ']);
  });

  it.each([
    ['2004-03-27T23:00:00Z', 23],
    ['2004-10-30T22:00:00Z', 25],
  ])('is full on a day of clock change from %s', (from, count) => {
    const last = new Date(Date.parse(from) + count * HOUR - 1).toISOString();
    const one = server(from, last);
    const picture = pictureOf(one, hoursFrom(from, count), grid(from, last, 80, 'Europe/Paris'));
    expect(picture).toEqual(['████████']);
  });

  it('tells a silence from a day without a file, each where it is', () => {
    const gaps = [
      { from: '2004-02-16T08:59:58.000Z', to: '2004-02-16T12:00:02.000Z', why: 'silence' },
      { from: '2004-02-17T00:00:00.000Z', to: '2004-02-18T00:00:00.000Z', why: 'missing-day' },
    ];
    const picture = pictureOf(
      server('2004-02-16T00:00:00Z', '2004-02-18T23:59:00Z', gaps),
      [
        ...hoursFrom('2004-02-16T00:00:00Z', 24, [9, 10, 11]),
        ...hoursFrom('2004-02-18T00:00:00Z', 24),
      ],
      grid('2004-02-16T00:00:00Z', '2004-02-18T23:59:00Z', 80),
    );
    expect(picture).toEqual(['███!████', 'xxxxxxxx', '████████']);
  });

  it('shows each gap of an hour or more in some cell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 * DAY }),
        fc.integer({ min: HOUR, max: DAY }),
        fc.constantFrom(12, 25, 50, 100),
        fc.constantFrom('UTC', 'Asia/Kolkata'),
        (start, length, width, zone) => {
          const begin = Date.parse('2004-02-16T00:00:00Z');
          const iso = (at: number): string => new Date(begin + at).toISOString();
          const gaps = [{ from: iso(start), to: iso(start + length), why: 'silence' }];
          const one = server(iso(0), iso(12 * DAY - 1), gaps);
          const all = hoursFrom('2004-02-16T00:00:00Z', 12 * 24);
          const columns = pictureOf(one, all, grid(iso(0), iso(12 * DAY - 1), width, zone));
          expect(columns.join('')).toContain('!');
        },
      ),
    );
  });
});

describe('the head', () => {
  it.each<[string, string, number, string[]]>([
    [
      '2004-02-27',
      '2004-03-02',
      45,
      ['2004-02                    2004-03', '27       28       29       01       02'],
    ],
    [
      '2004-02-27',
      '2004-03-12',
      50,
      ['2004-02  2004-03', '27 28 29 01 02 03 04 05 06 07 08 09 10 11 12'],
    ],
    [
      '2004-02-02',
      '2004-03-14',
      45,
      ['2004-02                     2004-03', '02     09     16     23     01     08'],
    ],
    ['2004-01-05', '2004-06-27', 26, ['    2004-02  2004-04']],
  ])('of %s to %s in %i characters', (first, last, width, lines) => {
    const head = headOf(grid(`${first}T12:00:00Z`, `${last}T12:00:00Z`, width), 'UTC');
    expect(head).toEqual(lines);
  });
});
