import { describe, expect, it } from 'vitest';
import { brief, briefs, gap, judgeOne, MINUTE, moment } from '../support/life.ts';

/** EXCH01 takes in and hands over to EXCH02 at ten; the rest says what EXCH02 logged. */
const handed = (next: string): string => `EXCH01 10:00 1019,1024,1034 bob >EXCH02
  EXCH01 10:00 1020,1031 bob >EXCH02
  ${next}`;

describe('a message on several servers', () => {
  it.each([
    ['seen at once', 'EXCH02 10:00 1019 bob', 'waiting accepted EXCH02 submission'],
    ['delivered there', 'EXCH02 10:00:05 1019,1028 bob', 'delivered delivered EXCH02 -'],
    ['clock 5 minutes behind', 'EXCH02 9:55 1019 bob', 'waiting accepted EXCH02 submission'],
    ['clock behind, a second more', 'EXCH02 9:54:59 1019 bob', 'lost transferred EXCH01 transit'],
    [
      'clock 5 minutes behind, left from there',
      'EXCH02 9:55 1019,1031 bob >mx.partner.example',
      'transferred transferred EXCH02 -',
    ],
    [
      'clock a second more behind, left from there',
      'EXCH02 9:54:59 1019,1031 bob >mx.partner.example',
      'lost transferred EXCH01 transit',
    ],
    ['clock behind, ended', 'EXCH02 9:55 1019,1028 bob', 'delivered delivered EXCH02 -'],
    ['clock ahead', 'EXCH02 10:10 1019 bob', 'waiting accepted EXCH02 submission'],
    ['hours later', 'EXCH02 20:10 1019 bob', 'waiting accepted EXCH02 submission'],
    ['failed there', 'EXCH02 10:00:05 1019,1030 bob', 'ndr ndr EXCH02 ndr'],
    [
      'left from there',
      'EXCH02 10:00:05 1019,1034,1020,1031 bob >mx.partner.example',
      'transferred transferred EXCH02 -',
    ],
  ])('%s', (_, next, expected) => {
    expect(brief(judgeOne(handed(next)))).toBe(expected);
  });

  it.each([
    ['without a 1031', 'EXCH02 10:00:05 1019,1036 bob', 'waiting local-queue EXCH02 queue'],
    ['its clock 5 minutes behind', 'EXCH02 9:45 1019,1028 bob', 'delivered delivered EXCH02 -'],
    [
      'its clock a second more behind',
      'EXCH02 9:44:59 1019,1028 bob',
      'waiting transfer EXCH01 transfer',
    ],
    ['nowhere else', '', 'waiting transfer EXCH01 transfer'],
  ])('a transfer that was begun, %s', (_, next, expected) => {
    const begun = `EXCH01 9:50 1019,1024,1034 bob >EXCH02\nEXCH01 10:00 1020 bob >EXCH02\n${next}`;
    expect(brief(judgeOne(begun))).toBe(expected);
  });

  it.each([
    [
      'a second life stuck in transfer is not ended by what the first one delivered',
      `EXCH01 10:00 1019,1020,1031 bob >EXCH02
       EXCH02 10:00:01 1019,1028 bob
       EXCH01 10:03 1019,1034,1020 bob >EXCH02`,
      'waiting transfer EXCH01 transfer',
    ],
    [
      'a second life that was begun and taken in is where it was taken in',
      `EXCH01 10:00 1019,1020,1031 bob >EXCH02
       EXCH01 12:00 1019,1034,1020 bob >EXCH02
       EXCH02 12:00:01 1019,1036 bob`,
      'waiting local-queue EXCH02 queue',
    ],
    [
      'a hole in the log hides the hand-over, the next server names who gave it, its clock is behind',
      `EXCH01 10:00 1019,1024,1034 bob
       EXCH02 9:57 1019,1028 bob <EXCH01`,
      'delivered delivered EXCH02 -',
    ],
    [
      'a message that came back and is open is not ended by the server it came from',
      `EXCH01 10:00 1019,1031 bob >EXCH02
       EXCH02 10:00:05 1019,1031 bob >EXCH01 <EXCH01
       EXCH01 10:00:10 1019,1034 bob <EXCH02`,
      'waiting remote-queue EXCH01 queue',
    ],
    [
      'out to a filter and back to a server whose clock is behind',
      `EXCH01 10:00 1019,1031 bob >filter.cloud.example
       EXCH02 9:58 1019,1036 bob <filter.cloud.example`,
      'waiting local-queue EXCH02 queue',
    ],
    [
      'out to a partner, and taken in elsewhere before: from whom is not told',
      `EXCH01 10:00 1019,1031 bob >mx.partner.example
       EXCH02 9:58 1019,1036 bob`,
      'transferred transferred EXCH01 -',
    ],
    [
      'out to a host, and another copy that came from elsewhere before',
      `EXCH02 9:58 1019,1028 bob <pc7.corp.example
       EXCH01 10:00 1019,1031 bob >mx.partner.example`,
      'transferred transferred EXCH01 -',
    ],
  ])('%s', (_, script, expected) => {
    expect(brief(judgeOne(script))).toBe(expected);
  });

  it('a transfer begun to another host is not ended by a server that got it elsewhere', () => {
    const script = `EXCH02 9:00 1019,1031 bob >EXCH01
      EXCH01 9:01 1019,1034 bob >mx.partner.example
      EXCH01 9:02 1020 bob >mx.partner.example`;
    expect(brief(judgeOne(script))).toBe('waiting transfer EXCH01 transfer');
  });

  it('knows the next server by its client too', () => {
    const script = `EXCH01 10:00 1019,1031 bob
      EXCH02 9:58 1019,1034,1031 bob >mx.partner.example`;
    const fromFirst = script.replace('1034,1031 bob', '1034,1031 bob <exch01.corp.example');
    expect(brief(judgeOne(fromFirst))).toBe('transferred transferred EXCH02 -');
    expect(brief(judgeOne(script))).toBe('transferred transferred EXCH01 - probable');
  });

  it('follows a way over three', () => {
    const script = `EXCH01 10:00 1027,1019,1031 bob >BRIDGE01
      BRIDGE01 10:01 1019,1034,1020,1031 bob >EXCH02
      EXCH02 10:02 1019,1036,1037 bob`;
    expect(brief(judgeOne(script))).toBe('retrying local-retry EXCH02 queue');
  });
});

describe('a server without a log on the way', () => {
  const over = `EXCH01 9:50 1019,1024 bob
    EXCH01 10:00 1020,1031 bob >BRIDGE01`;
  const ours = { ours: ['BRIDGE01'] };
  it.each([
    ['came out', 'EXCH02 10:01 1019,1028 bob <BRIDGE01', 'delivered delivered EXCH02 -'],
    ['its clock behind', 'EXCH02 9:45 1019,1028 bob <BRIDGE01', 'delivered delivered EXCH02 -'],
    ['waits there', 'EXCH02 10:01 1019,1036 bob', 'waiting local-queue EXCH02 queue'],
    ['waits there, clock behind', 'EXCH02 9:45 1019,1036 bob', 'waiting local-queue EXCH02 queue'],
    [
      'its clock behind, and the server named in full',
      'EXCH02 9:46 1019,1028 bob <bridge01.corp.example',
      'delivered delivered EXCH02 -',
    ],
    [
      'its clock behind, but it came from another host',
      'EXCH02 9:46 1019,1028 bob <edge.corp.example',
      'unlogged transferred EXCH01 transit',
    ],
    ['too far behind', 'EXCH02 9:44:59 1019,1028 bob', 'unlogged transferred EXCH01 transit'],
    ['never came out', '', 'unlogged transferred EXCH01 transit'],
    [
      'where it came from is not where it went on',
      'EXCH02 9:48 1019 bob\nEXCH02 9:49 1031 bob',
      'unlogged transferred EXCH01 transit',
    ],
    [
      'nor is the one that queued it for this one, by its last line',
      'EXCH02 9:48 1019,1034 bob >EXCH01',
      'unlogged transferred EXCH01 transit',
    ],
  ])('%s', (_, third, expected) => {
    expect(brief(judgeOne(`${over}\n${third}`, ours))).toBe(expected);
  });
});

describe('a server without a log on the way to one that sent it out, by clocks that are known to differ', () => {
  const away = 'transferred transferred EDGE01 -';
  const missing = 'unlogged transferred EXCH01 transit';
  it.each([
    ['the clock behind', '9:59:05', '9:59:08', -56_000, away],
    ['the clock behind, as nobody knows', '9:59:05', '9:59:08', 0, missing],
    ['the clock behind, and it was there before', '9:58:50', '9:58:55', -56_000, missing],
    ['the clock ahead', '10:02:01', '10:02:03', 2 * MINUTE, away],
  ])('%s', (_, received, sent, ahead, expected) => {
    const skews = { 'EXCH01 EDGE01': ahead, 'EDGE01 EXCH01': -ahead };
    const options = { ours: ['BRIDGE01'], skews };
    const script = `EXCH01 10:00 1019,1031 bob >BRIDGE01
      EDGE01 ${received} 1019 bob <BRIDGE01
      EDGE01 ${sent} 1031 bob >mx.partner.example`;
    expect(brief(judgeOne(script, options))).toBe(expected);
  });
});

it('a server with a gap is on the way by any of its names', () => {
  const script = `EXCH01 10:00 1019,1031 bob >BRIDGE01
    EXCH02 9:58 1019,1028 bob <bridge01.corp.example`;
  const logs = { BRIDGE01: { gaps: [gap('9:00', '11:00')] } };
  expect(brief(judgeOne(script, { logs }))).toBe('delivered delivered EXCH02 -');
});

describe('loops', () => {
  it('A, B, A: the second stay decides', () => {
    const script = `EXCH01 10:00 1019,1024,1031 bob >EXCH02
      EXCH02 10:01 1019,1024,1031 bob >EXCH01
      EXCH01 10:02 1019,1024,1036 bob`;
    const verdict = judgeOne(script);
    expect(brief(verdict)).toBe('waiting local-queue EXCH01 queue');
    expect(verdict.since).toBe(moment('10:02'));
  });

  it('A, B, A and on to B again', () => {
    const script = `EXCH01 10:00 1019,1031 bob >EXCH02
      EXCH02 10:01 1019,1031 bob >EXCH01
      EXCH01 10:02 1019,1031 bob >EXCH02
      EXCH02 10:03 1019,1028 bob`;
    expect(brief(judgeOne(script))).toBe('delivered delivered EXCH02 -');
  });

  it('A, B, A again where the clock of A is ahead, and nothing of the second stay yet', () => {
    const script = `EXCH01 10:02:00 1019,1024,1031 bob >EXCH02
      EXCH02 10:00:02 1019,1024,1031 bob >EXCH01`;
    const skews = { 'EXCH01 EXCH02': -2 * MINUTE, 'EXCH02 EXCH01': 2 * MINUTE };
    const logs = { EXCH01: '9:00-10:02:03', EXCH02: '9:00-10:02:03' };
    const here = 'waiting transferred EXCH02 - not-judged';
    expect(brief(judgeOne(script, { skews, logs }))).toBe(here);
  });

  it('a loop that ends in a report', () => {
    const script = `EXCH01 10:00 1019,1031 bob >EXCH02
      EXCH02 10:01 1019,1031 bob >EXCH01
      EXCH01 10:02 1019,1030 bob`;
    expect(brief(judgeOne(script))).toBe('ndr ndr EXCH01 ndr');
  });
});

describe('several lives under one id', () => {
  const DELIVERED = 'EXCH01 10:00 1019,1025,1024,1036,1028 bob';
  it.each([
    ['resubmitted', `${DELIVERED}\nEXCH01 12:00 1019 bob`, 'waiting accepted EXCH01 submission'],
    [
      'from the store',
      `${DELIVERED}\nEXCH01 12:00 1027 bob`,
      'waiting submission EXCH01 submission',
    ],
    [
      'and waiting on',
      `${DELIVERED}\nEXCH01 12:00 1019,1024,1036 bob`,
      'waiting local-queue EXCH01 queue',
    ],
    ['delivered again', `${DELIVERED}\nEXCH01 12:00 1019,1028 bob`, 'delivered delivered EXCH01 -'],
    ['failed at last', `${DELIVERED}\nEXCH01 12:00 1019,1030 bob`, 'ndr ndr EXCH01 ndr'],
    ['1025 after the end', `${DELIVERED}\nEXCH01 12:00 1025 bob`, 'delivered delivered EXCH01 -'],
    ['1024 after the end', `${DELIVERED}\nEXCH01 12:00 1024 bob`, 'delivered delivered EXCH01 -'],
    ['1036 after the end', `${DELIVERED}\nEXCH01 12:00 1036 bob`, 'delivered delivered EXCH01 -'],
    ['1020 after the end', `${DELIVERED}\nEXCH01 12:00 1020 bob`, 'delivered delivered EXCH01 -'],
    [
      'on another server',
      `${DELIVERED}\nEXCH02 12:00 1019 bob`,
      'waiting accepted EXCH02 submission',
    ],
    ['at the same second', 'EXCH01 10:00 1019,1028,1019 bob', 'waiting accepted EXCH01 submission'],
  ])('%s', (_, script, expected) => {
    expect(brief(judgeOne(script))).toBe(expected);
  });

  it('an arrival told after the end does not make it younger', () => {
    const verdict = judgeOne(`${DELIVERED}\nEXCH01 12:00 1025 bob`);
    expect(verdict.since).toBe(moment('10:00'));
  });

  it('one delivery is told twice, in either order', () => {
    for (const codes of ['1023,1028', '1028,1023']) {
      const script = `EXCH01 10:00 1019,1025,1024,1036,${codes} bob`;
      expect(briefs(script)).toEqual({ bob: 'delivered delivered EXCH01 -' });
    }
  });

  it.each([
    ['1024,1032,1024', 'waiting categorizer EXCH01 categorizer'],
    ['1024,1032,1024,1032', 'retrying categorizer-retry EXCH01 categorizer'],
    ['1033,1035,1033', 'waiting routing EXCH01 queue'],
    ['1033,1035,1034', 'waiting remote-queue EXCH01 queue'],
    ['1034,1020,1034,1020,1034', 'waiting remote-queue EXCH01 queue'],
    ['1036,1037,1036,1037', 'retrying local-retry EXCH01 queue'],
    ['1036,1037,1036,1023', 'delivered delivered EXCH01 -'],
  ])('retries %s', (codes, expected) => {
    expect(briefs(`EXCH01 10:00 1019,${codes} bob`)).toEqual({ bob: expected });
  });
});
