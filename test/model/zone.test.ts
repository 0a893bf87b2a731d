import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInZone, fromWall, isZone, offsetAt, startOfDay } from '../../src/model/zone.ts';

const HOUR = 3_600_000;
const PARIS = 'Europe/Paris';
const NEW_YORK = 'America/New_York';
/** Clocks go from 0:00 to 1:00 there in spring. */
const SAO_PAULO = 'America/Sao_Paulo';

const utc = (text: string): number => Date.parse(`${text}Z`);

test('zones are known by their names', () => {
  expect([PARIS, NEW_YORK, 'UTC', 'Europe/Pari', '', 'CET5'].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

describe('the offset changes at the very second', () => {
  test.each([
    [PARIS, '2004-03-28T00:59:59', 1],
    [PARIS, '2004-03-28T01:00:00', 2],
    [PARIS, '2004-10-31T00:59:59', 2],
    [PARIS, '2004-10-31T01:00:00', 1],
    [NEW_YORK, '2004-04-04T06:59:59', -5],
    [NEW_YORK, '2004-04-04T07:00:00', -4],
    [NEW_YORK, '2004-10-31T05:59:59', -4],
    [NEW_YORK, '2004-10-31T06:00:00', -5],
    ['Asia/Kolkata', '2004-02-18T00:00:00', 5.5],
    ['UTC', '2004-02-18T00:00:00', 0],
  ])('%s, %s: %d h', (zone, text, hours) => {
    expect(offsetAt(utc(text), zone)).toBe(hours * HOUR);
    expect(offsetAt(utc(text) + 999, zone)).toBe(hours * HOUR);
  });
});

describe('a wall clock time', () => {
  test.each([
    ['an ordinary one', PARIS, '2004-02-18T10:00:00', '2004-02-18T09:00:00'],
    ['just before the hour that is skipped', PARIS, '2004-03-28T01:59:59', '2004-03-28T00:59:59'],
    ['just after it', PARIS, '2004-03-28T03:00:00', '2004-03-28T01:00:00'],
    ['in it: moved on', PARIS, '2004-03-28T02:30:00', '2004-03-28T01:30:00'],
    ['in it, west of Greenwich: moved on', NEW_YORK, '2004-04-04T02:30:00', '2004-04-04T07:30:00'],
    ['just before, in the west', NEW_YORK, '2004-04-04T01:59:59', '2004-04-04T06:59:59'],
    ['just after, in the west', NEW_YORK, '2004-04-04T03:00:00', '2004-04-04T07:00:00'],
    ['twice there: the first', PARIS, '2004-10-31T02:30:00', '2004-10-31T00:30:00'],
    ['twice there, in the west: the first', NEW_YORK, '2004-10-31T01:30:00', '2004-10-31T05:30:00'],
    ['after the doubled hour', PARIS, '2004-10-31T03:00:00', '2004-10-31T02:00:00'],
    ['after it, in the west', NEW_YORK, '2004-10-31T02:00:00', '2004-10-31T07:00:00'],
    ['a midnight that does not exist', SAO_PAULO, '2004-11-02T00:00:00', '2004-11-02T03:00:00'],
  ])('%s', (_name, zone, wall, at) => {
    expect(new Date(fromWall(utc(wall), zone))).toEqual(new Date(utc(at)));
  });
});

describe('the start of a day', () => {
  test.each([
    ['today', PARIS, '2004-02-18T12:00:00', 0, '2004-02-17T23:00:00'],
    ['late in the evening of UTC', PARIS, '2004-02-18T23:30:00', 0, '2004-02-18T23:00:00'],
    ['yesterday', PARIS, '2004-02-18T12:00:00', -1, '2004-02-16T23:00:00'],
    ['over the end of winter', PARIS, '2004-03-28T12:00:00', 0, '2004-03-27T23:00:00'],
    ['the day after it has 23 hours', PARIS, '2004-03-28T12:00:00', 1, '2004-03-28T22:00:00'],
    ['over the end of summer', PARIS, '2004-10-31T12:00:00', 0, '2004-10-30T22:00:00'],
    ['the day after it has 25 hours', PARIS, '2004-10-31T12:00:00', 1, '2004-10-31T23:00:00'],
    ['spring in the west', NEW_YORK, '2004-04-04T12:00:00', 0, '2004-04-04T05:00:00'],
    ['and the next day', NEW_YORK, '2004-04-04T12:00:00', 1, '2004-04-05T04:00:00'],
    ['autumn in the west', NEW_YORK, '2004-10-31T12:00:00', 0, '2004-10-31T04:00:00'],
    ['and the next day there', NEW_YORK, '2004-10-31T12:00:00', 1, '2004-11-01T05:00:00'],
    ['a day without midnight', SAO_PAULO, '2004-11-02T12:00:00', 0, '2004-11-02T03:00:00'],
  ])('%s', (_name, zone, at, days, start) => {
    expect(new Date(startOfDay(utc(at), zone, days))).toEqual(new Date(utc(start)));
  });

  const zones = fc.constantFrom(
    'UTC',
    PARIS,
    NEW_YORK,
    SAO_PAULO,
    'Asia/Kolkata',
    'Africa/Cairo',
    'America/Havana',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
  );
  const hours = fc.integer({
    min: utc('2003-01-01T00:00') / HOUR,
    max: utc('2006-01-01T00:00') / HOUR,
  });

  test('each moment lies in its own day, and in no other', () => {
    fc.assert(
      fc.property(zones, hours, fc.integer({ min: 0, max: HOUR - 1 }), (zone, hour, ms) => {
        const at = hour * HOUR + ms;
        const start = startOfDay(at, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(startOfDay(at, zone, 1)).toBeGreaterThan(at);
        expect(startOfDay(start, zone)).toBe(start);
        expect(startOfDay(startOfDay(at, zone, 1), zone, -1)).toBe(start);
        expect(formatInZone(start, zone).slice(0, 10)).toBe(formatInZone(at, zone).slice(0, 10));
      }),
      { numRuns: 300 },
    );
  });

  test('a wall clock time that exists comes back from its moment', () => {
    fc.assert(
      fc.property(zones, hours, (zone, hour) => {
        const at = hour * HOUR;
        const wall = at + offsetAt(at, zone);
        const back = fromWall(wall, zone);
        expect(back + offsetAt(back, zone)).toBe(wall);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a moment with its offset', () => {
  test.each([
    ['UTC', '2004-02-18T22:46:00', '2004-02-18 22:46:00Z'],
    [PARIS, '2004-02-18T22:46:00', '2004-02-18 23:46:00+01:00'],
    [PARIS, '2004-07-01T22:46:00', '2004-07-02 00:46:00+02:00'],
    [NEW_YORK, '2004-02-18T22:46:00', '2004-02-18 17:46:00-05:00'],
    ['Asia/Kolkata', '2004-02-18T22:46:00', '2004-02-19 04:16:00+05:30'],
    ['America/St_Johns', '2004-02-18T22:46:00', '2004-02-18 19:16:00-03:30'],
  ])('%s, %s', (zone, at, text) => {
    expect(formatInZone(utc(at), zone)).toBe(text);
    expect(Date.parse(text.replace(' ', 'T'))).toBe(utc(at));
  });
});
