import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../src/render/life/axis.ts';

const times = fc.array(fc.integer({ min: 0, max: 40_000_000_000 }), {
  minLength: 1,
  maxLength: 60,
});

describe('the axis', () => {
  it('begins and ends with its moments and keeps their order', () => {
    fc.assert(
      fc.property(times, (all) => {
        const { x, moments } = axisOf(all, 100, 800);
        expect(moments).toEqual([...new Set(all)].toSorted((a, b) => a - b));
        expect(x(Math.min(...all))).toBe(100);
        const end = x(Math.max(...all));
        expect(end).toBeCloseTo(moments.length === 1 ? 100 : 800, 6);
        const places = moments.map(x);
        for (const [index, place] of places.entries())
          if (index > 0) expect(place).toBeGreaterThan(places[index - 1] ?? Infinity);
      }),
    );
  });

  it('puts any other time between its neighbours, and what is out of range at an end', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -10, max: 40_000_000_010 }), (all, at) => {
        const { x, moments } = axisOf(all, 100, 800);
        const before = moments.findLast((one) => one <= at) ?? moments[0] ?? 0;
        const after = moments.find((one) => one >= at) ?? moments.at(-1) ?? 0;
        expect(x(at)).toBeGreaterThanOrEqual(x(before) - 1e-9);
        expect(x(at)).toBeLessThanOrEqual(x(after) + 1e-9);
      }),
    );
  });

  it('shows a second beside a week', () => {
    const { x } = axisOf([0, 1000, 604_801_000], 0, 100);
    expect(x(1000)).toBeGreaterThan(10);
    expect(x(1000)).toBeLessThan(20);
  });

  it('has no place but its beginning for what is no time', () => {
    expect(axisOf([Number.NaN, 5, 9], 1, 2).x(Number.NaN)).toBe(1);
    expect(axisOf([], 1, 2).x(5)).toBe(1);
  });
});
