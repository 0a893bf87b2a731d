import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import { STAGES } from '../../src/model/stage.ts';
import { dailyText } from '../../src/render/daily-text.ts';
import { sparkline } from '../../src/render/day-hours.ts';
import { dayTitle } from '../../src/render/day-title.ts';
import { createStyle } from '../../src/render/style.ts';
import {
  badDay,
  hostileDay,
  hoursOf,
  missingServerDay,
  quietDay,
  shortDay,
} from './sample-days.ts';
import { viewOf } from './sample-reports.ts';

const DAYS: Readonly<Record<string, DailyReport>> = {
  bad: badDay(),
  'missing-server': missingServerDay(),
  short: shortDay(),
  hostile: hostileDay(),
};

function linesOf(report: DailyReport, width: number): string[] {
  return dailyText(report, viewOf(width, report.day.tz)).trimEnd().split('\n');
}

function columns(line: string): number {
  return line.replaceAll(/[\u3040-\u30ff\u4e00-\u9fff]/g, 'xx').length;
}

describe.each(Object.entries(DAYS))('a day: %s', (name, report) => {
  it.each([
    [80, 40],
    [100, 40],
    [200, 50],
  ])('on a screen of %d × %d', async (width, height) => {
    const text = dailyText(report, viewOf(width, report.day.tz));
    await expect(text).toMatchFileSnapshot(`golden/daily-${name}-${width}.txt`);
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(height);
    for (const line of lines.filter((each) => !each.startsWith('Next: ')))
      expect(columns(line), line).toBeLessThanOrEqual(width);
  });
});

test('a quiet day is three lines', () => {
  expect(dailyText(quietDay(), viewOf(80))).toMatchInlineSnapshot(`
    "Mail on 2004-02-18, UTC
    Read: 3 servers, 72 of 72 h
    QUIET: 3,064 recipients in, 3,064 out, p95 12 s
    "
  `);
  const long = { ...quietDay().day, tz: 'America/Argentina/Buenos_Aires' };
  const rejects = quietDay({ day: long, coverage: badDay().coverage });
  expect(linesOf(rejects, 80)).toHaveLength(3);
});

test('a day on which all stages and servers hold mail still fits', () => {
  const bad = badDay();
  const row = bad.total;
  const report = badDay({
    stages: STAGES.slice(0, 11).map((stage) => ({ ...row, stage })),
    servers: Array.from({ length: 40 }, (_, index) => ({ ...row, server: `EXCH${index}` })),
  });
  expect(linesOf(report, 80).length).toBeLessThan(40);
  expect(linesOf(report, 200).length).toBeLessThan(50);
});

test('of many problems the worst are told', () => {
  const problems = Array.from({ length: 9 }, (_, index) => `Problem ${index + 1} of the day.`);
  const text = linesOf({ ...missingServerDay(), problems }, 200).join('\n');
  expect(text).toContain('DEGRADED: Problem 1 of the day. ');
  expect(text).toContain('Problem 4 of the day. And 5 more: --json has all.');
});

test('colours add nothing to the words', () => {
  for (const report of [...Object.values(DAYS), quietDay()]) {
    const view = viewOf(100, report.day.tz);
    const text = dailyText(report, { ...view, style: createStyle(true) });
    expect(text).toContain('\u001B[');
    // eslint-disable-next-line no-control-regex
    expect(text.replaceAll(/\u001B\[\d+m/g, '')).toBe(dailyText(report, view));
  }
});

test('whatever log text holds, nothing acts on the terminal', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 80, max: 250 }),
      (keys, width) => {
        const told = dailyText(hostileDay(keys), viewOf(width));
        // eslint-disable-next-line no-control-regex
        expect(told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      },
    ),
    { numRuns: 50 },
  );
});

function title(from: string, to: string, tz: string, asOf = to): string {
  return dayTitle(badDay({ day: { from, to, tz }, asOf }));
}

describe('the title', () => {
  it.each([
    ['2004-02-18T00:00:00.000Z', '2004-02-19T00:00:00.000Z', 'UTC', '2004-02-18, UTC'],
    [
      '2004-03-27T23:00:00.000Z',
      '2004-03-28T22:00:00.000Z',
      'Europe/Paris',
      '2004-03-28, Europe/Paris (UTC+1, UTC+2 from 03:00), 23 h',
    ],
    [
      '2004-10-30T22:00:00.000Z',
      '2004-10-31T23:00:00.000Z',
      'Europe/Paris',
      '2004-10-31, Europe/Paris (UTC+2, UTC+1 from the second 02:00), 25 h',
    ],
    [
      '2004-03-27T13:00:00.000Z',
      '2004-03-28T13:30:00.000Z',
      'Australia/Lord_Howe',
      '2004-03-28, Australia/Lord_Howe (UTC+11, UTC+10:30 from the second 01:30), 24.5 h',
    ],
    [
      '2004-02-18T03:30:00.000Z',
      '2004-02-19T03:30:00.000Z',
      'America/St_Johns',
      '2004-02-18, America/St_Johns (UTC-3:30)',
    ],
  ])('of %s to %s', (from, to, tz, text) => {
    expect(title(from, to, tz)).toBe(text);
  });

  it('says where the logs end before the day does', () => {
    const { from, to } = badDay().day;
    expect(title(from, to, 'UTC', '2004-02-18T17:00:03.500Z')).toBe(
      '2004-02-18, UTC, as of 17:00:03',
    );
  });
});

describe('bars', () => {
  it.each([
    [[0, 1, 4, 8], 8, '·▁▄█'],
    [[1, 1000], 1000, '▁█'],
    [[], 0, ''],
    [[0, 0], 0, '··'],
  ])('%j of %d', (numbers, most, bars) => {
    expect(sparkline(numbers, most)).toBe(bars);
  });

  it('hours of a long day stand under their names', () => {
    const from = '2004-10-30T22:00:00.000Z';
    const report = badDay({
      day: { from, to: '2004-10-31T23:00:00.000Z', tz: 'Europe/Paris' },
      throughput: { hours: hoursOf(from, 25) },
    });
    const lines = linesOf(report, 100);
    const at = lines.findIndex((line) => line.startsWith('By hour'));
    expect(lines.slice(at, at + 3).join('\n')).toMatchInlineSnapshot(`
      "By hour  00     06    12    18
        in     ·▁▁·▁▁▃▄▆▇███▇▆▄▃▂▁▁▁▁▁··  3,064, most 400 from 10:00
        out    ·▁▁·▁▁▃▄▆▇███▇▆▄▃▂▁▁▁▁▁··  3,064, most 400 from 10:00"
    `);
  });
});
