import type {
  DailyReport,
  DayChange,
  DayCounts,
  DayEnds,
  Latency,
  StageDay,
  StageLatency,
} from '../../model/daily-report.ts';
import type { QueueShape, QueueTable, StuckBy } from '../../model/stuck-report.ts';
import { coverageFields, findRecord } from './report-fields.ts';
import { each, host, keep, keepAll, orNull, ours, record, sentence, time, word } from './rules.ts';
import type { Rule } from './rules.ts';

/* Every field of a daily summary, and what becomes of it. */

type Item<T> = T extends readonly (infer U)[] ? U : never;

/** What stands where a row has no name. */
const NAMELESS = new Set(['(no domain)', '(none)', '(unknown)', 'MAILER-DAEMON']);

const domain: Rule<string> = (value, names) => (NAMELESS.has(value) ? value : names.domain(value));
const hostKey: Rule<string> = (value, names) => (NAMELESS.has(value) ? value : names.host(value));

const KEYS: Readonly<Record<StuckBy, Rule<string>>> = {
  destination: domain,
  server: host,
  stage: ours,
  sender: domain,
  'next-hop': hostKey,
};

const counts = {
  carried: keep,
  new: keep,
  cleared: keep,
  now: keep,
  oldestSeconds: keep,
  p95Seconds: keep,
  lastReason: orNull(sentence),
} as const satisfies { readonly [K in keyof DayCounts]: unknown };

const queueShape = {
  count: keep,
  buckets: keepAll,
  oldestSeconds: keep,
  trend: keep,
  beganAt: orNull(time),
  lastNewAt: orNull(time),
} as const satisfies { readonly [K in keyof QueueShape]: unknown };

function queueTable(by: StuckBy): Rule<QueueTable> {
  return record<QueueTable>({
    by: keep,
    unit: keep,
    thresholdSeconds: keep,
    bucketMinutes: keepAll,
    total: record<QueueShape>(queueShape),
    rows: each(record<Item<QueueTable['rows']>>({ key: KEYS[by], ...queueShape })),
    stalled: keep,
    atLogEnd: keep,
    inTransit: record<QueueTable['inTransit']>({ lost: keep, unlogged: keep }),
    system: keep,
  });
}

const latency = {
  count: keep,
  p50Seconds: keep,
  p95Seconds: keep,
  p99Seconds: keep,
  underNinetySecondsShare: keep,
} as const satisfies { readonly [K in keyof Latency]: unknown };

const ended = record<DayEnds>({
  ndr: keep,
  badmail: keep,
  failed: keep,
  filtered: keep,
  absorbed: keep,
  held: keep,
  lost: keep,
  unlogged: keep,
});

const change = record<DayChange>({
  measure: keep,
  today: keep,
  median: keep,
  days: keep,
  notable: keep,
});

const coverage = record<DailyReport['coverage']>({
  ...coverageFields,
  day: record<DailyReport['coverage']['day']>({
    servers: keep,
    hoursRead: keep,
    hoursDue: keep,
    missing: each(host),
  }),
});

export const dailyReport: Rule<DailyReport> = record<DailyReport>({
  schema: keep,
  day: record<DailyReport['day']>({ from: time, to: time, tz: word }),
  asOf: time,
  verdict: keep,
  problems: each(sentence),
  coverage,
  total: record<DailyReport['total']>({ ...counts, messages: keep }),
  stages: each(record<StageDay>({ ...counts, stage: keep })),
  servers: each(record<Item<DailyReport['servers']>>({ ...counts, server: host })),
  destinations: each(record<Item<DailyReport['destinations']>>({ ...counts, destination: domain })),
  ended,
  badmailBefore2007: keep,
  ndrByStatus: each(
    record<Item<DailyReport['ndrByStatus']>>({
      status: (status) => (/^[\dx]+(\.[\dx]+){0,2}$/.test(status) ? status : 'redacted'),
      count: keep,
    }),
  ),
  shape: (table, names) => queueTable(table.by)(table, names),
  throughput: record<DailyReport['throughput']>({
    hours: each(
      record<Item<DailyReport['throughput']['hours']>>({ at: time, in: keep, out: keep }),
    ),
  }),
  latency: record<DailyReport['latency']>({
    ...latency,
    byStage: each(record<StageLatency>({ ...latency, stage: keep })),
  }),
  changes: each(change),
  oldest: each(findRecord),
});
