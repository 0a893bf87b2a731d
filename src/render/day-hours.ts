import type { DailyReport } from '../model/daily-report.ts';
import { formatInZone } from '../model/zone.ts';
import { sumOf } from './day-words.ts';
import { formatCount } from './numbers.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Numbers as bars of eight heights, the highest standing for `most`; none is a point. */
export function sparkline(numbers: readonly number[], most: number): string {
  return numbers
    .map((number) => {
      if (number <= 0) return '·';
      const height = Math.ceil((number / Math.max(most, number)) * BARS.length);
      return BARS[Math.min(BARS.length, Math.max(1, height)) - 1] ?? '·';
    })
    .join('');
}

/** In and out by hour, on one scale, so that one sees whether queues fill or drain. Plain, three lines. */
export function hourLines({ throughput, day }: DailyReport): string[] {
  const { hours } = throughput;
  if (hours.length === 0) return [];
  const most = Math.max(...hours.map((hour) => Math.max(hour.in, hour.out)));
  const bars = (side: 'in' | 'out'): string =>
    sparkline(
      hours.map((hour) => hour[side]),
      most,
    );
  return [
    `By hour  ${ruler(hours.map(({ at }) => wallHour(at, day.tz)))}`,
    `  in     ${bars('in')}  ${peakText(hours, 'in', day.tz)}`,
    `  out    ${bars('out')}  ${peakText(hours, 'out', day.tz)}`,
  ];
}

/** Names every sixth hour over its bar. In days of 23 or 25 hours they move. */
function ruler(hours: readonly number[]): string {
  let line = '';
  let named = -1;
  for (const [index, hour] of hours.entries()) {
    if (hour % 6 !== 0 || hour === named) continue;
    named = hour;
    line = line.padEnd(index) + String(hour).padStart(2, '0');
  }
  return line;
}

function wallHour(at: string, zone: string): number {
  return Number(formatInZone(Date.parse(at), zone).slice(11, 13));
}

function peakText(
  hours: DailyReport['throughput']['hours'],
  side: 'in' | 'out',
  zone: string,
): string {
  const total = sumOf(hours, side);
  const peak = hours.reduce((best, hour) => (hour[side] > best[side] ? hour : best));
  if (total === 0) return '0';
  const at = formatInZone(Date.parse(peak.at), zone).slice(11, 16);
  return `${formatCount(total)}, most ${formatCount(peak[side])} from ${at}`;
}
