import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../support/life.ts';
import { stallTexts } from '../support/stalls.ts';

const QUEUED = 'EXCH01 10:00 1019,1025,1024 bob\nEXCH01 10:00:02 1033,1034 bob >mx.partner.example';

type Case = readonly [what: string, script: string, stalls: readonly string[]];

describe('a stall begins when the threshold has passed', () => {
  it.each<Case>([
    ['and lasts', QUEUED, ['bob EXCH01 10:15.. remote-queue']],
    [
      'and ends with an end',
      `${QUEUED}\nEXCH01 11:00 1031 bob >mx.partner.example`,
      ['bob EXCH01 10:15..11:00 remote-queue'],
    ],
    ['not if it ended before', `${QUEUED}\nEXCH01 10:14:59 1028 bob`, []],
    ['not if it ends at that moment', `${QUEUED}\nEXCH01 10:15 1028 bob`, []],
    [
      'if it ends a second later',
      `${QUEUED}\nEXCH01 10:15:01 1028 bob`,
      ['bob EXCH01 10:15..10:15:01 remote-queue'],
    ],
    [
      'whatever the end is',
      `${QUEUED}\nEXCH01 11:00 1030 bob`,
      ['bob EXCH01 10:15..11:00 remote-queue'],
    ],
    ['not for what only notes tell of', 'EXCH01 10:00 1077 bob', []],
  ])('%s', (_, script, stalls) => {
    expect(stallTexts(script)).toEqual(stalls);
  });

  it('to the millisecond', () => {
    const script = `${QUEUED}\nEXCH01 10:15 1028 bob`;
    const thresholds = [15 * MINUTE - 1, 15 * MINUTE, 15 * MINUTE + 1];
    expect(thresholds.map((threshold) => stallTexts(script, '18', { threshold }))).toEqual([
      ['bob EXCH01 10:14:59.999..10:15 remote-queue'],
      [],
      [],
    ]);
  });

  it.each([
    ['00:00-10:14:59', []],
    ['00:00-10:15', ['bob EXCH01 10:15.. remote-queue']],
  ])('a log of %s', (span, stalls) => {
    expect(stallTexts(QUEUED, '18', { logs: { EXCH01: span } })).toEqual(stalls);
  });
});

describe('time in a stall counts from the arrival', () => {
  it.each<Case>([
    [
      'retries do not make young',
      `${QUEUED}\nEXCH01 10:14 1020,1034 bob\nEXCH01 10:40 1020 bob\nEXCH01 10:41 1034 bob`,
      ['bob EXCH01 10:15.. remote-queue transfer@10:40 remote-queue@10:41'],
    ],
    [
      'a second arrival without an end does',
      `${QUEUED}\nEXCH01 10:10 1019 bob\nEXCH01 10:11 1024 bob`,
      ['bob EXCH01 10:25.. categorizer'],
    ],
    [
      'a second arrival ends the first stall',
      `${QUEUED}\nEXCH01 11:00 1019,1024 bob`,
      ['bob EXCH01 10:15..11:00 remote-queue', 'bob EXCH01 11:15.. categorizer'],
    ],
    [
      'a second arrival after an end begins another',
      `${QUEUED}\nEXCH01 11:00 1028 bob\nEXCH01 12:00 1019,1024 bob\nEXCH01 13:00 1028 bob`,
      ['bob EXCH01 10:15..11:00 remote-queue', 'bob EXCH01 12:15..13:00 categorizer'],
    ],
    [
      'what comes after an end opens nothing',
      `${QUEUED}\nEXCH01 11:00 1028 bob\nEXCH01 12:00 1034 bob`,
      ['bob EXCH01 10:15..11:00 remote-queue'],
    ],
    [
      'without an arrival, from the first line',
      'EXCH01 10:00 1024 bob\nEXCH01 10:10 1033 bob',
      ['bob EXCH01 10:15.. routing'],
    ],
  ])('%s', (_, script, stalls) => {
    expect(stallTexts(script)).toEqual(stalls);
  });
});

describe('stages of a stall', () => {
  it.each<Case>([
    [
      'follow each other',
      `${QUEUED}\nEXCH01 11:00 1020 bob\nEXCH01 12:00 1034 bob\nEXCH01 13:00 1028 bob`,
      ['bob EXCH01 10:15..13:00 remote-queue transfer@11:00 remote-queue@12:00'],
    ],
    [
      'those left before it begin are none',
      `${QUEUED}\nEXCH01 10:10 1020 bob`,
      ['bob EXCH01 10:15.. transfer'],
    ],
    [
      'left as it begins is none',
      `${QUEUED}\nEXCH01 10:15 1020 bob`,
      ['bob EXCH01 10:15.. transfer'],
    ],
    [
      'left and come back to in one second: never left',
      `${QUEUED}\nEXCH01 11:00 1020,1034 bob`,
      ['bob EXCH01 10:15.. remote-queue'],
    ],
    [
      'passed in one second: not there',
      `${QUEUED}\nEXCH01 11:00 1020,1035 bob`,
      ['bob EXCH01 10:15.. remote-queue routing-retry@11:00'],
    ],
  ])('%s', (_, script, stalls) => {
    expect(stallTexts(script)).toEqual(stalls);
  });
});

describe('who is stalled', () => {
  const list = 'EXCH01 10:00 1019,1025,1024 staff';
  it.each<Case>([
    [
      'a list until its first member appears',
      `${list}\nEXCH01 10:40 1033,1036,1028 amy`,
      ['staff EXCH01 10:15..10:40 categorizer'],
    ],
    ['a list not, if that is soon', `${list}\nEXCH01 10:00:05 1033,1036,1028 amy`, []],
    [
      'members from their own arrival',
      `${list}\nEXCH01 10:00:05 1033,1036 amy`,
      ['amy EXCH01 10:15:05.. local-queue'],
    ],
    [
      'forms of one address as one',
      'EXCH01 10:00 1027 EX:BOB\nEXCH01 10:05 1024 EX:BOB\nEXCH01 10:06 1033,1034 bob',
      ['bob EXCH01 10:15.. remote-queue'],
    ],
    [
      'forms of one address, joined while it was stalled',
      'EXCH01 10:00 1027,1024 EX:BOB\nEXCH01 10:30 1033,1034 bob',
      ['bob EXCH01 10:15.. categorizer remote-queue@10:30'],
    ],
    [
      'each one that a 1030 without a recipient ends',
      'EXCH01 10:00 1019,1024 bob,amy\nEXCH01 11:00 1030 -',
      ['amy EXCH01 10:15..11:00 categorizer', 'bob EXCH01 10:15..11:00 categorizer'],
    ],
    [
      'nobody that had ended before such a 1030',
      'EXCH01 10:00 1019,1024 bob,amy\nEXCH01 10:01 1028 amy\nEXCH01 11:00 1030 -',
      ['bob EXCH01 10:15..11:00 categorizer'],
    ],
    [
      'the nameless where nobody is named',
      'EXCH01 10:00 1019,1024 -\nEXCH01 11:00 1030 -',
      ['- EXCH01 10:15..11:00 categorizer'],
    ],
    [
      'who is redirected until then',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:30 1042 bob\nEXCH01 10:30 1033,1036,1028 amy',
      ['bob EXCH01 10:15..10:30 categorizer'],
    ],
    [
      'who is redirected and gets it too, on',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:30 1042 bob\nEXCH01 10:30:01 1036 bob',
      ['bob EXCH01 10:15..10:30 categorizer', 'bob EXCH01 10:30:01.. local-queue'],
    ],
    [
      'not who is only lost',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:01 1031 bob >EXCH02\nEXCH02 9:00 1019,1028 amy',
      [],
    ],
  ])('%s', (_, script, stalls) => {
    expect(stallTexts(script)).toEqual(stalls);
  });
});

describe('two servers', () => {
  it.each<Case>([
    [
      'each has its own',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:30 1031 bob >EXCH02\nEXCH02 10:30:02 1019,1024 bob <EXCH01\nEXCH02 11:00 1028 bob',
      ['bob EXCH01 10:15..10:30 categorizer', 'bob EXCH02 10:45:02..11:00 categorizer'],
    ],
    [
      'the next one is younger by its own arrival',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:10 1031 bob >EXCH02\nEXCH02 10:10:02 1019,1036 bob <EXCH01',
      ['bob EXCH02 10:25:02.. local-queue'],
    ],
    [
      'a clock behind: it arrives before it was sent',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:30 1031 bob >EXCH02\nEXCH02 10:28 1019,1036 bob <EXCH01',
      ['bob EXCH01 10:15..10:30 categorizer', 'bob EXCH02 10:43.. local-queue'],
    ],
    [
      'a transfer whose end was not logged ends with the arrival there',
      'EXCH01 10:00 1019,1034 bob >EXCH02\nEXCH01 10:20 1020 bob >EXCH02\nEXCH02 10:21 1019,1036 bob <EXCH01',
      ['bob EXCH01 10:15..10:21 remote-queue transfer@10:20', 'bob EXCH02 10:36.. local-queue'],
    ],
    [
      'a transfer whose end was not logged, quick',
      'EXCH01 10:00 1019,1020 bob >EXCH02\nEXCH02 10:01 1019,1036 bob <EXCH01',
      ['bob EXCH02 10:16.. local-queue'],
    ],
    [
      'a transfer whose end was not logged, in a second life on both',
      'EXCH01 9:00 1019,1024 bob\nEXCH01 9:01 1031 bob >EXCH02\nEXCH02 9:01 1019,1028 bob <EXCH01\n' +
        'EXCH01 11:00 1019,1020 bob >EXCH02\nEXCH02 11:30 1019,1036 bob <EXCH01',
      ['bob EXCH01 11:15..11:30 transfer', 'bob EXCH02 11:45.. local-queue'],
    ],
  ])('%s', (_, script, stalls) => {
    expect(stallTexts(script)).toEqual(stalls);
  });
});

describe('a span is half-open', () => {
  const ended = `${QUEUED}\nEXCH01 11:00 1028 bob`;
  it.each([
    ['around it', '10:00-12:00', ended, ['bob EXCH01 10:15..11:00 remote-queue']],
    ['within it', '10:30-10:45', ended, ['bob EXCH01 10:15.. remote-queue']],
    ['over its beginning', '9:00-10:30', ended, ['bob EXCH01 10:15.. remote-queue']],
    ['over its end', '10:30-12:00', ended, ['bob EXCH01 10:15..11:00 remote-queue']],
    ['before it', '9:00-10:10', ended, []],
    ['after it', '11:30-12:00', ended, []],
    ['that ends as it begins', '9:00-10:15', ended, []],
    [
      'that ends a second after its beginning',
      '9:00-10:15:01',
      ended,
      ['bob EXCH01 10:15.. remote-queue'],
    ],
    ['that begins as it begins', '10:15-10:30', ended, ['bob EXCH01 10:15.. remote-queue']],
    ['that begins as it ends', '11:00-12:00', ended, ['bob EXCH01 10:15..11:00 remote-queue']],
    ['that begins a second after its end', '11:00:01-12:00', ended, []],
    ['that ends as it ends', '10:30-11:00', ended, ['bob EXCH01 10:15.. remote-queue']],
    [
      'that ends a second after its end',
      '10:30-11:00:01',
      ended,
      ['bob EXCH01 10:15..11:00 remote-queue'],
    ],
    ['a day later', '19', QUEUED, ['bob EXCH01 10:15.. remote-queue']],
    ['a day later than an end', '19', ended, []],
  ])('%s', (_, span, script, stalls) => {
    expect(stallTexts(script, span)).toEqual(stalls);
  });

  it('and a log that ends before it holds what was open at its end', () => {
    const logs = { EXCH01: '00:00-20:00', EXCH02: '00:00-20T12:00' };
    expect(stallTexts(QUEUED, '19', { logs })).toEqual(['bob EXCH01 10:15.. remote-queue']);
    expect(stallTexts(QUEUED, '19', { logs, threshold: 12 * HOUR })).toEqual([]);
  });
});
