import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nagiosStatus, stuckNagios } from '../../src/render/nagios.ts';
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
      "status": 0,
      "text": "MAILTRAIL OK - nothing stuck, 2 lost in transit | stuck=0;0;;0 oldest=0s;;;0 at_log_end=0;;;0 lost=2;;;0 unlogged=1;;;0
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
