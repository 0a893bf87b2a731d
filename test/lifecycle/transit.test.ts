import { describe, expect, it } from 'vitest';
import { brief, coverageOf, gap, HOUR, judgeOne, moment } from '../support/life.ts';
import type { LogSpec, Setting } from '../support/life.ts';

/** EXCH01 hands over at ten. */
const HANDED = `EXCH01 9:59 1019,1024,1033,1034 bob >exch02.corp.example
  EXCH01 10:00 1020,1031 bob >exch02.corp.example`;
const LOST = 'lost transferred EXCH01 transit';
const UNLOGGED = 'unlogged transferred EXCH01 transit';
const WAITING = 'waiting transferred EXCH01 - not-judged';
const LEFT = 'transferred transferred EXCH01 -';

const to = (host: string): string => HANDED.replaceAll('exch02.corp.example', host);

function judgeWith(exch02: LogSpec | null, setting: Setting = {}) {
  return judgeOne(HANDED, { ...setting, logs: { EXCH02: exch02 } });
}

/** The same where all logs end soon after the hand-over. */
function judgeAtEnd(exch02: LogSpec | null) {
  return judgeOne(HANDED, { logs: { EXCH01: '00:00-10:20', EXCH02: exch02 } });
}

describe('a hand-over that the next server never logged', () => {
  it.each<[string, LogSpec, string]>([
    ['whole day', {}, LOST],
    ['log that begins 5 minutes before', { span: '9:55-23:59', gapLimitMs: HOUR }, LOST],
    ['log that begins a second too late', { span: '9:55:01-23:59', gapLimitMs: HOUR }, UNLOGGED],
    ['log that begins after it', '10:30-23:59', UNLOGGED],
    ['log that ends a second before the threshold', '00:00-10:14:59', WAITING],
    ['log that ends at the threshold', '00:00-10:15', LOST],
    ['log that ends with the hand-over', '00:00-10:00', WAITING],
    ['log that ends a second before, and others go on', '00:00-9:59:59', UNLOGGED],
    ['log of the day before', '17T00:00-17T23:59:59', UNLOGGED],
    [
      'log of the day before, usually quiet at night',
      { span: '17T00:00-17T23:59:59', gapLimitMs: 12 * HOUR },
      UNLOGGED,
    ],
    ['log of the day after', '19T00:00-19T23:59:59', UNLOGGED],
    ['gap around it', { gaps: [gap('9:30', '10:30')] }, UNLOGGED],
    ['gap that ends a second before the 5 minutes', { gaps: [gap('9:00', '9:54:59')] }, LOST],
    ['gap that ends with them', { gaps: [gap('9:00', '9:55')] }, LOST],
    ['gap that ends within them', { gaps: [gap('9:00', '9:55:01')] }, UNLOGGED],
    ['gap that begins within the threshold', { gaps: [gap('10:14:59', '12:00')] }, UNLOGGED],
    ['gap that begins with it', { gaps: [gap('10:15', '12:00')] }, LOST],
    [
      'missing day',
      { span: '17T00:00-19T12:00', gaps: [gap('18T00:00', '19T00:00', 'missing-day')] },
      UNLOGGED,
    ],
  ])('%s', (_, spec, expected) => {
    const verdict = judgeWith(spec);
    expect(brief(verdict)).toBe(expected);
    expect(verdict.since).toBe(moment('10:00'));
    expect(verdict.nextHop).toBe('exch02.corp.example');
  });

  it.each<[string, LogSpec, string]>([
    ['log that ends a second before', '00:00-9:59:59', WAITING],
    ['log that ends as long before as is usual', '00:00-9:00', WAITING],
    ['log that ends longer before', '00:00-8:59:59', UNLOGGED],
    [
      'log that ends long before, but is usually quiet',
      { span: '00:00-7:00', gapLimitMs: 3 * HOUR },
      WAITING,
    ],
    [
      'log of the day before, usually quiet at night, with a file of the day that is still empty',
      {
        span: '17T00:00-17T23:59:59',
        gapLimitMs: 12 * HOUR,
        lastDay: coverageOf('EXCH02').lastDay,
      },
      WAITING,
    ],
  ])('where all logs end soon after it: %s', (_, spec, expected) => {
    expect(brief(judgeAtEnd(spec))).toBe(expected);
  });

  it('is cut off, not quiet, where others go on for an hour', () => {
    const logs = { EXCH01: '00:00-10:59:59', EXCH02: '00:00-9:50' };
    expect(brief(judgeOne(HANDED, { logs }))).toBe(WAITING);
    expect(brief(judgeOne(HANDED, { logs: { ...logs, EXCH01: '00:00-11:00' } }))).toBe(UNLOGGED);
  });

  it('moves its limits with the threshold', () => {
    const threshold = HOUR;
    expect(brief(judgeWith('00:00-10:59:59', { threshold }))).toBe(WAITING);
    expect(brief(judgeWith('00:00-11:00', { threshold }))).toBe(LOST);
  });

  it('has an early morning covered from midnight where the first line comes as late as usual', () => {
    expect(brief(judgeWith({ span: '11:00-23:59', gapLimitMs: 11 * HOUR }))).toBe(LOST);
    expect(brief(judgeWith({ span: '11:00:01-23:59', gapLimitMs: 11 * HOUR }))).toBe(UNLOGGED);
    expect(brief(judgeWith({ span: '10:59-23:59', gapLimitMs: 10 * HOUR }))).toBe(UNLOGGED);
  });

  it('is told by the log that ends too soon, as long as it waits', () => {
    const verdict = judgeWith('00:00-10:10');
    expect(verdict).toMatchObject({ asOf: moment('10:10'), ageSeconds: 600, stall: null });
    expect(judgeAtEnd('00:00-9:30')).toMatchObject({ asOf: moment('10:00'), ageSeconds: 0 });
  });

  it('is as old as the log of the server that handed over says', () => {
    const verdict = judgeWith({}, {});
    expect(verdict.ageSeconds).toBe((moment('23:59:59') - moment('10:00')) / 1000);
    expect(verdict.stall).toMatchObject({ server: 'EXCH01', stage: 'transferred' });
  });

  it('says in words which it is', () => {
    expect(judgeWith({}).reason).toContain('covers the time and never saw it');
    expect(judgeWith('10:30-23:59').reason).toContain('is not loaded');
    expect(judgeWith({ gaps: [gap('9:30', '10:30')] }).reason).toContain('has a gap');
    expect(judgeWith('00:00-10:10').reason).toContain('does not go on long enough');
  });
});

describe('what ours are', () => {
  const servers = { EXCH02: {} };
  it.each<[string, Setting, string]>([
    ['EXCH02', { logs: servers }, LOST],
    ['exch02', { logs: servers }, LOST],
    ['Exch02.CORP.example.', { logs: servers }, LOST],
    ['exch02.partner.example', { logs: servers }, LEFT],
    ['exch02.sub.corp.example', { logs: servers }, LEFT],
    ['mx.partner.example', { logs: servers }, LEFT],
    ['exch03.corp.example', { logs: servers }, `${UNLOGGED} probable`],
    ['exch03.corp.example', { logs: servers, ours: ['exch03*'] }, UNLOGGED],
    ['EXCH03', { logs: servers }, LEFT],
    ['EXCH03', { logs: servers, ours: ['exch??'] }, UNLOGGED],
    ['exch03.other.example', { ours: ['*.other.example'] }, UNLOGGED],
    ['exch03.another.example', { ours: ['*.other.example'] }, LEFT],
    ['exch03.partner.example', { ours: ['EXCH03'] }, UNLOGGED],
    ['exch03.partner.example', { ours: ['exch03.corp.example'] }, LEFT],
    ['[10.1.0.12]', { logs: servers }, LEFT],
    ['10.1.0.12', { ours: ['10.1.*'] }, UNLOGGED],
    // Nothing is known of any suffix: the label is all there is.
    ['exch02.corp.example', { logs: servers, suffixes: [] }, `${LOST} probable`],
    // A log that gives the FQDN.
    ['exch02', { logs: { 'exch02.corp.example': {} } }, LOST],
    ['exch02.partner.example', { logs: { 'exch02.corp.example': {} } }, LEFT],
    ['exch02', { logs: { 'exch02.corp.example': {}, 'exch02.east.example': {} } }, LEFT],
  ])('a hand-over to %s, %o: %s', (host, setting, expected) => {
    expect(brief(judgeOne(to(host), setting))).toBe(expected);
  });

  it.each(['-', 'SMTP', 'store', 'X400'])('a partner %s names nobody', (word) => {
    expect(brief(judgeOne(`EXCH01 10:00 1019,1031 bob >${word}`))).toBe(`${LEFT} probable`);
  });

  it('a hand-over to itself went nowhere that is known', () => {
    expect(brief(judgeOne(to('exch01.corp.example')))).toBe(`${LEFT} probable`);
  });

  it('the next hop is the one named in this life', () => {
    const again = `${HANDED}\nEXCH01 11:00 1019,1020,1031 bob`;
    expect(judgeOne(again, { logs: servers }).nextHop).toBeNull();
    const queued = 'EXCH01 9:59 1019,1034 bob >exch02.corp.example\nEXCH01 10:00 1020,1031 bob';
    expect(brief(judgeOne(queued, { logs: servers }))).toBe(LOST);
  });

  it('1029 is no hand-over: the MTA goes on under another id', () => {
    const verdict = judgeOne('EXCH01 10:00 1019,1038,1029 bob >exch02.corp.example', {
      logs: servers,
    });
    expect(brief(verdict)).toBe(LEFT);
  });
});

describe('clocks that differ by more than minutes', () => {
  const behind = `EXCH01 10:00 1019,1031 bob >EXCH02
    EXCH02 9:40 1019,1028 bob <EXCH01`;

  it('are told from many hand-overs, and then what the next server logged is no loss', () => {
    expect(brief(judgeOne(behind))).toBe('lost transferred EXCH01 transit');
    const skews = { 'EXCH01 EXCH02': -20 * 60_000 };
    expect(brief(judgeOne(behind, { skews }))).toBe('delivered delivered EXCH02 -');
  });

  it('move the time that the next log has to cover', () => {
    const handed = 'EXCH01 10:00 1019,1031 bob >EXCH02';
    const logs = { EXCH02: '9:50-23:59' };
    expect(brief(judgeOne(handed, { logs }))).toBe('lost transferred EXCH01 transit');
    const skews = { 'EXCH01 EXCH02': -20 * 60_000 };
    expect(brief(judgeOne(handed, { logs, skews }))).toBe('unlogged transferred EXCH01 transit');
  });
});

describe('a next server that names no recipient', () => {
  it.each([
    ['took it in', 'EXCH02 10:00:05 1019,1024 -', 'waiting categorizer EXCH02 categorizer'],
    ['refused it', 'EXCH02 10:00:05 1030 -', 'ndr ndr EXCH02 ndr'],
    ['had it long before', 'EXCH02 8:00 1019,1024 -', 'lost transferred EXCH01 transit'],
  ])('%s', (_, next, expected) => {
    const script = `EXCH01 10:00 1019,1031 bob >EXCH02\n${next}`;
    expect(brief(judgeOne(script))).toBe(expected);
  });
});
