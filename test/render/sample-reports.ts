import type { CoverageReport, FindRecord } from '../../src/model/report.ts';
import type { Stage } from '../../src/model/stage.ts';
import { BUCKET_MINUTES } from '../../src/model/stuck-report.ts';
import type {
  QueueShape,
  QueueTable,
  StuckReport,
  StuckRow,
  Trend,
} from '../../src/model/stuck-report.ts';
import { createStyle } from '../../src/render/style.ts';
import type { View } from '../../src/render/style.ts';

export const AS_OF = '2004-02-18T23:59:58.000Z';

export function viewOf(width: number, zone = 'UTC'): View {
  return { width, style: createStyle(false), zone, command: 'mailtrail' };
}

/** Seconds before `asOf` as a time. */
export function ago(seconds: number, asOf = AS_OF): string {
  return new Date(Date.parse(asOf) - seconds * 1000).toISOString();
}

const NOTHING: QueueShape = {
  count: 0,
  buckets: BUCKET_MINUTES.map(() => 0),
  oldestSeconds: null,
  trend: 'empty',
  beganAt: null,
  lastNewAt: null,
};

/** A shape of messages of these ages, in seconds. */
export function shapeOf(all: readonly number[], trend: Trend, asOf = AS_OF): QueueShape {
  if (all.length === 0) return NOTHING;
  const buckets = BUCKET_MINUTES.map((limit, index) => {
    const from = index === 0 ? 0 : (BUCKET_MINUTES[index - 1] ?? 0) * 60;
    const to = limit === null ? Infinity : limit * 60;
    return all.filter((age) => age >= from && age < to).length;
  });
  const oldest = Math.max(...all);
  return {
    count: all.length,
    buckets,
    oldestSeconds: oldest,
    trend,
    beganAt: ago(oldest, asOf),
    lastNewAt: ago(Math.min(...all), asOf),
  };
}

/** `count` ages spread evenly from `from` to `to` seconds. */
export function ages(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Math.round(from + (count === 1 ? 0 : (index * (to - from)) / (count - 1))),
  );
}

export function rowOf(
  key: string,
  rowAges: readonly number[],
  trend: Trend,
  asOf = AS_OF,
): StuckRow {
  return { key, ...shapeOf(rowAges, trend, asOf) };
}

export function serverOf(name: string): CoverageReport['servers'][number] {
  return {
    server: name,
    from: '2004-02-09T00:00:04.000Z',
    to: AS_OF,
    gaps: [],
    rejectedLines: 0,
  };
}

export function coverageOf(changes: Partial<CoverageReport> = {}): CoverageReport {
  return { servers: ['EXCH01', 'EXCH02', 'EXCH03'].map(serverOf), clockSkews: [], ...changes };
}

export function recordOf(
  number: number,
  ageSeconds: number,
  changes: Partial<FindRecord> = {},
  asOf = AS_OF,
): FindRecord {
  const stage: Stage = changes.stage ?? 'routing-retry';
  const since = ago(ageSeconds, asOf);
  return {
    messageId: `F16E5DA74673964608D0CF1EEE${String(number).padStart(4, '0')}@exch01.corp.example`,
    networkMessageId: null,
    recipient: `bob.${number}@partner.example`,
    sender: 'alice.liddell@corp.example',
    subject: 'The quarter, in private',
    state: 'retrying',
    stage,
    server: 'EXCH02',
    since,
    ageSeconds,
    stall: {
      place: 'queue',
      stage,
      server: 'EXCH02',
      since,
      ageSeconds,
      nextHop: 'mx.partner.example',
    },
    confidence: 'certain',
    firstSeenAt: since,
    lastSeenAt: since,
    ...changes,
  };
}

const DAY = 86_400;
const HOUR = 3600;

/** A partner's host is down since the evening, a list is stuck in the categorizer, odds and ends. */
const BAD_ROWS: readonly StuckRow[] = [
  rowOf('partner.example', ages(31, 1300, 5 * HOUR + 1190), 'growing'),
  rowOf('corp.example', [...ages(6, 5 * HOUR, 5 * HOUR + 700), 300], 'over'),
  rowOf(
    'mail.some-quite-long-name-of-a-subsidiary.customer.example',
    ages(5, 3000, 2 * DAY),
    'scattered',
  ),
  rowOf('gone.example', [3 * DAY + 4 * HOUR, 2 * DAY], 'scattered'),
  rowOf('alone.example', [20 * 60], 'over'),
];

const BAD_AGES = [
  ...ages(31, 1300, 5 * HOUR + 1190),
  ...ages(6, 5 * HOUR, 5 * HOUR + 700),
  300,
  ...ages(5, 3000, 2 * DAY),
  3 * DAY + 4 * HOUR,
  2 * DAY,
  20 * 60,
];

export function tableOf(rows: readonly StuckRow[], total: QueueShape): QueueTable {
  return {
    by: 'destination',
    unit: 'recipients',
    thresholdSeconds: 900,
    bucketMinutes: BUCKET_MINUTES,
    total,
    rows,
    stalled: total.count,
    atLogEnd: 1,
    inTransit: { lost: 0, unlogged: 0 },
    system: 0,
  };
}

export function badTable(): QueueTable {
  return tableOf(BAD_ROWS, { ...shapeOf(BAD_AGES, 'growing'), beganAt: ago(5 * HOUR + 1190) });
}

const BAD_OLDEST: readonly FindRecord[] = [
  recordOf(1, 3 * DAY + 4 * HOUR, { recipient: 'ann@gone.example' }),
  recordOf(2, 2 * DAY, {
    recipient: 'purchasing-department@mail.some-quite-long-name-of-a-subsidiary.customer.example',
  }),
  recordOf(3, 2 * DAY - 60, { recipient: 'ann@gone.example', sender: '<>' }),
  recordOf(4, 5 * HOUR + 1190, { stage: 'remote-queue', state: 'waiting' }),
  recordOf(5, 5 * HOUR + 700, {
    recipient: 'EX:/O=CORP/OU=FIRST ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=CAROL',
    stage: 'categorizer-retry',
  }),
  ...ages(5, 4 * HOUR, 3 * HOUR).map((age, index) => recordOf(6 + index, age)),
];

export function stuckReportOf(changes: Partial<StuckReport> = {}): StuckReport {
  return {
    schema: 'mailtrail/stuck/1',
    asOf: AS_OF,
    ...badTable(),
    oldest: BAD_OLDEST,
    coverage: coverageOf(),
    ...changes,
  };
}

export function nothingStuck(changes: Partial<StuckReport> = {}): StuckReport {
  return stuckReportOf({
    total: shapeOf([], 'empty'),
    rows: [],
    oldest: [],
    atLogEnd: 0,
    ...changes,
  });
}

/** 60 rows of thousands: an organisation that has been cut off. */
export function manyRows(): StuckReport {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const shape = shapeOf(
      [200, 400, 900, 2000, 4000, 8000, 16_000, 30_000, 70_000, 90_000],
      'over',
    );
    const times = 61 - index;
    return {
      key: `domain-${String(index + 1).padStart(2, '0')}.example`,
      ...shape,
      count: shape.count * times * 21,
      buckets: shape.buckets.map((count) => count * times * 21),
    };
  });
  const sum = (of: (row: StuckRow) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  return stuckReportOf({
    rows,
    total: {
      ...shapeOf([200, 90_000], 'over'),
      count: sum((row) => row.count),
      buckets: BUCKET_MINUTES.map((_, index) => sum((row) => row.buckets[index] ?? 0)),
    },
    system: 1234,
    inTransit: { lost: 3, unlogged: 120 },
  });
}

/** Keys that would act on a terminal, a table, Markdown, HTML or a monitor's shell. */
export const HOSTILE_KEYS = [
  'a|b\\|c.example',
  '\u001B[31mred\u0007.example',
  '\u202Egro.elpmaxe\u202C',
  '<img src=x onerror=alert(1)>&amp;.example',
  '`code` *bold* _it_ ~~no~~ [x](javascript:alert(1)) # h.example',
  'two\r\nlines\n| --- |.example',
  `${'very-long-'.repeat(40)}name.example`,
  'quote"s\'and\\backslash;$(id)`id`.example',
  '日本語.例え.example',
  '',
  '=HYPERLINK("http://x.example")',
  '__proto__',
];

export function hostileReport(): StuckReport {
  const rows = HOSTILE_KEYS.map((key, index) =>
    rowOf(key, ages(HOSTILE_KEYS.length - index, 1000, 9000), 'growing'),
  );
  return stuckReportOf({
    rows,
    total: shapeOf(
      HOSTILE_KEYS.flatMap((_, index) => ages(HOSTILE_KEYS.length - index, 1000, 9000)),
      'growing',
    ),
    oldest: HOSTILE_KEYS.map((key, index) =>
      recordOf(index, 9000 - index, { messageId: key, recipient: key, sender: key, server: key }),
    ),
    inTransit: { lost: 1, unlogged: 0 },
  });
}
