import type { DailyReport } from '../model/daily-report.ts';
import { formatInZone, offsetAt } from '../model/zone.ts';

const HOUR_MS = 3_600_000;

/** `2004-03-28`: the day, in its zone. */
export function dayDate({ day }: DailyReport): string {
  return formatInZone(Date.parse(day.from), day.tz).slice(0, 10);
}

/** `2004-03-28, Europe/Paris (UTC+1, UTC+2 from 03:00), 23 h, as of 23:59:58` */
export function dayTitle(report: DailyReport): string {
  const { day, asOf } = report;
  const from = Date.parse(day.from);
  const to = Date.parse(day.to);
  const hours = (to - from) / HOUR_MS;
  const zone = day.tz === 'UTC' ? 'UTC' : `${day.tz} (${offsetText(from, to, day.tz)})`;
  return [
    `${dayDate(report)}, ${zone}`,
    ...(hours === 24 ? [] : [`${Number(hours.toFixed(2))} h`]),
    ...(Date.parse(asOf) >= to ? [] : [asOfText(report)]),
  ].join(', ');
}

/** `as of 23:59:58`, or with its date where all logs end before the day. */
function asOfText(report: DailyReport): string {
  const text = formatInZone(Date.parse(report.asOf), report.day.tz).slice(0, 19);
  const isWithin = text.slice(0, 10) === dayDate(report);
  return `as of ${isWithin ? text.slice(11) : text}`;
}

/** `23:59:58` in `zone`, whatever the day. */
export function clockTime(iso: string, zone: string): string {
  return formatInZone(Date.parse(iso), zone).slice(11, 19);
}

function offsetText(from: number, to: number, zone: string): string {
  const before = offsetAt(from, zone);
  const after = offsetAt(to - 1, zone);
  if (before === after) return utcOffset(before);
  const change = changeBetween(from, to, zone);
  const clock = formatInZone(change, zone).slice(11, 16);
  // A clock that is put back shows the hour twice.
  const from2 = after < before ? `the second ${clock}` : clock;
  return `${utcOffset(before)}, ${utcOffset(after)} from ${from2}`;
}

/** The first millisecond of the new offset. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let last = from;
  let first = to - 1;
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle, zone) === before) last = middle;
    else first = middle;
  }
  return first;
}

/** `UTC+1`, `UTC-3:30` */
function utcOffset(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const rest = minutes % 60;
  const part = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `UTC${offset < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${part}`;
}
