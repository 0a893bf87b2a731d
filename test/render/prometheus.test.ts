import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dailyPrometheus } from '../../src/render/daily-prometheus.ts';
import { stuckPrometheus } from '../../src/render/stuck-prometheus.ts';
import { badDay, hostileDay, quietDay } from './sample-days.ts';
import {
  HOSTILE_KEYS,
  hostileReport,
  manyRows,
  nothingStuck,
  rowOf,
  stuckReportOf,
} from './sample-reports.ts';

describe('goldens', () => {
  it.each([
    ['stuck-bad', stuckPrometheus(stuckReportOf())],
    ['stuck-hostile', stuckPrometheus(hostileReport())],
    ['stuck-nothing', stuckPrometheus(nothingStuck({ asOf: null }))],
    ['daily-bad', dailyPrometheus(badDay())],
    ['daily-quiet', dailyPrometheus(quietDay())],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.prom`);
    expectFormat(text);
  });
});

const SERIES = /^([a-z_]+)(\{([a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? -?\d+(\.\d+)?(e-?\d+)?$/;

/** The rules of the format: one HELP and TYPE before the samples of a name, which stand together; no series twice. */
function expectFormat(text: string): Map<string, number> {
  expect(text.endsWith('\n')).toBe(true);
  const series = new Map<string, number>();
  const named = new Set<string>();
  let current = '';
  let typed = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line);
    const type = /^# TYPE ([a-z_]+) gauge$/.exec(line);
    if (help !== null) {
      current = help[1] ?? '';
      expect(named).not.toContain(current);
      named.add(current);
    } else if (type === null) {
      const name = SERIES.exec(line)?.[1];
      expect(name, line).toBe(current);
      expect(typed).toBe(current);
      const at = line.lastIndexOf(' ');
      expect(series.has(line.slice(0, at)), line).toBe(false);
      series.set(line.slice(0, at), Number(line.slice(at)));
    } else typed = type[1] ?? '';
  }
  return series;
}

function sumOf(series: ReadonlyMap<string, number>, start: string): number {
  return [...series]
    .filter(([key]) => key.startsWith(start))
    .reduce((sum, [, value]) => sum + value, 0);
}

test('rows and ages add up to all', () => {
  const report = manyRows();
  const series = expectFormat(stuckPrometheus(report));
  const all = series.get('mailtrail_stuck_recipients_all');
  expect(all).toBe(report.total.count);
  expect(sumOf(series, 'mailtrail_stuck_recipients{')).toBe(all);
  expect(sumOf(series, 'mailtrail_stuck_recipients_by_age{')).toBe(all);
});

test('the label is named after what rows are, the unit after what is counted', () => {
  const text = stuckPrometheus(stuckReportOf({ by: 'next-hop', unit: 'messages' }));
  expect(text).toContain('mailtrail_stuck_messages{next_hop="partner.example"} 31\n');
});

test('beyond 200 keys the rest is one series', () => {
  const rows = Array.from({ length: 250 }, (_, index) =>
    rowOf(`d${index}.example`, [index + 1], 'over'),
  );
  const series = expectFormat(stuckPrometheus(stuckReportOf({ rows })));
  expect(series.get('mailtrail_stuck_recipients{destination="(other)"}')).toBe(50);
  expect(series.get('mailtrail_stuck_oldest_seconds{destination="(other)"}')).toBe(250);
});

test('whatever keys hold, the file can be read and no series is there twice', () => {
  const key = fc.oneof(
    fc.constantFrom(...HOSTILE_KEYS, '\uD800', '\uDFFF', '\\u{d800}', '(other)', '\\n', '\n'),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 12 }), (keys) => {
      const rows = keys.map((text, index) => rowOf(text, [index + 1], 'over'));
      const series = expectFormat(stuckPrometheus(stuckReportOf({ rows })));
      expect(sumOf(series, 'mailtrail_stuck_recipients{')).toBe(keys.length);
      expectFormat(dailyPrometheus(hostileDay(keys)));
    }),
  );
});
