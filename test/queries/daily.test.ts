import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSystemAddress } from '../../src/catalogue/system-mail.ts';
import type { DailyReport, DayCounts } from '../../src/model/daily-report.ts';
import { logsUpTo } from '../support/cut-logs.ts';
import { fileDb } from '../support/ingest.ts';
import { DAY, HOUR } from '../support/life.ts';
import { log2003 } from '../support/log-2003.ts';
import { dayOf, stuckOf } from '../support/queues.ts';
import { recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const DAYS = ['2004-02-16', '2004-02-17', '2004-02-18'];
const folder = useTempFolder('file');
let stories = '';

beforeAll(async () => {
  stories = await fileDb(folder.at('stories.db'), [LOGS]);
});

/** `4 + 18 - 3 = 19` */
function sum(counts: DayCounts): string {
  return `${counts.carried} + ${counts.new} - ${counts.cleared} = ${counts.now}`;
}

function rowsOf({ stages, servers, destinations, total }: DailyReport): readonly DayCounts[] {
  return [total, ...stages, ...servers, ...destinations];
}

describe('the days of the stories', () => {
  it.each([
    ['2004-02-16', '0 + 3 - 0 = 3'],
    ['2004-02-17', '3 + 1 - 0 = 4'],
    ['2004-02-18', '4 + 18 - 3 = 19'],
    ['2004-02-19', '19 + 0 - 0 = 19'],
  ])('%s: %s', (date, expected) => {
    expect(sum(dayOf(stories, date).total)).toBe(expected);
  });

  it('tell of each row what was carried over, came, went and stayed', () => {
    const { stages, servers, destinations } = dayOf(stories, '2004-02-18');
    expect([
      ...stages.map((row) => `${row.stage}: ${sum(row)}`),
      ...servers.map((row) => `${row.server}: ${sum(row)}`),
      ...destinations.map((row) => `${row.destination}: ${sum(row)}`),
    ]).toMatchInlineSnapshot(`
      [
        "submission: 0 + 1 - 0 = 1",
        "accepted: 0 + 2 - 0 = 2",
        "categorizer: 0 + 5 - 2 = 3",
        "categorizer-retry: 0 + 3 - 2 = 1",
        "routing: 0 + 3 - 2 = 1",
        "routing-retry: 0 + 3 - 2 = 1",
        "remote-queue: 1 + 3 - 2 = 2",
        "gateway-queue: 0 + 1 - 0 = 1",
        "local-queue: 0 + 5 - 2 = 3",
        "local-retry: 1 + 2 - 1 = 2",
        "transfer: 2 + 4 - 4 = 2",
        "EXCH01: 0 + 7 - 0 = 7",
        "EXCH02: 3 + 6 - 3 = 6",
        "BRIDGE01: 1 + 3 - 0 = 4",
        "EXCH2K: 0 + 2 - 0 = 2",
        "corp.example: 1 + 10 - 1 = 10",
        "(no domain): 0 + 2 - 0 = 2",
        "fax.corp.example: 0 + 2 - 0 = 2",
        "customer.example: 0 + 1 - 0 = 1",
        "lawyers.example: 1 + 0 - 0 = 1",
        "ministry.example: 0 + 1 - 0 = 1",
        "partner.example: 0 + 1 - 0 = 1",
        "slowlink.example: 0 + 1 - 0 = 1",
        "oldpartner.example: 2 + 0 - 2 = 0",
      ]
    `);
  });

  it.each([...DAYS, '2004-02-19'])('%s: each row is right in itself, all add up', (date) => {
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
      const report = dayOf(stories, date, { zone });
      for (const row of rowsOf(report)) {
        expect(row.carried + row.new - row.cleared).toBe(row.now);
        expect(row.carried + row.new).toBeGreaterThan(0);
        expect(row.oldestSeconds === null).toBe(row.now === 0);
        expect(row.lastReason === null).toBe(row.now === 0);
        expect(row.p95Seconds === null).toBe(row.cleared === 0);
      }
      const { total, stages, servers, destinations, shape } = report;
      for (const rows of [servers, destinations])
        for (const key of ['carried', 'new', 'cleared', 'now'] as const)
          expect(rows.reduce((all, row) => all + row[key], 0)).toBe(total[key]);
      expect(stages.reduce((all, { now }) => all + now, 0)).toBe(total.now);
      expect(shape.stalled).toBe(total.now);
      expect(report.oldest.length).toBe(Math.min(10, total.now));
      expect(report.oldest[0]?.ageSeconds ?? null).toBe(total.oldestSeconds);
    }
  });

  it('begin as the day before ended', () => {
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata'])
      for (const date of ['2004-02-16', '2004-02-17', '2004-02-18']) {
        const next = `2004-02-${Number(date.slice(8)) + 1}`;
        expect(dayOf(stories, next, { zone }).total.carried).toBe(
          dayOf(stories, date, { zone }).total.now,
        );
      }
  });

  it('end with what is stuck then', () => {
    const { total, servers } = dayOf(stories, '2004-02-18');
    expect(total.now).toBe(stuckOf(stories).stalled);
    const stuck = stuckOf(stories, { by: 'server' }).rows;
    expect(Object.fromEntries(servers.map(({ server, now }) => [server, now]))).toEqual(
      Object.fromEntries(stuck.map(({ key, count }) => [key, count])),
    );
    expect(total.messages).toBe(stuckOf(stories, { unit: 'messages' }).total.count);
  });

  it('count what ended badly in them, once', () => {
    expect(DAYS.map((date) => dayOf(stories, date).ended)).toMatchInlineSnapshot(`
      [
        {
          "absorbed": 0,
          "badmail": 0,
          "failed": 0,
          "filtered": 0,
          "held": 0,
          "lost": 0,
          "ndr": 0,
          "unlogged": 0,
        },
        {
          "absorbed": 0,
          "badmail": 0,
          "failed": 0,
          "filtered": 0,
          "held": 0,
          "lost": 0,
          "ndr": 0,
          "unlogged": 3,
        },
        {
          "absorbed": 1,
          "badmail": 1,
          "failed": 2,
          "filtered": 3,
          "held": 0,
          "lost": 2,
          "ndr": 6,
          "unlogged": 0,
        },
      ]
    `);
    const bad = recordsOf(stories).filter(
      ({ state, sender, recipient }) =>
        state === 'ndr' && !isSystemAddress(sender) && !isSystemAddress(recipient),
    );
    const ndrs = DAYS.reduce((all, date) => all + dayOf(stories, date).ended.ndr, 0);
    expect(ndrs).toBe(bad.length);
  });

  it('have mail of the system in their counts where it is asked for', () => {
    const [without, all] = [false, true].map((withSystem) =>
      dayOf(stories, '2004-02-18', { withSystem }),
    );
    expect(without?.shape.system).toBe(1);
    expect(all?.shape.system).toBe(0);
    expect(all?.total.now).toBe((without?.total.now ?? 0) + 1);
  });
});

/** Clocks are known the better the more is loaded. */
function withoutClocks({ coverage, ...report }: DailyReport): unknown {
  return { ...report, coverage: { ...coverage, clockSkews: [] } };
}

describe('a past day', () => {
  it.each(['2004-02-16', '2004-02-17'])('%s: is the same though more is loaded', async (date) => {
    const into = folder.at(`cut-${date}`);
    mkdirSync(into);
    logsUpTo(LOGS, Date.parse(date) + DAY + HOUR, into);
    const file = await fileDb(folder.at(`${date}.db`), [into]);
    expect(withoutClocks(dayOf(stories, date))).toEqual(withoutClocks(dayOf(file, date)));
  });

  it('before the first log has no server', () => {
    expect(dayOf(stories, '2004-02-15')).toMatchObject({
      verdict: 'quiet',
      problems: [],
      total: { carried: 0, new: 0, cleared: 0, now: 0, messages: 0 },
      stages: [],
      changes: [],
      oldest: [],
      coverage: { servers: [], day: { servers: 0, hoursRead: 0, hoursDue: 0, missing: [] } },
      latency: { count: 0, p50Seconds: null, underNinetySecondsShare: null },
    });
  });

  it('after the last log holds what was stuck, and nothing that moved', () => {
    const { total, shape, coverage, throughput, latency, asOf } = dayOf(stories, '2004-02-20');
    expect(sum(total)).toBe('19 + 0 - 0 = 19');
    expect(shape.atLogEnd).toBe(stuckOf(stories).atLogEnd);
    expect(asOf).toBe('2004-02-18T23:59:56.000Z');
    expect(throughput.hours.every((hour) => hour.in + hour.out === 0)).toBe(true);
    expect(latency.count).toBe(0);
    expect(coverage.day).toMatchObject({ servers: 0, hoursRead: 0, hoursDue: 0 });
  });

  it('without the log of one server says so', () => {
    const { coverage, problems } = dayOf(stories, '2004-02-17');
    expect(coverage.day).toEqual({
      servers: 3,
      hoursRead: 72,
      hoursDue: 96,
      missing: ['BRIDGE01'],
    });
    expect(problems).toContain('The day has no log of BRIDGE01.');
  });
});

function first(time: string, id: string, event: number) {
  return { date: '2004-2-18', time: `${time} GMT`, id, event };
}

describe('the edges of a day', () => {
  it('what has the threshold at midnight is of the next day', async () => {
    const log = folder.write(
      'edges/EXCH01.log/20040218.log',
      log2003([
        first('0:0:5', 'noise@corp.example', 1028),
        first('23:44:59', 'before@corp.example', 1019),
        first('23:45:0', 'at@corp.example', 1019),
        first('23:45:1', 'after@corp.example', 1019),
        { ...first('0:0:0', 'first@corp.example', 1028), date: '2004-2-19' },
        { ...first('0:30:0', 'last@corp.example', 1028), date: '2004-2-19' },
      ]),
    );
    const file = await fileDb(folder.at('edges.db'), [log]);
    const [today, next] = [dayOf(file, '2004-02-18'), dayOf(file, '2004-02-19')];
    expect(sum(today.total)).toBe('0 + 1 - 0 = 1');
    expect(today.oldest.map(({ messageId }) => messageId)).toEqual(['before@corp.example']);
    expect(today.shape.stalled).toBe(1);
    expect(sum(next.total)).toBe('1 + 2 - 0 = 3');
    expect(next.shape.stalled).toBe(3);
    expect(next.throughput.hours[0]).toMatchObject({ out: 2 });
    expect(today.throughput.hours[23]).toMatchObject({ in: 3, out: 0 });
  });
});
