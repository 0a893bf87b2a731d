import type { QueueShape } from '../model/stuck-report.ts';
import { formatInZone } from '../model/zone.ts';

/** `02:10`, or with the day where that is not the one that `asOf` ends or lies in: `2004-02-16 09:12`. Both days are those of `zone`. */
function timeNear(iso: string, asOf: string | null, zone: string): string {
  const text = formatInZone(Date.parse(iso), zone).slice(0, 16);
  const sameDay =
    asOf !== null && formatInZone(Date.parse(asOf) - 1, zone).slice(0, 10) === text.slice(0, 10);
  return sameDay ? text.slice(11) : text;
}

/** Reads the shape of a queue: `began about 02:10, still growing`. Empty when nothing is open. */
export function trendSentence(shape: QueueShape, asOf: string | null, zone: string): string {
  const { trend, beganAt, lastNewAt, count } = shape;
  if (beganAt === null || trend === 'empty') return '';
  const began = timeNear(beganAt, asOf, zone);
  // One alone makes no burst, whatever its arrival was called.
  if (count === 1) return `since ${began}`;
  switch (trend) {
    case 'growing':
      return `began about ${began}, still growing`;
    case 'over': {
      const last = timeNear(lastNewAt ?? beganAt, asOf, zone);
      return last === began
        ? `came about ${began}, none since`
        : `began about ${began}, none since ${last}`;
    }
    case 'scattered':
      return `scattered since ${began}`;
  }
}
