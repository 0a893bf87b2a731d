import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { StuckReport, Trend } from '../../src/model/stuck-report.ts';
import { createStyle } from '../../src/render/style.ts';
import { stuckText } from '../../src/render/stuck-text.ts';
import { trendSentence } from '../../src/render/trend-text.ts';
import {
  ages,
  ago,
  AS_OF,
  coverageOf,
  hostileReport,
  manyRows,
  nothingStuck,
  recordOf,
  rowOf,
  shapeOf,
  stuckReportOf,
  viewOf,
} from './sample-reports.ts';

const REPORTS: Readonly<Record<string, StuckReport>> = {
  bad: stuckReportOf(),
  many: manyRows(),
  hostile: hostileReport(),
};

/** Columns that the text takes on a terminal, where wide characters take two. */
function columns(line: string): number {
  return line.replaceAll(/[\u3040-\u30ff\u4e00-\u9fff]/g, 'xx').length;
}

describe.each(Object.entries(REPORTS))('a queue: %s', (name, report) => {
  it.each([80, 100, 200])('at %d columns', async (width) => {
    const text = stuckText(report, viewOf(width), false);
    await expect(text).toMatchFileSnapshot(`golden/stuck-${name}-${width}.txt`);
    for (const line of text.split('\n').filter((each) => !each.startsWith('Next: ')))
      expect(columns(line), line).toBeLessThanOrEqual(width);
  });
});

test('--ids lists all, a line each, the id last and whole', async () => {
  const text = stuckText(stuckReportOf(), viewOf(80, 'Europe/Paris'), true);
  await expect(text).toMatchFileSnapshot('golden/stuck-ids-80.txt');
});

test('nothing stuck', () => {
  expect(stuckText(nothingStuck(), viewOf(80), false)).toMatchInlineSnapshot(`
    "Nothing is stuck, as of 2004-02-18 23:59:58Z.
    Read: 3 servers, 2004-02-09 00:00 to 2004-02-18 23:59
    "
  `);
});

test('nothing stuck, and what else is open', () => {
  const report = nothingStuck({ atLogEnd: 2, inTransit: { lost: 0, unlogged: 1 }, system: 5 });
  expect(stuckText(report, viewOf(80), true)).toMatchInlineSnapshot(`
    "Nothing is stuck, as of 2004-02-18 23:59:58Z.
    Open at the end of the log: 2 (younger than 15 min, too young to judge)
    In transit: lost 0, unlogged 1
    System mail, not counted: 5 (--with-system)
    Read: 3 servers, 2004-02-09 00:00 to 2004-02-18 23:59
    "
  `);
});

test('no logs at all', () => {
  const report = nothingStuck({ asOf: null, coverage: coverageOf({ servers: [] }) });
  expect(stuckText(report, viewOf(80), false)).toBe('Nothing is stuck.\nRead: no logs\n');
});

function sentence(all: readonly number[], trend: Trend, zone = 'UTC'): string {
  return trendSentence(shapeOf(all, trend), AS_OF, zone);
}

describe('a shape in words', () => {
  it.each([
    [[600, 3600], 'growing', 'began about 22:59, still growing'],
    [[3600, 7200], 'over', 'began about 21:59, none since 22:59'],
    [[7200, 7205], 'over', 'came about 21:59, none since'],
    [[600, 200_000], 'scattered', 'scattered since 2004-02-16 16:26'],
    [[3600, 100_000], 'over', 'began about 2004-02-17 20:13, none since 22:59'],
    [[3600], 'scattered', 'since 22:59'],
    [[], 'empty', ''],
  ] as const)('%j %s', (all, trend, text) => {
    expect(sentence(all, trend)).toBe(text);
  });

  it('takes hours and days of the zone', () => {
    // In Paris 23:59:58Z is the next day: 22:59Z is 23:59 of the day before.
    expect(sentence([600, 3600], 'growing', 'Europe/Paris')).toBe(
      'began about 2004-02-18 23:59, still growing',
    );
    expect(sentence([600, 3000], 'growing', 'Europe/Paris')).toBe(
      'began about 00:09, still growing',
    );
  });
});

test('colours add nothing to the words', () => {
  const colored = { ...viewOf(100), style: createStyle(true) };
  for (const report of Object.values(REPORTS)) {
    const text = stuckText(report, colored, false);
    expect(text).toContain('\u001B[');
    // eslint-disable-next-line no-control-regex
    expect(text.replaceAll(/\u001B\[\d+m/g, '')).toBe(stuckText(report, viewOf(100), false));
  }
});

test('whatever the keys hold, lines fit and nothing acts on the terminal', () => {
  const key = fc.string({ unit: 'binary', maxLength: 200 });
  const count = fc.nat(300);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, count), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 80, max: 250 }),
      (keys, width) => {
        const rows = keys.map(([text, number]) => rowOf(text, ages(number + 1, 1, 99_999), 'over'));
        const oldest = keys.map(([text], index) =>
          recordOf(index, 5000, { sender: text, recipient: text, server: text, messageId: text }),
        );
        const total = shapeOf(ages(500, 1, 99_999), 'over');
        const text = stuckText(stuckReportOf({ rows, total, oldest }), viewOf(width), false);
        // eslint-disable-next-line no-control-regex
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        expect(text.split('\n').length).toBeLessThan(50);
        for (const line of text.split('\n').filter((each) => !each.startsWith('Next: ')))
          expect(Array.from(line).length).toBeLessThanOrEqual(width);
      },
    ),
    { numRuns: 50 },
  );
});

test('20,000 are listed at once', () => {
  const oldest = Array.from({ length: 20_000 }, (_, index) => recordOf(index, 90_000 - index));
  const text = stuckText(stuckReportOf({ oldest }), viewOf(80), true);
  expect(text.split('\n').filter((line) => line.endsWith('@exch01.corp.example'))).toHaveLength(
    20_001,
  );
});

test('a time that lies ahead is no trouble', () => {
  expect(trendSentence({ ...shapeOf([5, 9], 'growing'), beganAt: ago(-60) }, AS_OF, 'UTC')).toBe(
    'began about 2004-02-19 00:00, still growing',
  );
});
