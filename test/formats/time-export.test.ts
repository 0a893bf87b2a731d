import { describe, expect, test } from 'vitest';
import { readExportTime } from '../../src/formats/time-export.ts';

const iso = (text: string): string | number => {
  const time = readExportTime(text);
  return typeof time === 'number' ? new Date(time).toISOString() : time;
};

describe('a time of an export', () => {
  test.each([
    ['2026-09-01T10:11:12.1234567Z', '2026-09-01T10:11:12.123Z'],
    ['2026-09-01T10:11:12.123', '2026-09-01T10:11:12.123Z'],
    ['2026-09-01 10:11:12', '2026-09-01T10:11:12.000Z'],
    ['2026-09-01T10:11:12+02:00', '2026-09-01T08:11:12.000Z'],
    ['2026-09-01T00:11:12.5-0330', '2026-09-01T03:41:12.500Z'],
    ['2026/9/1 10:11', '2026-09-01T10:11:00.000Z'],
    ['01.09.2026 10:11:12', '2026-09-01T10:11:12.000Z'],
    ['9/13/2026 10:11:12 AM', '2026-09-13T10:11:12.000Z'],
    ['9/13/2026 12:11:12\u202fAM', '2026-09-13T00:11:12.000Z'],
    ['13/09/2026 12:11:12 p.m.', '2026-09-13T12:11:12.000Z'],
    ['9/9/2026 1:00:00 PM', '2026-09-09T13:00:00.000Z'],
    ['9/13/2026 10:11 UTC', '2026-09-13T10:11:00.000Z'],
  ])('is read where it is one moment: %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test.each([
    ['9/1/2026 10:11:12 AM', 'local-time'],
    ['01-09-2026 10:11', 'local-time'],
    ['2026-02-30T00:00:00Z', 'bad-date'],
    ['31.02.2026 10:00:00', 'bad-date'],
    ['13/13/2026 10:00', 'bad-date'],
    ['2026-09/01 10:00', 'bad-date'],
    ['1/2/26 10:00', 'bad-date'],
    ['', 'bad-date'],
    ['yesterday', 'bad-date'],
    [`2026-09-01T10:11:12${' '.repeat(100_000)}x`, 'bad-date'],
    ['2026-09-01', 'bad-time'],
    ['2026-09-01T24:00:00Z', 'bad-time'],
    ['2026-09-01 13:00:00 PM', 'bad-time'],
    ['2026-09-01 0:00 AM', 'bad-time'],
    ['2026-09-01T10:61:00Z', 'bad-time'],
    ['2026-09-01T10:00:00+25:00', 'bad-time'],
  ])('is none: %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test.each([
    ['2026-09-01T10:11:12', 'local-time'],
    ['13.09.2026 10:11:12', 'local-time'],
    ['13.09.2026 99:11:12', 'bad-time'],
  ])('may be asked for its zone: %s', (text, expected) => {
    expect(readExportTime(text, true)).toBe(expected);
  });
});
