import { firstWhere } from '../../model/first-where.ts';

/**
 * A time axis that shows a second beside a week: between two moments that anything happened at lies one step of width and
 * two more for each power of ten of the seconds between.
 */
export interface Axis {
  /** Where a moment (milliseconds UTC) lies; one out of range, at the nearer end. */
  readonly x: (at: number) => number;
  /** The moments, in order, each once. */
  readonly moments: readonly number[];
  readonly from: number;
  readonly to: number;
}

export function axisOf(all: readonly number[], from: number, to: number): Axis {
  const moments = [...new Set(all.filter(Number.isFinite))].toSorted((a, b) => a - b);
  const places = [0];
  for (const [index, at] of moments.entries()) {
    const before = moments[index - 1];
    if (before !== undefined) places.push((places[index - 1] ?? 0) + stepOf(at - before));
  }
  const whole = places.at(-1) ?? 0;
  const scale = whole === 0 ? 0 : (to - from) / whole;
  const x = (at: number): number => from + placeOf(at, moments, places) * scale;
  return { x, moments, from, to };
}

function stepOf(milliseconds: number): number {
  return 1 + 2 * Math.log10(1 + milliseconds / 1000);
}

function placeOf(at: number, moments: readonly number[], places: readonly number[]): number {
  const after = firstWhere(moments, (moment) => moment >= at);
  if (after === 0 || !Number.isFinite(at)) return 0;
  const end = moments[after];
  if (end === undefined) return places.at(-1) ?? 0;
  const begin = moments[after - 1] ?? end;
  const share = (at - begin) / (end - begin);
  const left = places[after - 1] ?? 0;
  return left + share * ((places[after] ?? left) - left);
}
