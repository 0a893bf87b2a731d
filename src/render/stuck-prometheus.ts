import type { StuckReport, StuckRow } from '../model/stuck-report.ts';
import type { Sample } from './prometheus.ts';
import { prometheusText, single } from './prometheus.ts';

/** Every key is a series that Prometheus keeps for weeks: those with less are counted together. */
const KEYS = 200;
const OTHER = '(other)';

/** The queue as gauges. The label of a row is named after what rows are: `destination`, `next_hop`. */
export function stuckPrometheus(report: StuckReport): string {
  const { unit, by, total, inTransit } = report;
  const counted = `mailtrail_stuck_${unit}`;
  const label = by.replaceAll('-', '_');
  return prometheusText([
    {
      name: counted,
      help: `Open ${unit} by ${by}.`,
      samples: keyed(report.rows, label, ({ count }) => count),
    },
    single(`${counted}_all`, `Open ${unit}.`, total.count),
    {
      name: `${counted}_by_age`,
      help: `Open ${unit} younger than age_minutes and not younger than the age before.`,
      samples: report.bucketMinutes.map((minutes, index) => ({
        labels: { age_minutes: minutes === null ? '+Inf' : String(minutes) },
        value: total.buckets[index] ?? 0,
      })),
    },
    {
      name: 'mailtrail_stuck_oldest_seconds',
      help: `Age of what is open longest, by ${by}.`,
      samples: keyed(report.rows, label, ({ oldestSeconds }) => oldestSeconds),
      same: 'max',
    },
    single(
      'mailtrail_stuck_oldest_seconds_all',
      'Age of what is open longest, 0 for nothing.',
      total.oldestSeconds ?? 0,
    ),
    single(
      'mailtrail_stuck_threshold_seconds',
      'Age from which open mail is stuck.',
      report.thresholdSeconds,
    ),
    single(
      'mailtrail_stuck_at_log_end',
      `Open ${unit} that are too young to judge where the log ends.`,
      report.atLogEnd,
    ),
    single(
      'mailtrail_stuck_lost',
      `Handed over to a server whose log covers the time and never saw them, ${unit}.`,
      inTransit.lost,
    ),
    single(
      'mailtrail_stuck_unlogged',
      `Handed over to a server whose log of that time is not loaded, ${unit}.`,
      inTransit.unlogged,
    ),
    single('mailtrail_stuck_system', `Open system mail, not counted, ${unit}.`, report.system),
    single(
      'mailtrail_stuck_as_of_timestamp_seconds',
      'The moment that all this is told for.',
      report.asOf === null ? null : Date.parse(report.asOf) / 1000,
    ),
  ]);
}

function keyed(
  rows: readonly StuckRow[],
  label: string,
  valueOf: (row: StuckRow) => number | null,
): Sample[] {
  return rows.map((row, index) => ({
    labels: { [label]: index < KEYS ? row.key : OTHER },
    value: valueOf(row),
  }));
}
