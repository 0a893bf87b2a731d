import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/user-error.ts';
import { parseMoment } from '../../src/queries/parse-moment.ts';

const LOG_END = Date.parse('2004-02-18T23:59:55Z');

function moment(
  text: string,
  zone = 'UTC',
  edge: 'start' | 'end' = 'start',
  logEnd = LOG_END,
): string {
  return new Date(parseMoment(text, '--since', { logEnd, zone, edge })).toISOString();
}

describe('a moment', () => {
  it.each([
    ['2004-02-18T21:46:00Z', '2004-02-18T21:46:00.000Z'],
    ['2004-02-18T21:46:00', '2004-02-18T21:46:00.000Z'],
    ['2004-02-18T21:46', '2004-02-18T21:46:00.000Z'],
    ['2004-02-18 21:46', '2004-02-18T21:46:00.000Z'],
    ['2004-02-18 21:46:07.5Z', '2004-02-18T21:46:07.500Z'],
    ['2004-02-18t21:46:00z', '2004-02-18T21:46:00.000Z'],
    ['2004-02-18T21:46:00+01:00', '2004-02-18T20:46:00.000Z'],
    ['2004-02-18T21:46:00+0100', '2004-02-18T20:46:00.000Z'],
    ['2004-02-18T21:46:00-05:30', '2004-02-19T03:16:00.000Z'],
    ['2004-02-29T10:00', '2004-02-29T10:00:00.000Z'],
    ['  2004-02-18T21:46:00Z ', '2004-02-18T21:46:00.000Z'],
    ['2h', '2004-02-18T21:59:55.000Z'],
    ['90m', '2004-02-18T22:29:55.000Z'],
    ['90 min', '2004-02-18T22:29:55.000Z'],
    ['1.5h', '2004-02-18T22:29:55.000Z'],
    ['30s', '2004-02-18T23:59:25.000Z'],
    ['3d', '2004-02-15T23:59:55.000Z'],
    ['1w', '2004-02-11T23:59:55.000Z'],
    ['0s', '2004-02-18T23:59:55.000Z'],
  ])('%s is %s, in any zone and at either edge', (text, expected) => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York'])
      expect([moment(text, zone), moment(text, zone, 'end')]).toEqual([expected, expected]);
  });
});

describe('a day', () => {
  it.each([
    ['2004-02-18', 'UTC', '2004-02-18T00', '2004-02-19T00'],
    ['2004-02-29', 'UTC', '2004-02-29T00', '2004-03-01T00'],
    ['today', 'UTC', '2004-02-18T00', '2004-02-19T00'],
    ['yesterday', 'UTC', '2004-02-17T00', '2004-02-18T00'],
    ['2004-02-18', 'Europe/Berlin', '2004-02-17T23', '2004-02-18T23'],
    // At the end of the logs it is the 19th there.
    ['today', 'Europe/Berlin', '2004-02-18T23', '2004-02-19T23'],
    ['yesterday', 'Europe/Berlin', '2004-02-17T23', '2004-02-18T23'],
    ['today', 'America/New_York', '2004-02-18T05', '2004-02-19T05'],
    ['2004-02-18', 'Pacific/Auckland', '2004-02-17T11', '2004-02-18T11'],
    // 23 and 25 hours.
    ['2004-03-28', 'Europe/Berlin', '2004-03-27T23', '2004-03-28T22'],
    ['2004-10-31', 'Europe/Berlin', '2004-10-30T22', '2004-10-31T23'],
    ['2004-04-04', 'America/New_York', '2004-04-04T05', '2004-04-05T04'],
    // That day begins at one o'clock.
    ['2004-11-02', 'America/Sao_Paulo', '2004-11-02T03', '2004-11-03T02'],
  ])('%s in %s: from %s to %s', (text, zone, from, to) => {
    expect(moment(text, zone)).toBe(`${from}:00:00.000Z`);
    expect(moment(text, zone, 'end')).toBe(`${to}:00:00.000Z`);
  });

  it.each([
    ['2004-03-28T12:00:00Z', 'today', '2004-03-27T23', '2004-03-28T22'],
    ['2004-03-29T12:00:00Z', 'yesterday', '2004-03-27T23', '2004-03-28T22'],
    ['2004-10-31T23:30:00Z', 'yesterday', '2004-10-30T22', '2004-10-31T23'],
  ])('logs that end at %s: %s is counted in the zone', (end, word, from, to) => {
    const logEnd = Date.parse(end);
    expect(moment(word, 'Europe/Berlin', 'start', logEnd)).toBe(`${from}:00:00.000Z`);
    expect(moment(word, 'Europe/Berlin', 'end', logEnd)).toBe(`${to}:00:00.000Z`);
  });
});

/** What it throws; null where it takes the text. */
function refusal(text: string): unknown {
  try {
    moment(text);
    return null;
  } catch (error) {
    return error;
  }
}

describe('anything else', () => {
  it.each([
    '',
    ' ',
    '-',
    'soon',
    'tomorrow',
    '2004',
    '2004-02',
    '2004-2-8',
    '18.02.2004',
    '2004-02-31',
    '2003-02-29',
    '2004-13-01',
    '2004-00-10',
    '2004-02-30T10:00',
    '2003-02-29T10:00:00Z',
    '2004-02-18T25:00',
    '2004-02-18T10:60',
    '2004-02-18T10',
    '2004-02-18T10:00:00+25:00',
    '2004-02-18T10:00:00 CET',
    '-2h',
    '2',
    '2 hours',
    '2y',
    '999999999999d',
    `${'9'.repeat(400)}d`,
    '2004-02-18\n2004-02-19',
  ])('%j is refused', (text) => {
    const error = refusal(text);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'bad-time',
      exitCode: 2,
      message: expect.stringContaining('--since'),
      hint: expect.stringContaining('yesterday'),
    });
  });

  it('is refused or a moment, never another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9T:+Z -]{4,25}$/)), (text) => {
        const answer = refusal(text);
        if (answer !== null) expect(answer).toBeInstanceOf(UserError);
      }),
      { numRuns: 2000 },
    );
  });
});
