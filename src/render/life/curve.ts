import { round } from './round.ts';

/** From the sign of leaving to the line of the next server, whichever of them is above, as the data of a path. */
export function curvePath({
  x1,
  y1,
  x2,
  y2,
}: {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}): string {
  const side = y2 >= y1 ? 1 : -1;
  const begin = y1 + side * 8;
  const end = y2 - side * 11;
  const middle = (begin + end) / 2;
  return `M${round(x1)} ${round(begin)}C${round(x1)} ${round(middle)} ${round(x2)} ${round(middle)} ${round(x2)} ${round(end)}`;
}
