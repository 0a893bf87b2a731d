import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import { dailyNagios, nagiosStatus, stuckNagios } from '../../src/render/nagios.ts';
import { badDay, hostileDay, missingServerDay, quietDay, shortDay } from './sample-days.ts';
import { HOSTILE_KEYS, nothingStuck, rowOf, stuckReportOf } from './sample-reports.ts';

const NONE = { warn: null, crit: null };

describe('the status of a number', () => {
  it.each([
    [20, 20, 50, 0],
    [21, 20, 50, 1],
    [50, 20, 50, 1],
    [51, 20, 50, 2],
    [51, 60, 50, 2],
    [1, 0, null, 1],
    [0, 0, 0, 0],
    [1, null, 0, 2],
    [99, null, null, 0],
  ] as const)('%d of %j and %j is %d', (count, warn, crit, status) => {
    expect(nagiosStatus(count, warn, crit)).toBe(status);
  });
});

test('one line: status, words, numbers', () => {
  expect(stuckNagios(stuckReportOf(), { warn: 20, crit: 50 })).toMatchInlineSnapshot(`
    {
      "status": 1,
      "text": "MAILTRAIL WARNING - 46 recipients stuck, oldest 3 d 4 h, worst partner.example 31 | stuck=46;20;50;0 oldest=273600s;;;0 at_log_end=1;;;0 lost=0;;;0 unlogged=0;;;0
    ",
    }
  `);
});

test('the lost are told, whatever the number stuck', () => {
  const report = nothingStuck({ inTransit: { lost: 2, unlogged: 1 } });
  expect(stuckNagios(report, { warn: 0, crit: null })).toMatchInlineSnapshot(`
    {
      "status": 1,
      "text": "MAILTRAIL WARNING - 46 recipients stuck, 2 lost in transit | stuck=46;0;;0 oldest=0s;;;0 at_log_end=0;;;0 lost=2;;;0 unlogged=1;;;0
    ",
    }
  `);
});

test('without logs nothing is known', () => {
  expect(stuckNagios(nothingStuck({ asOf: null }), NONE)).toMatchInlineSnapshot(`
    {
      "status": 3,
      "text": "MAILTRAIL UNKNOWN - no logs are loaded
    ",
    }
  `);
});

const LINE =
  /^MAILTRAIL (OK|WARNING|CRITICAL|UNKNOWN) - [^|;\n]*( \|( \w+=(U|\d+(\.\d+)?s?)(;\d*(;\d*(;\d*(;\d*)?)?)?)?)+)?\n$/;

test('whatever a key holds, the line keeps its form and no shell takes it', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...HOSTILE_KEYS), fc.string({ unit: 'binary', maxLength: 99 })),
      (key) => {
        const report = stuckReportOf({ rows: [rowOf(key, [5000], 'over')] });
        const { text } = stuckNagios(report, NONE);
        expect(text).toMatch(LINE);
        expect(text.split(' | ')[0]).not.toMatch(/[$&;|'"<>`\\*?(){}!#~\n]/);
      },
    ),
  );
});

function statusOf(report: DailyReport, warn: number | null, crit: number | null): number {
  return dailyNagios(report, { warn, crit }).status;
}

describe('a day', () => {
  it('in one line', () => {
    expect(dailyNagios(badDay(), NONE)).toMatchInlineSnapshot(`
      {
        "status": 1,
        "text": "MAILTRAIL WARNING - 2004-02-18 stuck: 45 recipients stuck, oldest 3 d 4 h, worst partner.example 31, 9 NDR, 1 Badmail, 1 lost | carried=20;;;0 new=39;;;0 cleared=14;;;0 now=45;;;0 oldest=273600s;;;0 wait_p95=9600s;;;0 ndr=9;;;0 badmail=1;;;0 failed=0;;;0 filtered=3;;;0 absorbed=0;;;0 held=0;;;0 lost=1;;;0 unlogged=0;;;0 in=3064;;;0 out=2660;;;0 p95=41s;;;0 hours_read=70.25;;;0;72
      ",
      }
    `);
    expect(dailyNagios(quietDay(), NONE)).toMatchInlineSnapshot(`
      {
        "status": 0,
        "text": "MAILTRAIL OK - 2004-02-18 quiet: nothing stuck | carried=0;;;0 new=0;;;0 cleared=0;;;0 now=0;;;0 oldest=0s;;;0 wait_p95=U ndr=0;;;0 badmail=0;;;0 failed=0;;;0 filtered=0;;;0 absorbed=0;;;0 held=0;;;0 lost=0;;;0 unlogged=0;;;0 in=3064;;;0 out=3064;;;0 p95=12s;;;0 hours_read=72;;;0;72
      ",
      }
    `);
  });

  it('is judged by limits where there are any, else by its verdict', () => {
    expect(statusOf(badDay(), 44, null)).toBe(1);
    expect(statusOf(badDay(), 10, 44)).toBe(2);
    expect(statusOf(badDay(), 45, 50)).toBe(0);
    expect(statusOf(missingServerDay(), null, null)).toBe(1);
    expect(statusOf(missingServerDay(), 0, 0)).toBe(0);
  });

  it('without logs is not known', () => {
    const day = { servers: 0, hoursRead: 0, hoursDue: 72, missing: ['EXCH01'] };
    const report = quietDay({ coverage: { ...quietDay().coverage, day } });
    expect(dailyNagios(report, NONE)).toMatchInlineSnapshot(`
      {
        "status": 3,
        "text": "MAILTRAIL UNKNOWN - no log of 2004-02-18 is loaded
      ",
      }
    `);
  });

  it('keeps its form', () => {
    for (const report of [badDay(), quietDay(), hostileDay(), shortDay()])
      expect(dailyNagios(report, { warn: 1, crit: null }).text).toMatch(LINE);
  });
});
