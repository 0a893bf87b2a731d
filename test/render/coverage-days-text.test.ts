import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DailyCoverageReport } from '../../src/model/report.ts';
import { coverageDaysText } from '../../src/render/coverage-days-text.ts';
import { createStyle } from '../../src/render/style.ts';
import { hasActing } from '../support/acting.ts';

const HOUR = 3_600_000;
type Servers = DailyCoverageReport['servers'];

interface Shown {
  readonly width?: number;
  readonly color?: boolean;
  readonly days?: number;
  readonly zone?: string;
  readonly more?: Partial<DailyCoverageReport>;
}

function text(
  servers: Servers,
  { width = 80, color = false, days = 2, zone = 'UTC', more = {} }: Shown = {},
): string {
  const begin = Date.parse('2004-02-16T00:00:00Z') / HOUR;
  const all = Array.from({ length: days * 24 }, (_, index) => begin + index);
  return coverageDaysText(
    {
      report: { servers, clockSkews: [], noServer: { files: 0, rejectedLines: 0 }, ...more },
      hours: new Map(servers.map(({ server }) => [server, all])),
      since: null,
      until: null,
    },
    { width, style: createStyle(color), zone, command: 'mailtrail' },
  );
}

function serverOf(server: string, changes: Partial<Servers[number]> = {}): Servers[number] {
  return {
    server,
    from: '2004-02-16T00:00:01.000Z',
    to: '2004-02-17T23:59:59.000Z',
    gaps: [],
    rejectedLines: 0,
    files: 2,
    days: [
      { day: '2004-02-16', hours: 24, events: 240, rejected: 0 },
      { day: '2004-02-17', hours: 24, events: 240, rejected: 0 },
    ],
    ...changes,
  };
}

const SILENT = serverOf('EXCH01', {
  gaps: [
    { from: '2004-02-16T09:00:00.000Z', to: '2004-02-16T12:00:00.000Z', why: 'silence' },
    { from: '2004-02-17T00:00:00.000Z', to: '2004-02-18T00:00:00.000Z', why: 'missing-day' },
  ],
  rejectedLines: 1234,
  days: [{ day: '2004-02-16', hours: 21, events: 240, rejected: 1200 }],
});

/** A server of 2019, of which files of one log are missing and another log is not loaded at all. */
const MODERN = serverOf('EX01', {
  gaps: [
    {
      from: '2004-02-16T09:20:00.000Z',
      to: '2004-02-16T09:40:00.000Z',
      why: 'missing-file',
      log: 'MSGTRK',
      file: 'MSGTRK2004021609-2.LOG',
    },
    {
      from: '2004-02-17T14:59:58.000Z',
      to: '2004-02-17T18:00:01.000Z',
      why: 'missing-file',
      log: 'MSGTRKMS',
      file: 'MSGTRKMS2004021715-1.LOG',
      lastFile: 'MSGTRKMS2004021717-1.LOG',
    },
  ],
  files: 92,
  logs: [
    {
      log: 'MSGTRKMS',
      from: '2004-02-16T00:00:01.000Z',
      to: '2004-02-17T23:50:00.000Z',
      files: 45,
    },
    { log: 'MSGTRK', from: '2004-02-16T00:00:02.000Z', to: '2004-02-17T23:59:59.000Z', files: 47 },
    { log: 'MSGTRKMD', from: null, to: null, files: 0 },
  ],
});

describe('coverage for people', () => {
  it('tells of each log of a modern server, and names the files that are missing', () => {
    expect(text([MODERN, serverOf('EXCH01')])).toBe(
      `Read: 2 servers, 94 files, 2004-02-16 to 2004-02-17 (UTC)
server      2004-02
            16       17
EX01        ███?████ █████?██
EXCH01      ████████ ████████
A character is 3 h: █ lines in each hour, ? a file of a log is missing.

server      first line        last line         files  gaps  not read
EX01        2004-02-16 00:00  2004-02-17 23:59     92     2         0
  MSGTRKMS  2004-02-16 00:00  2004-02-17 23:50     45     1
  MSGTRK    2004-02-16 00:00  2004-02-17 23:59     47     1
  MSGTRKMD  not loaded                              0
EXCH01      2004-02-16 00:00  2004-02-17 23:59      2     0         0

Missing
  No file of a log: counters, or hours and days (UTC), between two that have
  one. Copy these logs, then ingest them.
    EX01        2004-02-16 09:20 to 2004-02-16 09:40, 20 min
                no MSGTRK2004021609-2.LOG
    EX01        2004-02-17 14:59 to 2004-02-17 18:00, 3 h
                no MSGTRKMS2004021715-1.LOG to MSGTRKMS2004021717-1.LOG
  No file at all: logs that servers of 2013 and later write (Edge servers MSGTRK
  alone). Without MSGTRKMD no delivery to a mailbox is told, without MSGTRKMS no
  submission from one.
    EX01        MSGTRKMD
`,
    );
  });

  it('fits modern servers into narrow terminals', () => {
    for (const width of [40, 70, 80, 120]) {
      const lines = text([MODERN], { width }).split('\n');
      expect(lines.join('\n')).toContain('MSGTRKMD');
      if (width >= 70) for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('is calm when nothing is missing', () => {
    expect(text([serverOf('EXCH01'), serverOf('EXCH02')])).toBe(
      `Read: 2 servers, 4 files, 2004-02-16 to 2004-02-17 (UTC)
server  2004-02
        16       17
EXCH01  ████████ ████████
EXCH02  ████████ ████████
A character is 3 h: █ lines in each hour.

server  first line        last line         files  not read
EXCH01  2004-02-16 00:00  2004-02-17 23:59      2         0
EXCH02  2004-02-16 00:00  2004-02-17 23:59      2         0

No gaps.
`,
    );
  });

  it('says of each gap what it is, how clocks differ, and which days have lines that were not read', () => {
    const skew = { from: 'EXCH01', to: 'EXCH02', handOvers: 41 };
    const more = {
      clockSkews: [
        { ...skew, secondsAhead: -420 },
        { ...skew, from: 'EXCH02', to: 'EXCH01', secondsAhead: 425, handOvers: 40 },
        { ...skew, to: 'EXCH03', secondsAhead: 3 },
      ],
      noServer: { files: 1, rejectedLines: 7 },
    };
    expect(text([SILENT], { more })).toBe(
      `Read: 1 server, 2 files, 2004-02-16 to 2004-02-17 (UTC)
server  2004-02
        16       17
EXCH01  ███!████ xxxxxxxx
        1200
A character is 3 h: █ lines in each hour, ! a silence beyond the usual, x a day
without a file, a number below counts lines of these days that could not be
read.

server  first line        last line         files  not read
EXCH01  2004-02-16 00:00  2004-02-17 23:59      2     1,234

Missing
  No file: days (UTC) without a log between two that have one. Copy these logs,
  then ingest them.
    EXCH01  2004-02-17 00:00 to 2004-02-18 00:00, 1 d
  Silence: far longer than is usual for that server. It stood still, or lines
  are missing.
    EXCH01  2004-02-16 09:00 to 2004-02-16 12:00, 3 h

Clocks
  The clock of EXCH02 is 7 min behind that of EXCH01, by 41 hand-overs.
  Beside these, the clocks of 1 pair of servers agree within 30 s.

Not read
  Of 1 file no line tells a server; 7 lines of it could not be read.
  1,241 lines could not be read.
  Next: mailtrail coverage --rejects
`,
    );
  });

  it('says the same without colours', () => {
    const plain = text([SILENT, serverOf('xX!x')]);
    const colored = text([SILENT, serverOf('xX!x')], { color: true });
    expect(colored).not.toBe(plain);
    // eslint-disable-next-line no-control-regex
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('of no server says so', () => {
    expect(text([])).toBe('Read: no logs\n');
  });

  it('of a time that no log is of says so, and tells the rest', () => {
    const report = { servers: [SILENT], clockSkews: [], noServer: { files: 0, rejectedLines: 0 } };
    const since = Date.parse('2005-01-01T00:00:00Z');
    const view = { width: 80, style: createStyle(false), zone: 'UTC', command: 'mailtrail' };
    const told = coverageDaysText({ report, hours: new Map(), since, until: null }, view);
    expect(told).toMatch(/^Read: 1 server, 2 files; no log is of the time asked for\n/);
  });

  it('has a line for each of 60 servers, and shows the last weeks of years', () => {
    const servers = Array.from({ length: 60 }, (_, index) =>
      serverOf(`EXCH${index}`, { to: '2008-02-17T23:59:59.000Z', days: [] }),
    );
    const lines = text(servers, { days: 4 * 365 }).split('\n');
    expect(lines[1]).toBe('The last 72 of 209 weeks are shown: --since and --until show others.');
    expect(lines.filter((line) => /^EXCH\d+ +[·█▁-▇ ]+$/.test(line))).toHaveLength(60);
    expect(lines.every(({ length }) => length <= 80)).toBe(true);
  });

  it('lists no more gaps than a person reads', () => {
    const gaps = Array.from({ length: 100 }, () => ({
      from: '2004-02-16T09:00:00.000Z',
      to: '2004-02-16T12:00:00.000Z',
      why: 'silence',
    }));
    expect(text([serverOf('EXCH01', { gaps })])).toContain('\n    and 40 more: --csv has all\n');
  });

  it('fits the terminal and acts on none, whatever servers are named', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 60, max: 220 }),
        fc.integer({ min: 1, max: 300 }),
        (names, width, days) => {
          const to = new Date(Date.parse('2004-02-16T00:00:00Z') + days * 24 * HOUR - 1);
          const { gaps } = SILENT;
          const servers = names.map((name) => serverOf(name, { to: to.toISOString(), gaps }));
          const told = text(servers, { width, days });
          expect(hasActing(told)).toBe(false);
          // Not every character is one of JavaScript's.
          expect(
            Math.max(...told.split('\n').map((line) => Array.from(line).length)),
          ).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
