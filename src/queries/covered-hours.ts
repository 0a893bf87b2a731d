import { newestDays } from '../lifecycle/covered-days.ts';
import type { DailyCoverageReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import type { DailyCoverage } from './daily-coverage.ts';

const HOUR_MS = 3_600_000;

/** The report with the hours that have lines, of the newest days alone where so many are named. */
export function withHours(
  { report, hours }: DailyCoverage,
  zone: string,
  days: number | null,
): DailyCoverageReport {
  const bounds = days === null ? null : newestDays(report.servers, zone, days);
  const from = bounds?.[0] ?? Number.NEGATIVE_INFINITY;
  const to = bounds?.at(-1) ?? Number.POSITIVE_INFINITY;
  const told = (hour: number): boolean => hour * HOUR_MS < to && (hour + 1) * HOUR_MS > from;
  return {
    ...report,
    servers: report.servers.map((server) => ({
      ...server,
      hoursWithLines: (hours.get(server.server) ?? [])
        .filter(told)
        .map((hour) => isoTime(hour * HOUR_MS)),
    })),
  };
}
