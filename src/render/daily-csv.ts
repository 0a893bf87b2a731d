import type { DailyReport, DayCounts, Latency } from '../model/daily-report.ts';
import type { CsvCell } from './stuck-csv.ts';

const HEAD = [
  'section',
  'key',
  'carried',
  'new',
  'cleared',
  'now',
  'oldestSeconds',
  'p95Seconds',
  'lastReason',
  'value',
  'usual',
  'notable',
];

/**
 * Cells of `daily --csv`, the head first: one flat table to filter by `section`. `total`, `stage`, `server` and
 * `destination` fill the columns of what is stuck; of all other sections `value` is what counts, in the unit that the
 * section names. `change` has the median of the days before in `usual`.
 */
export function dailyCsvRows(report: DailyReport): CsvCell[][] {
  const { day, asOf, verdict, coverage, ended, throughput, latency } = report;
  return [
    HEAD,
    valueRow('day', 'from', day.from),
    valueRow('day', 'to', day.to),
    valueRow('day', 'tz', day.tz),
    valueRow('day', 'asOf', asOf),
    valueRow('day', 'verdict', verdict),
    ...report.problems.map((problem, index) => valueRow('problem', index + 1, problem)),
    valueRow('coverage', 'servers', coverage.day.servers),
    valueRow('coverage', 'hoursRead', coverage.day.hoursRead),
    valueRow('coverage', 'hoursDue', coverage.day.hoursDue),
    ...coverage.day.missing.map((server) => valueRow('missing', server, 1)),
    countsRow('total', 'TOTAL', report.total),
    ...report.stages.map((row) => countsRow('stage', row.stage, row)),
    ...report.servers.map((row) => countsRow('server', row.server, row)),
    ...report.destinations.map((row) => countsRow('destination', row.destination, row)),
    ...Object.entries(ended).map(([state, count]) => valueRow('ended', state, count)),
    ...report.ndrByStatus.map(({ status, count }) => valueRow('ndrStatus', status, count)),
    ...throughput.hours.map((hour) => valueRow('in', hour.at, hour.in)),
    ...throughput.hours.map((hour) => valueRow('out', hour.at, hour.out)),
    ...latencyRows('all', latency),
    ...latency.byStage.flatMap((stage) => latencyRows(stage.stage, stage)),
    ...report.changes.map(({ measure, today, median, notable }) => [
      ...valueRow('change', measure, today).slice(0, -2),
      median,
      notable,
    ]),
  ];
}

function countsRow(section: string, key: string, row: DayCounts): CsvCell[] {
  const { carried, cleared, now, oldestSeconds, p95Seconds, lastReason } = row;
  const counts = [carried, row.new, cleared, now, oldestSeconds, p95Seconds, lastReason];
  return [section, key, ...counts, null, null, null];
}

function valueRow(section: string, key: CsvCell, value: CsvCell): CsvCell[] {
  return [section, key, null, null, null, null, null, null, null, value, null, null];
}

function latencyRows(key: string, latency: Latency): CsvCell[][] {
  return [
    valueRow('latencyCount', key, latency.count),
    valueRow('latencyP50Seconds', key, latency.p50Seconds),
    valueRow('latencyP95Seconds', key, latency.p95Seconds),
    valueRow('latencyP99Seconds', key, latency.p99Seconds),
    valueRow('latencyUnderNinetySecondsShare', key, latency.underNinetySecondsShare),
  ];
}
