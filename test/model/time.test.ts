import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, formatTime, isoTime, parseDuration } from '../../src/model/time.ts';

const AT = Date.UTC(2004, 1, 18, 21, 46, 5, 123);

test('a moment is shown in UTC, to the second for people and to the millisecond for programs', () => {
  expect(formatTime(AT)).toBe('2004-02-18 21:46:05Z');
  expect(isoTime(AT)).toBe('2004-02-18T21:46:05.123Z');
});

describe('a duration in words', () => {
  test.each([
    [0, '0 s'],
    [0.9, '0 s'],
    [-5, '0 s'],
    [20, '20 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [61, '1 min 1 s'],
    [15 * 60, '15 min'],
    [3600, '1 h'],
    [3601, '1 h'],
    [3660, '1 h 1 min'],
    [3 * 86_400 + 4 * 3600 + 59 * 60, '3 d 4 h'],
    [86_400 + 59 * 60, '1 d'],
    [400 * 86_400, '400 d'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('a duration as it is typed', () => {
  test.each([
    ['15m', 15 * 60_000],
    ['15min', 15 * 60_000],
    ['15 min', 15 * 60_000],
    [' 2h ', 2 * 3_600_000],
    ['1.5h', 5_400_000],
    ['1D', 86_400_000],
    ['1w', 7 * 86_400_000],
    ['0s', 0],
    ['90s', 90_000],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    '5',
    'm',
    '-5m',
    '+5m',
    '5 y',
    '1h30m',
    '1,5h',
    '.5h',
    '1e3s',
    '5ms',
    'Infinityd',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('what it shows, it also reads, as far as one unit goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 86_400 }), (seconds) => {
        const [first = ''] = /^\d+ \w+/.exec(formatDuration(seconds)) ?? [];
        const ms = parseDuration(first);
        expect(ms).not.toBeNull();
        expect(ms).toBeLessThanOrEqual(seconds * 1000);
      }),
    );
  });
});
