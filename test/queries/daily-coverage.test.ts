import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { dailyCoverage } from '../../src/queries/daily-coverage.ts';
import type { Range } from '../../src/queries/daily-coverage.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const PATHS = ['logs', 'hostile'].map((name) =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)),
);
const EVER: Range = { since: null, until: null };

const temp = useTempFolder('file');
let file = '';

beforeAll(async () => {
  file = await fileDb(temp.at('full.db'), PATHS);
});

function coverageOf(
  database: string,
  { range = EVER, zone = 'UTC', asOf = null as number | null } = {},
) {
  using store = openStore(database);
  const context = queryContext(store, { asOf, thresholdMs: DEFAULT_THRESHOLD_MS });
  return dailyCoverage(store, context, range, zone);
}

/** Days and gaps of BRIDGE01 between the beginnings of two days. */
function bridge(since: string | null, until: string | null): string[] {
  const [from, to] = [since, until].map((day) =>
    day === null ? null : Date.parse(`2004-02-${day}T00:00:00Z`),
  );
  return coverageOf(file, { range: { since: from ?? null, until: to ?? null } })
    .report.servers.filter(({ server }) => server === 'BRIDGE01')
    .flatMap(({ days, gaps }) => [
      ...days.map(({ day }) => day),
      ...gaps.map((gap) => `${gap.why} ${gap.from.slice(0, 10)}`),
    ]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('coverage by day', () => {
  it.each(['UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/St_Johns'])(
    'holds in %s each hour, event and file once',
    (zone) => {
      const { report, hours } = coverageOf(file, { zone });
      using store = openStore(file);
      for (const { server, days, rejectedLines } of report.servers) {
        const read = store.db
          .prepare('select count(*) as hours, sum(events) as events from coverage where server = ?')
          .get(server);
        expect({
          hours: sum(days.map((day) => day.hours)),
          events: sum(days.map(({ events }) => events)),
        }).toEqual(read);
        expect(hours.get(server)).toHaveLength(sum(days.map((day) => day.hours)));
        expect(sum(days.map(({ rejected }) => rejected))).toBeLessThanOrEqual(rejectedLines);
      }
      const { noServer, servers } = report;
      expect(sum(servers.map(({ files }) => files)) + noServer.files).toBe(
        store.db.prepare('select count(*) from sources').pluck().get(),
      );
      expect(sum(servers.map(({ rejectedLines }) => rejectedLines)) + noServer.rejectedLines).toBe(
        store.db.prepare('select count(*) from rejects').pluck().get(),
      );
    },
  );

  it('tells only days and gaps that touch the range', () => {
    expect(bridge(null, null)).toEqual(['2004-02-16', '2004-02-18', 'missing-day 2004-02-17']);
    expect(bridge('17', null)).toEqual(['2004-02-18', 'missing-day 2004-02-17']);
    expect(bridge('18', null)).toEqual(['2004-02-18']);
    expect(bridge(null, '17')).toEqual(['2004-02-16']);
    expect(bridge('19', null)).toEqual([]);
  });

  it('knows of nothing after the moment asked about', () => {
    const asOf = Date.parse('2004-02-16T12:00:00Z');
    const { report } = coverageOf(file, { asOf });
    for (const { days } of report.servers)
      expect(days.map(({ day }) => day)).toEqual(['2004-02-16']);
    expect(coverageOf(file, { asOf: 0 }).report.servers).toEqual([]);
  });

  it('counts lines that could not be read for the day of their file', async () => {
    const broken = `${log2003([{}])}broken\r\n`;
    temp.write('logs/EXCH01.log/20040218.log', broken);
    temp.write('logs/EXCH01.log/20040220.log', `${log2003([])}broken\r\nbroken\r\n`);
    temp.write(
      'logs/EXCH01.log/copy.log',
      `${log2003([{ id: 'two@corp.example' }])}broken\r\nbroken\r\n`,
    );
    const database = await fileDb(temp.at('broken.db'), [temp.at('logs')]);
    const [server] = coverageOf(database, { zone: 'Europe/Paris' }).report.servers;
    expect(server).toMatchObject({ rejectedLines: 5, files: 3 });
    expect(server?.days).toEqual([
      { day: '2004-02-18', hours: 1, events: 2, rejected: 1 },
      { day: '2004-02-20', hours: 0, events: 0, rejected: 2 },
    ]);
  });
});
