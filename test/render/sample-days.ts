import type {
  DailyReport,
  DayCounts,
  DayEnds,
  Latency,
  StageDay,
} from '../../src/model/daily-report.ts';
import {
  rowOf,
  ages,
  ago,
  AS_OF,
  badTable,
  coverageOf,
  HOSTILE_KEYS,
  recordOf,
  serverOf,
  shapeOf,
  stuckReportOf,
  tableOf,
} from './sample-reports.ts';

const HOUR = 3600;
const DAY = 86_400;

function countsOf(
  [carried, added, cleared]: readonly [number, number, number],
  oldestSeconds: number | null = null,
  p95Seconds: number | null = null,
  lastReason: string | null = null,
): DayCounts {
  const now = carried + added - cleared;
  return { carried, new: added, cleared, now, oldestSeconds, p95Seconds, lastReason };
}

const NO_ENDS: DayEnds = {
  ndr: 0,
  badmail: 0,
  failed: 0,
  filtered: 0,
  absorbed: 0,
  held: 0,
  lost: 0,
  unlogged: 0,
};

function latencyOf(count: number, p50: number, p95: number, p99: number, share: number): Latency {
  return {
    count,
    p50Seconds: p50,
    p95Seconds: p95,
    p99Seconds: p99,
    underNinetySecondsShare: share,
  };
}

/** Hours of a day from `from` on, as an office has them: mail `out` falls behind from the hour `broken` on. */
export function hoursOf(
  from: string,
  count: number,
  broken = 99,
): DailyReport['throughput']['hours'] {
  return Array.from({ length: count }, (_, hour) => {
    const arrived = hour < 6 ? hour % 3 : Math.round(400 * Math.exp(-(((hour - 11) / 4.5) ** 2)));
    const at = new Date(Date.parse(from) + hour * HOUR * 1000).toISOString();
    return { at, in: arrived, out: hour >= broken ? Math.round(arrived * 0.6) : arrived };
  });
}

const STAGES: readonly StageDay[] = [
  {
    stage: 'categorizer-retry',
    ...countsOf(
      [0, 6, 0],
      5 * HOUR + 700,
      null,
      'SMTP non-delivered message: retry categorization (1032)',
    ),
  },
  {
    stage: 'routing-retry',
    ...countsOf([19, 31, 12], 3 * DAY + 4 * HOUR, 2 * HOUR + 2400, 'Retry message transfer (1035)'),
  },
  { stage: 'remote-queue', ...countsOf([0, 5, 5], null, 240) },
  {
    stage: 'local-queue',
    ...countsOf([1, 2, 2], DAY + 2 * HOUR, 250, 'Message queued for local delivery (1036)'),
  },
];

/** 18 February 2004 went wrong: a partner's host is down since the evening. */
export function badDay(changes: Partial<DailyReport> = {}): DailyReport {
  const from = '2004-02-18T00:00:00.000Z';
  return {
    schema: 'mailtrail/daily/1',
    day: { from, to: '2004-02-19T00:00:00.000Z', tz: 'UTC' },
    asOf: AS_OF,
    verdict: 'stuck',
    problems: [
      '45 recipients of 33 messages are stuck, the oldest for 3 d 4 h.',
      '1 message is lost between EXCH01 and EXCH02.',
      '9 NDRs, usually 2.',
    ],
    coverage: {
      ...coverageOf({
        servers: [
          serverOf('EXCH01'),
          serverOf('EXCH02'),
          {
            ...serverOf('EXCH03'),
            gaps: [
              { from: '2004-02-10T01:00:00.000Z', to: '2004-02-10T03:00:00.000Z', why: 'silence' },
              { from: '2004-02-18T11:20:11.000Z', to: '2004-02-18T13:05:20.000Z', why: 'silence' },
            ],
            rejectedLines: 3,
          },
        ],
        clockSkews: [{ from: 'EXCH01', to: 'EXCH03', secondsAhead: -425, handOvers: 17 }],
      }),
      day: { servers: 3, hoursRead: 70.25, hoursDue: 72, missing: [] },
    },
    total: {
      ...countsOf(
        [20, 39, 14],
        3 * DAY + 4 * HOUR,
        2 * HOUR + 2400,
        'Retry message transfer (1035)',
      ),
      messages: 33,
    },
    stages: STAGES,
    servers: [
      {
        server: 'EXCH02',
        ...countsOf(
          [19, 33, 13],
          3 * DAY + 4 * HOUR,
          2 * HOUR + 2400,
          'Retry message transfer (1035)',
        ),
      },
      {
        server: 'EXCH01',
        ...countsOf(
          [1, 6, 1],
          5 * HOUR + 700,
          240,
          'SMTP non-delivered message: retry categorization (1032)',
        ),
      },
    ],
    destinations: [
      {
        destination: 'partner.example',
        ...countsOf([10, 31, 10], 5 * HOUR + 1190, 2 * HOUR, 'Retry message transfer (1035)'),
      },
      {
        destination: 'gone.example',
        ...countsOf([2, 0, 0], 3 * DAY + 4 * HOUR, null, 'Retry message transfer (1035)'),
      },
      { destination: 'cleared.example', ...countsOf([2, 0, 2], null, 2 * DAY) },
    ],
    ended: { ...NO_ENDS, ndr: 9, badmail: 1, filtered: 3, lost: 1 },
    badmailBefore2007: 1,
    ndrByStatus: [
      { status: '5.1.1', count: 6 },
      { status: '5.7.1', count: 2 },
    ],
    shape: badTable(),
    throughput: { hours: hoursOf(from, 24, 13) },
    latency: {
      ...latencyOf(4180, 2, 41, 2 * HOUR + 600, 0.9712),
      byStage: [
        { stage: 'delivered', ...latencyOf(3120, 2, 20, 240, 0.9951) },
        { stage: 'transferred', ...latencyOf(1060, 6, 900, 3 * HOUR, 0.9012) },
      ],
    },
    changes: [
      { measure: 'ndr', today: 9, median: 2, days: 7, notable: true },
      { measure: 'slow', today: 620, median: 100, days: 7, notable: true },
      { measure: 'in', today: 4239, median: 4100, days: 7, notable: false },
      { measure: 'badmail', today: 1, median: 0, days: 7, notable: true },
    ],
    oldest: stuckReportOf().oldest,
    ...changes,
  };
}

export function quietDay(changes: Partial<DailyReport> = {}): DailyReport {
  const bad = badDay();
  return {
    ...bad,
    asOf: bad.day.to,
    verdict: 'quiet',
    problems: [],
    coverage: {
      ...coverageOf(),
      day: { servers: 3, hoursRead: 72, hoursDue: 72, missing: [] },
    },
    total: { ...countsOf([0, 0, 0]), messages: 0 },
    stages: [],
    servers: [],
    destinations: [],
    ended: NO_ENDS,
    badmailBefore2007: 0,
    ndrByStatus: [],
    shape: { ...tableOf([], shapeOf([], 'empty')), atLogEnd: 0 },
    throughput: { hours: hoursOf(bad.day.from, 24) },
    latency: {
      ...latencyOf(4239, 2, 12, 40, 1),
      byStage: [{ stage: 'delivered', ...latencyOf(4239, 2, 12, 40, 1) }],
    },
    changes: bad.changes.map((change) => ({ ...change, today: change.median, notable: false })),
    oldest: [],
    ...changes,
  };
}

/** Nothing is stuck, but the log of one server is missing, and what was handed over to it cannot be followed. */
export function missingServerDay(): DailyReport {
  const quiet = quietDay();
  return {
    ...quiet,
    verdict: 'degraded',
    problems: [
      'EXCH03 has no log of the day.',
      '120 recipients were handed over to servers whose log is missing.',
    ],
    coverage: {
      ...quiet.coverage,
      servers: [
        serverOf('EXCH01'),
        serverOf('EXCH02'),
        {
          ...serverOf('EXCH03'),
          gaps: [
            {
              from: '2004-02-18T00:00:00.000Z',
              to: '2004-02-19T00:00:00.000Z',
              why: 'missing-day',
            },
          ],
        },
      ],
      day: { servers: 2, hoursRead: 48, hoursDue: 72, missing: ['EXCH03'] },
    },
    ended: { ...NO_ENDS, unlogged: 120 },
    badmailBefore2007: 0,
    changes: [{ measure: 'out', today: 2100, median: 4100, days: 7, notable: true }],
  };
}

/** The night in which Paris loses an hour. */
export function shortDay(): DailyReport {
  const from = '2004-03-27T23:00:00.000Z';
  const asOf = '2004-03-28T21:59:58.000Z';
  const rows = [rowOf('partner.example', ages(4, 3 * HOUR, 21 * HOUR), 'scattered', asOf)];
  return badDay({
    day: { from, to: '2004-03-28T22:00:00.000Z', tz: 'Europe/Paris' },
    asOf,
    coverage: {
      servers: [serverOf('EXCH01')],
      clockSkews: [],
      day: { servers: 1, hoursRead: 23, hoursDue: 23, missing: [] },
    },
    total: {
      ...countsOf([1, 4, 1], 21 * HOUR, HOUR, 'Retry message transfer (1035)'),
      messages: 4,
    },
    stages: [
      {
        stage: 'routing-retry',
        ...countsOf([1, 4, 1], 21 * HOUR, HOUR, 'Retry message transfer (1035)'),
      },
    ],
    servers: [
      {
        server: 'EXCH01',
        ...countsOf([1, 4, 1], 21 * HOUR, HOUR, 'Retry message transfer (1035)'),
      },
    ],
    destinations: [],
    ended: NO_ENDS,
    badmailBefore2007: 0,
    ndrByStatus: [],
    shape: tableOf(rows, shapeOf(ages(4, 3 * HOUR, 21 * HOUR), 'scattered', asOf)),
    throughput: { hours: hoursOf(from, 23) },
    changes: [],
    oldest: ages(4, 21 * HOUR, 3 * HOUR).map((age, index) => recordOf(index, age, {}, asOf)),
  });
}

/** Everything that log text can be in, is hostile. */
export function hostileDay(keys: readonly string[] = HOSTILE_KEYS): DailyReport {
  const counts = countsOf([1, 2, 1], 9000, 60, keys[0] ?? null);
  return badDay({
    problems: keys.map((key) => `${key} is stuck.`),
    coverage: {
      ...coverageOf({ servers: keys.map(serverOf) }),
      day: { servers: 1, hoursRead: 1, hoursDue: 24, missing: keys },
    },
    servers: keys.map((key) => ({ server: key, ...counts, lastReason: key })),
    destinations: keys.map((key) => ({ destination: key, ...counts, lastReason: key })),
    stages: [{ stage: 'routing-retry', ...counts }],
    ndrByStatus: keys.map((key) => ({ status: key, count: 1 })),
    shape: tableOf(
      keys.map((key) => rowOf(key, [5000], 'over')),
      shapeOf(
        keys.map(() => 5000),
        'over',
      ),
    ),
    oldest: keys.map((key, index) =>
      recordOf(index, 9000, {
        messageId: key,
        recipient: key,
        sender: key,
        subject: key,
        server: key,
        since: ago(9000),
      }),
    ),
  });
}
