import type { DailyReport, Latency } from '../model/daily-report.ts';
import { sumOf } from './day-words.ts';
import type { Gauge, Sample } from './prometheus.ts';
import { prometheusText, single } from './prometheus.ts';

const VERDICTS = [
  'quiet',
  'degraded',
  'stuck',
] as const satisfies readonly DailyReport['verdict'][];

const COUNTS = {
  carried: 'stuck when the day began',
  new: 'that got stuck in the day',
  cleared: 'that were stuck and went on in the day',
  now: 'stuck when the day ended',
} as const;

/** The day as gauges: what was counted is of that day alone, so nothing here is a counter. */
export function dailyPrometheus(report: DailyReport): string {
  const { total, ended, throughput, latency } = report;
  return prometheusText([
    {
      name: 'mailtrail_day_verdict',
      help: '1 for the verdict of the day.',
      samples: VERDICTS.map((verdict) => ({
        labels: { verdict },
        value: Number(verdict === report.verdict),
      })),
    },
    ...stuckGauges(report),
    single(
      'mailtrail_day_oldest_seconds',
      'Age of what is stuck longest, 0 for nothing.',
      total.oldestSeconds ?? 0,
    ),
    {
      name: 'mailtrail_day_ended_recipients',
      help: 'Recipients that ended badly in the day, by state.',
      samples: Object.entries(ended).map(([state, value]) => ({ labels: { state }, value })),
    },
    single(
      'mailtrail_day_in_recipients',
      'Recipients of mail first seen in the day.',
      sumOf(throughput.hours, 'in'),
    ),
    single(
      'mailtrail_day_out_recipients',
      'Recipients delivered or handed to a host outside in the day.',
      sumOf(throughput.hours, 'out'),
    ),
    {
      name: 'mailtrail_day_latency_seconds',
      help: 'How long what ended well in the day took.',
      samples: quantiles(latency, {}),
    },
    {
      name: 'mailtrail_day_stage_latency_seconds',
      help: 'How long what ended well in the day took, by the stage it ended in.',
      samples: latency.byStage.flatMap((stage) => quantiles(stage, { stage: stage.stage })),
      same: 'max',
    },
    single(
      'mailtrail_day_under_ninety_seconds_ratio',
      'Share of what ended well in less than 90 seconds.',
      latency.underNinetySecondsShare,
    ),
    ...coverageGauges(report),
  ]);
}

function stuckGauges({ stages, total }: DailyReport): Gauge[] {
  return (['carried', 'new', 'cleared', 'now'] as const).flatMap((count) => {
    const name = `mailtrail_day_${count}_recipients`;
    const help = `Recipients ${COUNTS[count]}`;
    return [
      {
        name,
        help: `${help}, by stage.`,
        samples: stages.map((row) => ({ labels: { stage: row.stage }, value: row[count] })),
      },
      single(`${name}_all`, `${help}.`, total[count]),
    ];
  });
}

function quantiles(latency: Latency, labels: Readonly<Record<string, string>>): Sample[] {
  return [
    { labels: { ...labels, quantile: '0.5' }, value: latency.p50Seconds },
    { labels: { ...labels, quantile: '0.95' }, value: latency.p95Seconds },
    { labels: { ...labels, quantile: '0.99' }, value: latency.p99Seconds },
  ];
}

function coverageGauges({ coverage, day, asOf }: DailyReport): Gauge[] {
  const { hoursRead, hoursDue, missing } = coverage.day;
  return [
    single('mailtrail_day_hours_read', 'Hours of logs that were read, of all servers.', hoursRead),
    single('mailtrail_day_hours_due', 'Hours of logs that there should be.', hoursDue),
    single('mailtrail_day_missing_servers', 'Servers without a log of the day.', missing.length),
    single(
      'mailtrail_day_start_timestamp_seconds',
      'When the day began.',
      Date.parse(day.from) / 1000,
    ),
    single(
      'mailtrail_day_as_of_timestamp_seconds',
      'The moment that what is stuck is told for.',
      Date.parse(asOf) / 1000,
    ),
  ];
}
