import { describe, expect, it } from 'vitest';
import { brief, gap, judgeOne, MINUTE, moment } from '../support/life.ts';
import type { LogSpec } from '../support/life.ts';

const OPEN = 'EXCH01 10:00 1019,1025,1024 bob\nEXCH01 10:01 1033,1034 bob >mx.partner.example';

function judgeWith(exch01: LogSpec, script = OPEN, threshold = 15 * MINUTE) {
  return judgeOne(script, { logs: { EXCH01: exch01 }, threshold });
}

describe('the threshold', () => {
  it.each([
    ['00:00-10:14:59', 15, 'waiting remote-queue EXCH01 - not-judged', 899],
    ['00:00-10:15', 15, 'waiting remote-queue EXCH01 queue', 900],
    ['00:00-10:15:01', 15, 'waiting remote-queue EXCH01 queue', 901],
    ['00:00-10:59:59', 60, 'waiting remote-queue EXCH01 - not-judged', 3599],
    ['00:00-11:00', 60, 'waiting remote-queue EXCH01 queue', 3600],
    ['00:00-10:01', 0, 'waiting remote-queue EXCH01 queue', 60],
  ])('a log of %s, threshold %i min: %s', (span, minutes, expected, age) => {
    const verdict = judgeWith(span, OPEN, minutes * MINUTE);
    expect(brief(verdict)).toBe(expected);
    expect(verdict.ageSeconds).toBe(age);
    expect(verdict.asOf).toBe(moment(span.slice(6)));
    if (verdict.stall !== null) expect(verdict.stall.ageSeconds).toBe(age);
  });

  it('says why an open message is not judged', () => {
    expect(judgeWith('00:00-10:14:59').reason).toContain('not been on EXCH01 long enough');
    expect(judgeWith('00:00-10:15').reason).toContain('tells no more of it');
  });

  it('does not matter to ends', () => {
    for (const id of ['1028', '1030', '1021', '1040', '1042']) {
      const young = judgeWith('00:00-10:02', `${OPEN}\nEXCH01 10:01:30 ${id} bob`);
      expect(young.confidence).toBe('certain');
    }
  });
});

describe('since', () => {
  it.each([
    ['the last arrival of several', 'EXCH01 10:00 1019 bob\nEXCH01 10:02 1025 bob', '10:02'],
    ['not a retry', 'EXCH01 10:00 1019 bob\nEXCH01 12:00 1020,1034 bob', '10:00'],
    ['1027 too', 'EXCH01 10:00 1027 bob\nEXCH01 10:05 1024 bob', '10:00'],
    ['else the first event', 'EXCH01 10:00 1024 bob\nEXCH01 10:05 1033 bob', '10:00'],
    [
      'the arrival on the server that holds it',
      'EXCH01 9:00 1019,1031 bob >EXCH02\nEXCH02 9:01 1019 bob\nEXCH02 9:30 1036 bob',
      '9:01',
    ],
    ['the second life', 'EXCH01 9:00 1019,1028 bob\nEXCH01 11:00 1019,1024 bob', '11:00'],
    ['not moved by notes', 'EXCH01 10:00 1019 bob\nEXCH01 10:30 1077 bob', '10:00'],
  ])('is %s', (_, script, since) => {
    const verdict = judgeOne(script);
    expect(verdict.since).toBe(moment(since));
    expect(verdict.ageSeconds).toBe((verdict.asOf - moment(since)) / 1000);
    expect(verdict.stall?.since).toBe(moment(since));
  });

  it('of a lost message is its hand-over', () => {
    const verdict = judgeOne('EXCH01 9:00 1019 bob\nEXCH01 9:10 1034,1020,1031 bob >EXCH02', {
      logs: { EXCH02: {} },
    });
    expect(verdict).toMatchObject({ state: 'lost', server: 'EXCH01', stage: 'transferred' });
    expect(verdict.since).toBe(moment('9:10'));
  });
});

describe('a loss says why it is only probable', () => {
  const script = 'EXCH01 9:00 1019 bob\nEXCH01 9:10 1034,1020,1031 bob >EXCH02';
  it.each([
    [0, 'certain', 'covers the time and never saw it.'],
    [1, 'probable', 'It is only probable: one line there could not be read and may be the one.'],
    [
      3,
      'probable',
      'It is only probable: 3 lines there could not be read, and one of them may be the one.',
    ],
  ])('with %i lines that could not be read', (rejectedLines, confidence, reason) => {
    const verdict = judgeOne(script, { logs: { EXCH02: { rejectedLines } } });
    expect([verdict.state, verdict.confidence]).toEqual(['lost', confidence]);
    expect(verdict.reason.endsWith(reason)).toBe(true);
  });
});

describe('lastEventAt', () => {
  it('is the last line about the recipient on any server', () => {
    const script = 'EXCH01 9:00 1019 bob\nEXCH01 9:01 1031 bob >EXCH02\nEXCH02 8:59 1019,1036 bob';
    const verdict = judgeOne(script);
    expect(verdict).toMatchObject({ server: 'EXCH02', lastEventAt: moment('9:01') });
  });

  it('counts notes', () => {
    expect(judgeOne(`${OPEN}\nEXCH01 11:00 1077 bob`).lastEventAt).toBe(moment('11:00'));
  });
});

describe('attempts', () => {
  it('count the 1020s, whatever comes between', () => {
    const script = `${OPEN}\nEXCH01 10:02 1020,1034 bob\nEXCH01 10:10 1020,1034 bob\nEXCH01 11:00 1020 bob`;
    const verdict = judgeOne(script);
    expect(brief(verdict)).toBe('waiting transfer EXCH01 transfer');
    expect(verdict).toMatchObject({ attempts: 3, nextHop: 'mx.partner.example' });
    expect(verdict.reason).toContain('3 transfers were begun');
    expect(judgeOne(OPEN).attempts).toBe(0);
  });

  it('once begun, say nothing of a number', () => {
    expect(judgeOne(`${OPEN}\nEXCH01 10:02 1020 bob`).reason).not.toContain('were begun');
  });
});

describe('a gap of the server that holds it', () => {
  const stalled = 'waiting remote-queue EXCH01 queue';
  it.each([
    ['after the last event', [gap('12:00', '14:00')], `${stalled} probable`],
    ['that begins with the last event', [gap('10:01', '14:00')], `${stalled} probable`],
    ['a missing day', [gap('19T00:00', '20T00:00', 'missing-day')], `${stalled} probable`],
    ['before the last event', [gap('8:00', '9:30')], stalled],
    ['none', [], stalled],
  ])('%s', (_, gaps, expected) => {
    const verdict = judgeWith({ span: '00:00-21T12:00', gaps });
    expect(brief(verdict)).toBe(expected);
    expect(verdict.reason.includes('is not known')).toBe(expected !== stalled);
  });

  it('leaves an end as it is', () => {
    const gaps = [gap('12:00', '14:00')];
    const ended = judgeWith({ gaps }, `${OPEN}\nEXCH01 10:02 1030 bob`);
    expect(brief(ended)).toBe('ndr ndr EXCH01 ndr');
  });

  it('counts on the server that holds it alone', () => {
    const verdict = judgeOne(OPEN, { logs: { EXCH02: { gaps: [gap('12:00', '14:00')] } } });
    expect(brief(verdict)).toBe(stalled);
  });
});

describe('Exchange 2000', () => {
  const exchange2000 = { exchange2000: true };
  it.each([
    ['1024', exchange2000, 'waiting categorizer EXCH01 categorizer probable'],
    ['1024', {}, 'waiting categorizer EXCH01 categorizer'],
    ['1025', exchange2000, 'waiting accepted EXCH01 submission'],
    ['1020', exchange2000, 'waiting transfer EXCH01 transfer'],
    ['1028', exchange2000, 'delivered delivered EXCH01 -'],
  ])('after %s', (id, spec, expected) => {
    const verdict = judgeWith(spec, `EXCH01 10:00 1019 bob\nEXCH01 10:01 ${id} bob`);
    expect(brief(verdict)).toBe(expected);
    expect(verdict.reason.includes('or in a queue')).toBe(expected.includes('probable'));
  });
});
