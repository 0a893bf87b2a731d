import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allGaps, clipCoverage } from '../../src/lifecycle/coverage.ts';
import { firstFileOf, missingLogs, serverLogs } from '../../src/lifecycle/server-logs.ts';
import { coverageOf, DAY, gap, HOUR, moment } from '../support/life.ts';
import { hourly, logFile, logsOf, toldFiles } from '../support/server-logs.ts';

/** Gaps of all logs of these files. */
function gapsOf(...files: string[]): string[] {
  return toldFiles(logsOf(files).flatMap(({ gaps }) => gaps));
}

describe('missing counters', () => {
  it.each<[string, string[], string[]]>([
    ['none', ['18T10-1', '18T10-2', '18T10-3'], []],
    [
      'the one between',
      ['18T10-1 0:00-0:20', '18T10-3 0:40-0:59'],
      ['MSGTRK2004021810-2.LOG 18T10:20 18T10:40'],
    ],
    [
      'several between',
      ['18T10-1 0:00-0:20', '18T10-5 0:40-0:59'],
      ['MSGTRK2004021810-2.LOG to MSGTRK2004021810-4.LOG 18T10:20 18T10:40'],
    ],
    ['the first', ['18T10-2 0:40-0:59'], ['MSGTRK2004021810-1.LOG 18T10:00 18T10:40']],
    [
      'the first of a day',
      ['18-3 9:00-11:00'],
      ['MSGTRK20040218-1.LOG to MSGTRK20040218-2.LOG 18T00:00 18T09:00'],
    ],
    [
      'in several places',
      ['18T10-2 0:10-0:20', '18T10-4 0:30-0:40', '18T11-1', '18T12-2 0:30-0:31'],
      [
        'MSGTRK2004021810-1.LOG 18T10:00 18T10:10',
        'MSGTRK2004021810-3.LOG 18T10:20 18T10:30',
        'MSGTRK2004021812-1.LOG 18T12:00 18T12:30',
      ],
    ],
    ['10 comes after 9', [9, 10, 8, 1, 2, 3, 4, 5, 6, 7].map((n) => `18T10-${n}`), []],
    ['each log counts for itself', ['18T10-1', 'MD 18T10-1', 'MS 18T10-1', '18T10-2'], []],
    ['an empty file is one', ['18T10-1 -', '18T10-2'], []],
    ['a purged one too', ['18T10-1 gone', '18T10-2'], []],
  ])('%s', (_, files, expected) => {
    expect(gapsOf(...files)).toEqual(expected);
  });

  it('are told of a moment at least', () => {
    const [log] = logsOf(['18T10-1 0:00-0:20', '18T10-3 0:20-0:59']);
    const [only] = log?.gaps ?? [];
    expect(only).toMatchObject({ from: moment('10:20'), to: moment('10:20') + 1 });
  });

  it('of a name that lies are one gap', () => {
    const [log] = logsOf(['18T10-1', '18T10-999999999']);
    expect(log?.gaps).toMatchObject([{ lastFile: 'MSGTRK2004021810-999999998.LOG' }]);
  });
});

describe('missing hours and days', () => {
  const all = hourly('MD', 18, 8, 20);
  it.each<[string, string[], string[]]>([
    ['none', [...hourly('', 18, 8, 20), ...all], []],
    [
      'an hour of the transport log',
      [...hourly('', 18, 8, 10), ...hourly('', 18, 12, 20), ...all],
      ['MSGTRK2004021811-1.LOG 18T10:59 18T12:00'],
    ],
    [
      'hours of it',
      [...hourly('', 18, 8, 10), ...hourly('', 18, 14, 20), ...all],
      ['MSGTRK2004021811-1.LOG to MSGTRK2004021813-1.LOG 18T10:59 18T14:00'],
    ],
    [
      'an hour of deliveries',
      [...hourly('', 18, 8, 20), ...hourly('MD', 18, 8, 10), ...hourly('MD', 18, 12, 20)],
      ['MSGTRKMD2004021811-1.LOG 18T10:59 18T12:00'],
    ],
    [
      'two hours of the transport log are enough to miss the one between',
      ['18T10-1', '18T12-1', ...all],
      ['MSGTRK2004021811-1.LOG 18T10:59 18T12:00'],
    ],
    ['of deliveries they are not', [...hourly('', 18, 8, 20), 'MD 18T10-1', 'MD 18T12-1'], []],
    [
      'moderation is quiet',
      [...hourly('', 18, 8, 20), 'MA 18T9-1', 'MA 18T10-1', 'MA 18T11-1', 'MA 18T19-1'],
      [],
    ],
    [
      'submissions of every other hour',
      [...hourly('', 18, 0, 23), ...[0, 2, 4, 6, 8, 11, 13].map((hour) => `MS 18T${hour}-1`)],
      [],
    ],
    [
      'a day of one log',
      [
        ...[14, 15, 16, 17, 18].map((day) => `${day}-1`),
        ...[14, 15, 16, 18].map((day) => `M ${day}-1`),
      ],
      ['MSGTRKM20040217-1.LOG 16T23:59 18T00:00'],
    ],
    ['not before the first and after the last', [...all, ...hourly('', 18, 10, 12)], []],
    [
      'an empty file is one',
      [...hourly('', 18, 8, 10), '18T11-1 -', ...hourly('', 18, 12, 20), ...all],
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(gapsOf(...files)).toEqual(expected);
  });

  it('where no log of the server has a file, its silence has to be a gap of the server too', () => {
    const files = [...hourly('', 18, 8, 10), ...hourly('', 18, 14, 20)];
    expect(toldFiles(logsOf(files).flatMap(({ gaps }) => gaps))).toEqual([]);
    const silence = gap('10:59', '14:00');
    expect(toldFiles(logsOf(files, [silence]).flatMap(({ gaps }) => gaps))).toEqual([
      'MSGTRK2004021811-1.LOG to MSGTRK2004021813-1.LOG 18T10:59 18T14:00',
    ]);
  });

  it('nights without a mail recur', () => {
    const days = [14, 15, 16, 17, 18];
    const files = days.flatMap((day) => [...hourly('', day, 0, 23), ...hourly('MD', day, 7, 18)]);
    expect(gapsOf(...files)).toEqual([]);
    const hole = files.filter((file) => file !== 'MD 16T12-1');
    // A silence at noon is no longer than a night; it is missed where other days are busy then.
    expect(gapsOf(...hole)).toEqual([]);
    const busy = hole.map((file) => `${file} 0:00-0:59*120`);
    expect(gapsOf(...busy)).toEqual(['MSGTRKMD2004021612-1.LOG 16T11:59 16T13:00']);
  });
});

/** Hours of deliveries by day, and one of each night. */
function deliveries(...gone: string[]): string[] {
  return [17, 18]
    .flatMap((day) => hourly('MD', day, 8, 17))
    .filter((file) => !gone.includes(file))
    .concat('MD 17T2-1', 'MD 18T5-1')
    .map((file) => `${file} 0:00-0:59*20`);
}

describe('an hour that is missing in a log that is quiet at times', () => {
  /** Busy from eight to five, and then the transport service takes ten times as much. */
  const transport = [17, 18].flatMap((day) =>
    hourly('', day, 0, 23).map((file) => {
      const hour = Number(/T(\d+)/.exec(file)?.[1]);
      return `${file} 0:00-0:59*${hour >= 8 && hour <= 17 ? 200 : 20}`;
    }),
  );

  it.each<[string, string[], string[]]>([
    ['none', deliveries(), []],
    ['one by day', deliveries('MD 18T12-1'), ['MSGTRKMD2004021812-1.LOG 18T11:59 18T13:00']],
    [
      'two by day',
      deliveries('MD 18T12-1', 'MD 18T13-1'),
      ['MSGTRKMD2004021812-1.LOG to MSGTRKMD2004021813-1.LOG 18T11:59 18T14:00'],
    ],
    [
      'one of one day and one of the other are no rule any more',
      deliveries('MD 17T12-1', 'MD 18T15-1'),
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(gapsOf(...transport, ...files)).toEqual(expected);
  });
});

describe('the logs of a server', () => {
  it('are told in the order that a message goes through them', () => {
    const logs = logsOf(['XY 18-1', 'MD 18-1', '18-1', 'MA 18-1', 'MS 18-1', 'M 18-1']);
    expect(logs.map(({ log }) => log)).toEqual(
      ['M', 'MS', '', 'MA', 'MD', 'XY'].map((role) => `MSGTRK${role}`),
    );
  });

  it('have a first and a last line, files and hours', () => {
    const [log] = logsOf(['18T10-2 0:30-0:40', '18T10-1 0:05-0:30', '18T11-1 0:01-0:02']);
    expect(log).toMatchObject({
      from: moment('10:05'),
      to: moment('11:02'),
      files: 3,
      slots: [
        { from: moment('10:00'), to: moment('11:00') },
        { from: moment('11:00'), to: moment('12:00') },
      ],
    });
  });

  it('have a day and hours of it as one, where names changed in between', () => {
    const [log] = logsOf(['17-1', '18-1', '18T10-1', '18T11-1', '19T0-1']);
    expect(log?.slots.map(({ from, to }) => [from, to])).toEqual([
      [moment('17T0:00'), moment('18T0:00')],
      [moment('18T0:00'), moment('19T0:00')],
      [moment('19T0:00'), moment('19T1:00')],
    ]);
    expect(log?.gaps).toEqual([]);
  });

  it('are none where no line is left', () => {
    expect(logsOf(['18T10-1 -'])).toEqual([]);
    expect(logsOf(['18T10-1 gone', 'MD 18T10-1 gone'])).toEqual([]);
    const [log] = logsOf(['18T10-1 gone', '18T11-1']);
    expect(log).toMatchObject({ files: 1, slots: [{ from: moment('11:00') }], gaps: [] });
  });

  it.each<[string, string[], string | null, string[]]>([
    ['2019', ['18T10-1'], '15.02.1118.007', ['MSGTRKMS', 'MSGTRKMD']],
    ['2013 by its version alone', ['18-1'], '15.00.1104.000', ['MSGTRKMS', 'MSGTRKMD']],
    ['2016 by its hours', ['18T10-1', 'MD 18T10-1'], null, ['MSGTRKMS']],
    ['2013 by its logs', ['MD 18-1'], null, ['MSGTRKMS', 'MSGTRK']],
    ['2010', ['18-1'], '14.0.0.0', []],
    ['2010 or so', ['18-1', 'M 18-1'], null, []],
    ['all', ['18T10-1', 'MD 18T10-1', 'MS 18T10-1'], '15.02.1118.007', []],
    ['none of any', [], '15.02.1118.007', []],
  ])('%s: what else is to be loaded', (_, files, version, expected) => {
    expect(missingLogs(logsOf(files), version)).toEqual(expected);
  });

  it('name the file that a line may lie in', () => {
    const like = { from: moment('10:00'), to: moment('11:00') };
    expect(firstFileOf('MSGTRKMD', moment('9:30'), like)).toBe('MSGTRKMD2004021809-1.LOG');
    const day = { from: moment('0:00'), to: moment('19T0:00') };
    expect(firstFileOf('MSGTRK', moment('9:30'), day)).toBe('MSGTRK20040218-1.LOG');
  });
});

describe('all gaps of a server', () => {
  const logs = logsOf(
    [...hourly('', 18, 8, 10), ...hourly('', 18, 14, 20), ...hourly('MD', 18, 8, 20)],
    [],
  );
  it('tell a silence by the file that is missing in it', () => {
    const told = allGaps([gap('6:00', '7:00'), gap('10:59', '14:00')], logs);
    expect(told.map(({ why, from }) => [why, from])).toEqual([
      ['silence', moment('6:00')],
      ['missing-file', moment('10:59')],
    ]);
  });

  it('tell a day without a file as a day', () => {
    const some = logsOf(
      [17, 19, 20].flatMap((day) => [...hourly('', day, 0, 23), ...hourly('MD', day, 0, 23)]),
      [gap('18T00:00', '19T00:00', 'missing-day')],
    );
    expect(some.flatMap(({ gaps }) => gaps)).toHaveLength(2);
    const day = gap('18T00:00', '19T00:00', 'missing-day');
    expect(allGaps([day], some)).toEqual([day]);
  });

  it('end with the moment that is asked about', () => {
    const coverage = coverageOf('EX01', {
      logs,
      gaps: allGaps([], logs),
      missingLogs: ['MSGTRKMS'],
    });
    const at = (text: string) => clipCoverage(coverage, moment(text));
    expect(at('12:00')).toMatchObject({ to: moment('12:00'), gaps: [{ why: 'missing-file' }] });
    expect(at('12:00').logs).toMatchObject([
      { log: 'MSGTRK', to: moment('12:00') },
      { log: 'MSGTRKMD', to: moment('12:00') },
    ]);
    expect(at('10:00')).toMatchObject({ gaps: [], missingLogs: ['MSGTRKMS'] });
    const late = coverageOf('EX01', { logs: logsOf(['18T8-1', 'MD 18T12-1']) });
    expect(clipCoverage(late, moment('10:00'))).toMatchObject({
      logs: [{ log: 'MSGTRK' }],
      missingLogs: ['MSGTRKMD'],
    });
  });
});

describe('whatever is loaded', () => {
  const file = fc
    .record({
      role: fc.constantFrom('', '', 'MD', 'MS', 'MA'),
      day: fc.integer({ min: 15, max: 18 }),
      hour: fc.option(fc.integer({ min: 0, max: 23 }), { freq: 8 }),
      counter: fc.integer({ min: 1, max: 5 }),
      rest: fc.constantFrom('', '', ' 0:10-0:20', ' 0:30-0:31*500', ' -', ' gone'),
    })
    .map(({ role, day, hour, counter, rest }) =>
      `${role} ${day}${hour === null ? '' : `T${hour}`}-${counter}${rest}`.trim(),
    );

  it('is the same in any order, and gaps are in order and name no file that was read', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 60 }), fc.infiniteStream(fc.nat()), (files, keys) => {
        const read = files.map(logFile);
        const logs = serverLogs(read, []);
        const order = new Map(read.map((one) => [one, keys.next().value ?? 0]));
        const shuffled = read.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        expect(serverLogs(shuffled, [])).toEqual(logs);
        const names = new Set(
          read.map(({ log, day, hour, counter }) => `${log} ${day} ${hour} ${counter}`),
        );
        for (const { log, gaps, from, to } of logs) {
          expect(from).toBeLessThanOrEqual(to);
          let before = Number.NEGATIVE_INFINITY;
          for (const one of gaps) {
            expect(one.from).toBeGreaterThanOrEqual(before);
            expect(one.to).toBeGreaterThan(one.from);
            before = one.from;
            const [, date = '', hour, counter = ''] =
              /^MSGTRK[A-Z]*(\d{8})(\d{2})?-(\d+)\.LOG$/.exec(one.file) ?? [];
            const day = Date.UTC(2004, 1, Number(date.slice(6))) / DAY;
            const key = `${log} ${day} ${hour === undefined ? null : Number(hour)} ${counter}`;
            expect(names).not.toContain(key);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has a gap in each hour of a year whose first file is missing', () => {
    const files = Array.from({ length: 365 * 24 }, (_, index) => index).flatMap((index) =>
      ['', 'MS', 'MD'].map((role) => {
        const day = Math.floor(moment('1T0:00') / DAY) + Math.floor(index / 24);
        const at = day * DAY + (index % 24) * HOUR;
        const slot = { log: `MSGTRK${role}`, day, hour: index % 24, counter: 1 + (index % 2) };
        return { ...slot, firstAt: at, lastAt: at + HOUR / 2, events: 5, isGone: false };
      }),
    );
    expect(serverLogs(files, []).map(({ gaps }) => gaps.length)).toEqual([4380, 4380, 4380]);
  });
});
