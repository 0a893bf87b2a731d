import type { Span } from '../lifecycle/stalls.ts';
import type { Traffic } from '../lifecycle/traffic.ts';
import type { DailyReport, Latency } from '../model/daily-report.ts';
import { isoTime } from '../model/time.ts';
import { QUARTER_MS } from '../store/traffic-rows.ts';
import { sumOf } from './traffic.ts';

const HOUR_MS = 3_600_000;
const SOON_SECONDS = 90;

type DayTraffic = Pick<DailyReport, 'throughput' | 'latency'>;

/** What came and went in the day, and how long it took; mail of the system is left out. `byQuarter`: counted from the day's begin. */
export function dayTraffic(day: Span, byQuarter: ReadonlyMap<number, Traffic>): DayTraffic {
  const hours = Array.from({ length: Math.ceil((day.to - day.from) / HOUR_MS) }, (_, hour) => ({
    at: isoTime(day.from + hour * HOUR_MS),
    in: 0,
    out: 0,
  }));
  for (const [quarter, { recipientsIn, recipientsOut }] of byQuarter) {
    const hour = hours[Math.floor((quarter * QUARTER_MS) / HOUR_MS)];
    if (hour === undefined) continue;
    hour.in += recipientsIn;
    hour.out += recipientsOut;
  }
  const { took } = sumOf(byQuarter.values());
  const stages = [...took].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    throughput: { hours },
    latency: {
      ...latencyOf(stages.map(([, times]) => times)),
      byStage: stages.map(([stage, times]) => ({ stage, ...latencyOf([times]) })),
    },
  };
}

/** Of how many took so many seconds. */
function latencyOf(lists: readonly ReadonlyMap<number, number>[]): Latency {
  const times = lists.flatMap((list) => [...list]).toSorted(([a], [b]) => a - b);
  const count = sum(times);
  const soon = sum(times.filter(([seconds]) => seconds < SOON_SECONDS));
  return {
    count,
    p50Seconds: nearestRank(times, count, 0.5),
    p95Seconds: nearestRank(times, count, 0.95),
    p99Seconds: nearestRank(times, count, 0.99),
    underNinetySecondsShare: count === 0 ? null : soon / count,
  };
}

type Times = readonly (readonly [seconds: number, count: number])[];

function sum(times: Times): number {
  return times.reduce((total, [, count]) => total + count, 0);
}

/** The value that so great a share of all does not exceed; null of nothing. `times` are in order. */
function nearestRank(times: Times, count: number, share: number): number | null {
  let left = Math.ceil(count * share);
  for (const [seconds, number] of times) {
    left -= number;
    if (left <= 0) return seconds;
  }
  return null;
}
