import { describe, expect, test } from 'vitest';
import { createServerCounts, isWindows2000 } from '../../../src/ingest/pack/server-counts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('lines are counted by server and hour, also before 1970', () => {
  const counts = createServerCounts();
  for (const [server, at] of [
    [0, 5],
    [1, 7],
    [0, HOUR - 1],
    [0, HOUR],
    [0, 3],
    [0, -1],
  ] as const)
    counts.add(server, at, 1019, false, null);
  const { hours } = counts.take();
  expect(hours.toSorted((a, b) => a.server - b.server || a.hour - b.hour)).toEqual([
    { server: 0, hour: -1, events: 1, firstAt: -1, lastAt: -1 },
    { server: 0, hour: 0, events: 3, firstAt: 3, lastAt: HOUR - 1 },
    { server: 0, hour: 1, events: 1, firstAt: HOUR, lastAt: HOUR },
    { server: 1, hour: 0, events: 1, firstAt: 7, lastAt: 7 },
  ]);
  expect(counts.take()).toEqual({ hours: [], servers: [] });
});

test.each([
  [-2, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [2, 0],
])('a line %d days from the day of its file counts for %d hours', (days, count) => {
  const counts = createServerCounts();
  counts.add(0, (100 + days) * DAY, 1019, false, 100);
  const { hours, servers } = counts.take();
  expect([hours.length, servers.length]).toEqual([count, 1]);
});

test('a day is as far from that of its file before 1970', () => {
  const counts = createServerCounts();
  counts.add(0, -2 * DAY - 1, 1019, false, -2);
  expect(counts.take().hours).toHaveLength(1);
});

test('what a server is seen to be, one of its lines says, in whatever order', () => {
  const counts = createServerCounts();
  for (const [server, code, isOld] of [
    [0, 1032, false],
    [1, 1019, true],
    [0, 1019, false],
    [2, 1043, false],
    [1, 1031, false],
    [2, 1042, true],
  ] as const)
    counts.add(server, 0, code, isOld, null);
  expect(counts.take().servers).toEqual([
    { server: 0, saw2003: true, sawWindows2000: false },
    { server: 1, saw2003: false, sawWindows2000: true },
    { server: 2, saw2003: true, sawWindows2000: true },
  ]);
});

describe('Windows 2000 is told by its build', () => {
  test.each([
    ['Version: 5.0.2195.6713', true],
    [' 5.0.', true],
    ['Version: 6.0.3790.0', false],
    ['Version: 15.0.1', false],
    ['5.0.2195', false],
    ['Version: 5.0', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    const bytes = Buffer.from(`x${text}.0.`);
    expect(isWindows2000(bytes, 1, 1 + text.length)).toBe(expected);
    expect(text.includes(' 5.0.')).toBe(expected);
  });

  test('where there is one', () => {
    expect(isWindows2000(Buffer.from(' 5.0.'), -1, 5)).toBe(false);
  });
});
