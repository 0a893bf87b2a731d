import { describe, expect, it } from 'vitest';
import { msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { allGaps } from '../../src/lifecycle/coverage.ts';
import { missingLogs } from '../../src/lifecycle/server-logs.ts';
import { brief, coverageOf, gap, judgeOne, moment } from '../support/life.ts';
import type { LogSpec } from '../support/life.ts';
import { hourly, logsOf } from '../support/server-logs.ts';

const RECEIVE = msgtrkCode('RECEIVE', 'SMTP');
const OWN = msgtrkCode('SEND', 'SMTP', 'own-server');
const SEND = msgtrkCode('SEND', 'SMTP');
const DELIVER = msgtrkCode('DELIVER', 'STOREDRIVER');

const LOST = 'lost transferred EX01 transit';
const PROBABLY_LOST = `${LOST} probable`;
const UNLOGGED = 'unlogged transferred EX01 transit';
const WAITING = 'waiting transferred EX01 - not-judged';

const LOCAL = `EX01 10:00 ${RECEIVE} bob
  EX01 10:10 ${OWN} bob >ex01.corp.example`;
const CROSS = `EX01 10:00 ${RECEIVE} bob
  EX01 10:10 ${SEND} bob >ex02.corp.example`;

/** A server with these files; the rest of `span` is told by them. */
function modern(files: readonly string[], version: string | null = '15.02.1118.007'): LogSpec {
  const logs = logsOf(files);
  const from = Math.min(...logs.map((log) => log.from));
  const to = Math.max(...logs.map((log) => log.to));
  return {
    ...coverageOf('EX'),
    from,
    to,
    gaps: allGaps([], logs),
    logs,
    missingLogs: missingLogs(logs, version),
  };
}

const TRANSPORT = hourly('', 18, 8, 13);
const DELIVERY = hourly('MD', 18, 8, 13);

function local(...files: string[]) {
  return judgeOne(LOCAL, { logs: { EX01: modern([...TRANSPORT, ...files]) } });
}

describe('a hand-over to the mailbox delivery of the same server that no delivery follows', () => {
  it.each<[string, string[], string, string]>([
    ['all hours are loaded', DELIVERY, LOST, 'its log MSGTRKMD covers the time'],
    [
      'no delivery log at all',
      [],
      UNLOGGED,
      'its log MSGTRKMD for that time is not loaded, such as MSGTRKMD2004021810-1.LOG',
    ],
    [
      'the file of that hour is missing',
      DELIVERY.filter((file) => file !== 'MD 18T10-1'),
      UNLOGGED,
      'such as MSGTRKMD2004021810-1.LOG',
    ],
    [
      'the second file of that hour is missing',
      [...DELIVERY, 'MD 18T10-3 0:50-0:59'].map((file) =>
        file === 'MD 18T10-1' ? 'MD 18T10-1 0:00-0:08' : file,
      ),
      UNLOGGED,
      'where MSGTRKMD2004021810-2.LOG is missing',
    ],
    [
      'a file of that hour that ended before is missing',
      ['MD 18T10-2 0:05-0:59', ...DELIVERY.filter((file) => file !== 'MD 18T10-1')],
      LOST,
      'covers the time',
    ],
    [
      'deliveries are loaded from later on',
      hourly('MD', 18, 11, 13),
      UNLOGGED,
      'MSGTRKMD2004021810-1',
    ],
    [
      'deliveries are loaded up to before',
      hourly('MD', 18, 8, 9),
      UNLOGGED,
      'MSGTRKMD2004021810-1',
    ],
    [
      'quiet from then on',
      ['MD 18T8-1', 'MD 18T9-1', 'MD 18T10-1 0:01-0:05'],
      PROBABLY_LOST,
      'covers',
    ],
    [
      'quiet soon after it',
      ['MD 18T8-1', 'MD 18T9-1', 'MD 18T10-1 0:01-0:12'],
      PROBABLY_LOST,
      'covers',
    ],
    ['deliveries of a day in one file', ['MD 18-1 8:00-13:00'], LOST, 'covers'],
  ])('%s', (_, files, expected, words) => {
    const verdict = local(...files);
    expect(brief(verdict)).toBe(expected);
    expect(verdict.reason).toContain('EX01 handed it over to its mailbox delivery at 2004-02-18');
    expect(verdict.reason).toContain(words);
    expect(verdict.stall).toMatchObject({ server: 'EX01', since: moment('10:10') });
  });

  it.each<[string, string[], string]>([
    ['in the hour of the hand-over', ['18T10-1 0:00-0:20', 'MD 18T10-1 0:00-0:05'], WAITING],
    ['in it, with a line after it', ['18T10-1 0:00-0:20', 'MD 18T10-1 0:00-0:15'], WAITING],
    ['before any file of deliveries', ['18T10-1 0:00-0:20', 'MD 18T9-1 0:00-0:50'], WAITING],
    ['after it was due', ['18T10-1 0:00-0:40', 'MD 18T9-1 0:00-0:50'], UNLOGGED],
    ['after it was due, which is told', ['18T10-1 0:00-0:40', 'MD 18T10-1 0:00-0:40'], LOST],
  ])('where all logs end %s', (_, files, expected) => {
    const before = [...hourly('', 18, 8, 9), ...hourly('MD', 18, 7, 8)];
    const logs = { EX01: modern([...before, ...files]) };
    expect(brief(judgeOne(LOCAL, { logs }))).toBe(expected);
  });

  it('is none where the next hop is called as the server is, in another domain', () => {
    const script = LOCAL.replace('ex01.corp.example', 'ex01.partner.example');
    const logs = { EX01: modern([...TRANSPORT, ...DELIVERY]) };
    expect(brief(judgeOne(script, { logs }))).toBe('transferred transferred EX01 -');
    expect(brief(judgeOne(script, { logs, suffixes: [] }))).toBe(LOST);
  });

  it('is told by files that are named otherwise as by none', () => {
    const verdict = judgeOne(LOCAL, { logs: { EX01: {} } });
    expect(brief(verdict)).toBe(UNLOGGED);
    expect(verdict.reason).toContain('its log MSGTRKMD for that time is not loaded.');
  });

  it.each(['10:09:59', '10:10', '10:10:01'])(
    'is delivered where a delivery is told at %s',
    (at) => {
      const script = `${LOCAL}\nEX01 ${at} ${DELIVER} bob`;
      expect(brief(judgeOne(script, { logs: { EX01: modern(TRANSPORT) } }))).toBe(
        'delivered delivered EX01 -',
      );
    },
  );
});

describe('a hand-over to another modern server that has no line of it', () => {
  function cross(files: readonly string[], version?: string) {
    const logs = { EX01: modern([...TRANSPORT, ...DELIVERY]), EX02: modern(files, version) };
    return judgeOne(CROSS, { logs });
  }
  const without = (gone: string): string[] =>
    [...TRANSPORT, ...DELIVERY].filter((file) => file !== gone);

  it.each<[string, readonly string[], string, string]>([
    ['both logs cover it', [...TRANSPORT, ...DELIVERY], LOST, 'the log of that server covers'],
    [
      'no deliveries',
      TRANSPORT,
      UNLOGGED,
      'the log MSGTRKMD of that server for that time is not loaded',
    ],
    [
      'no transport',
      DELIVERY,
      UNLOGGED,
      'the log MSGTRK of that server for that time is not loaded',
    ],
    ['no file of deliveries then', without('MD 18T10-1'), UNLOGGED, 'MSGTRKMD2004021810-1.LOG'],
    ['no file of transport then', without('18T10-1'), UNLOGGED, 'MSGTRK2004021810-1.LOG'],
    [
      'no other file of any other log',
      [...TRANSPORT, ...DELIVERY, 'MA 18T10-3', 'MS 18T10-2'],
      LOST,
      'covers',
    ],
  ])('%s', (_, files, expected, words) => {
    const verdict = cross(files);
    expect(brief(verdict)).toBe(expected);
    expect(verdict.reason).toContain(words);
  });

  it('needs no log of deliveries of 2010, where the transport service writes them', () => {
    expect(brief(cross(['18-1 8:00-13:00'], '14.0.0.0'))).toBe(LOST);
    expect(brief(cross(['18-2 11:00-13:00'], '14.0.0.0'))).toBe(UNLOGGED);
  });

  it('within minutes after the first hour names the hour before, where the other clock may be', () => {
    const late = CROSS.replace('10:10', '10:02');
    const logs = {
      EX01: modern([...TRANSPORT, ...DELIVERY]),
      EX02: modern([...hourly('', 18, 10, 13), ...hourly('MD', 18, 10, 13)]),
    };
    const verdict = judgeOne(late, { logs });
    expect(brief(verdict)).toBe(UNLOGGED);
    expect(verdict.reason).toContain('such as MSGTRK2004021809-1.LOG');
  });
});

it('an open message is told probably where a file is missing after it', () => {
  const files = ['18T10-1 0:00-0:05', '18T10-3 0:20-0:59', ...hourly('', 18, 11, 13), ...DELIVERY];
  const logs = { EX01: modern(files) };
  const verdict = judgeOne(`EX01 10:05 ${RECEIVE} bob`, { logs });
  expect(verdict.confidence).toBe('probable');
  expect(verdict.reason).toContain(
    'But MSGTRK2004021810-2.LOG of EX01 is missing, from 2004-02-18 10:05:00',
  );
  expect(judgeOne(LOCAL, { logs: { EX01: { gaps: [gap('9:00', '9:05')] } } }).confidence).toBe(
    'certain',
  );
});
