import { expect, it } from 'vitest';
import { fromWall, startOfDay } from '../../src/model/zone.ts';
import type { CoverageAnswer } from '../../src/web/answers.ts';
import { dayGrid } from '../../src/web/charts/day-grid.ts';
import { hourGrid } from '../../src/web/charts/hour-grid.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const HOUR = 3_600_000;
const folder = useTempFolder('test');

it('has a cell for each day of each server, with the hours of the report', async () => {
  const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  const report: CoverageAnswer = JSON.parse(await site.text('/coverage.json'));
  const { tags } = readMarkup(await site.text('/coverage'));
  const names = tags.flatMap(({ name, attributes }) => {
    const one = new Map(attributes);
    const label = one.get('aria-label');
    const isDay = one.get('href')?.startsWith('/coverage?since=') ?? false;
    return name === 'a' && label !== undefined && isDay ? [label] : [];
  });
  const days = [...new Set(report.servers.flatMap((one) => one.days.map(({ day }) => day)))];
  const newest = days.toSorted().slice(-31);
  const due = report.servers.flatMap((one) =>
    one.days
      .filter(({ day }) => newest.includes(day))
      .map(
        ({ day, hours }) =>
          `${one.server}, ${day}: ${hours} hour${hours === 1 ? '' : 's'} with lines`,
      ),
  );
  expect(due.length).toBeGreaterThan(0);
  expect(names.filter((name) => name.includes('hour'))).toEqual(due);
});

it.each([
  ['UTC', ['2004-02-15', '2004-02-16']],
  ['America/New_York', ['2004-02-15']],
])('hatches days without a line that lie in a gap (%s)', (zone, days) => {
  const read = { hours: 9, events: 9, rejected: 0 };
  const server = {
    server: 'EXCH01',
    from: '2004-02-14T05:10:00.000Z',
    to: '2004-02-18T07:20:00.000Z',
    gaps: [
      { from: '2004-02-15T00:00:00.000Z', to: '2004-02-17T00:00:00.000Z', why: 'missing-day' },
      { from: '2004-02-17T12:00:00.000Z', to: '2004-02-17T16:00:00.000Z', why: 'silence' },
    ],
    rejectedLines: 0,
    files: 1,
    days: ['2004-02-14', '2004-02-17', '2004-02-18'].map((day) => ({ day, ...read })),
  };
  const { tags } = readMarkup(dayGrid({ servers: [server] }, zone).text);
  const cells = tags.flatMap(({ name, attributes }) => {
    const one = new Map(attributes);
    return name === 'a' ? [`${one.get('aria-label')} ${one.get('href')}`] : [];
  });
  expect(cells.slice(3).toSorted()).toEqual(
    days.map((day) => `EXCH01, ${day}: a gap, no file /coverage?since=${day}&until=${day}`),
  );
});

it.each(['UTC', 'America/New_York'])(
  'has the hours with lines of the report, and its gaps (%s)',
  async (zone) => {
    const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']), zone);
    const { servers }: CoverageAnswer = JSON.parse(await site.text('/coverage.json?hours=1'));
    const newest =
      servers
        .flatMap(({ days }) => days.map(({ day }) => day))
        .toSorted()
        .at(-1) ?? '';
    const end = startOfDay(fromWall(Date.parse(`${newest}T12:00:00Z`), zone), zone, 1);
    const from = startOfDay(end - 1, zone, -2);
    const { tags } = readMarkup(await site.text('/coverage'));
    const cells = tags.flatMap(({ name, attributes }) => {
      const one = new Map(attributes);
      const { searchParams } = new URL(one.get('href') ?? '/', 'http://localhost');
      const label = one.get('aria-label') ?? '';
      const since = searchParams.get('since');
      return name !== 'a' || since === null || !searchParams.has('server')
        ? []
        : [{ server: searchParams.get('server'), since, what: label.split('Z: ').at(-1) ?? '' }];
    });
    const read = cells.filter(({ what }) => what.endsWith('has lines'));
    for (const { server, hoursWithLines = [], gaps } of servers) {
      const here = gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) }));
      const isGap = (at: number): boolean =>
        here.some((gap) => Math.min(gap.to, at + HOUR) - Math.max(gap.from, at) >= HOUR / 2);
      const due = hoursWithLines.filter((text) => {
        const at = Date.parse(text);
        return at >= from && at < end && !isGap(at);
      });
      expect(read.filter((one) => one.server === server).map(({ since }) => since)).toEqual(due);
    }
    expect(read.length).toBeGreaterThan(0);
    expect(cells.filter(({ what }) => what.includes('a gap, ')).length).toBeGreaterThan(0);
    expect(JSON.parse(await site.text('/coverage.json')).servers[0]).not.toHaveProperty(
      'hoursWithLines',
    );
  },
);

it('draws a log of a single day', () => {
  const server = {
    server: 'EXCH01',
    from: '2004-02-18T05:10:00.000Z',
    to: '2004-02-18T07:20:00.000Z',
    gaps: [],
    rejectedLines: 0,
    files: 1,
    days: [{ day: '2004-02-18', hours: 2, events: 9, rejected: 0 }],
    hoursWithLines: ['2004-02-18T05:00:00.000Z', '2004-02-18T07:00:00.000Z'],
  };
  const names = readMarkup(hourGrid({ servers: [server] }, 'UTC').text).tags.flatMap(
    ({ name, attributes }) => (name === 'a' ? [new Map(attributes).get('aria-label') ?? ''] : []),
  );
  expect(names.toSorted()).toEqual([
    'EXCH01, 2004-02-18 05:00:00Z: has lines',
    'EXCH01, 2004-02-18 06:00:00Z: no line',
    'EXCH01, 2004-02-18 07:00:00Z: has lines',
  ]);
  expect(hourGrid({ servers: [] }, 'UTC').text).toBe('');
});

it.each([
  ['Europe/Berlin', 23],
  ['UTC', 24],
])('hours of a day on which clocks change are hours (%s: %i)', async (zone, count) => {
  const file = await fileDb(folder.at(`clock-${count}.db`), ['fixtures/days']);
  const page = await siteOf(file, zone).text('/coverage');
  const spans = [...page.matchAll(/since=([^&"]+T[^&"]+)&#38;until=([^&"]+)/g)].map(
    ([, since, until]) => [since, until].map((text) => Date.parse(decodeURIComponent(text ?? ''))),
  );
  const hours = spans.filter(([since = 0, until = 0]) => until - since <= HOUR);
  expect(hours.length).toBeGreaterThan(20);
  for (const [since = 0, until = 0] of hours) {
    expect(until - since).toBe(HOUR);
    expect(since % HOUR).toBe(0);
  }
});
