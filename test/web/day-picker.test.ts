import { beforeAll, describe, expect, it } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import type { StuckReport } from '../../src/model/stuck-report.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

type Attributes = ReadonlyMap<string, string>;

describe('the day picker', () => {
  const folder = useTempFolder('file');
  let db: string;
  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
  });

  async function partsOf(zone: string, path: string) {
    const site = siteOf(db, zone);
    const tags = readMarkup(await site.text(path)).tags.map(({ name, attributes }) => ({
      name,
      at: new Map(attributes) as Attributes,
    }));
    const way = (rel: string): string =>
      tags.find(({ at }) => at.get('rel') === rel)?.at.get('href') ?? '';
    const fields = tags.filter(({ name, at }) => name === 'input' && at.has('name'));
    const form = fields.map(({ at }) => `${at.get('name')}=${at.get('value')}`);
    return { site, way, form, links: tags.map(({ at }) => at.get('href')) };
  }

  it.each(['UTC', 'America/New_York', 'Asia/Tokyo'])(
    'leads from day to day, and keeps what else was asked for (%s)',
    async (zone) => {
      const path = '/stuck?as-of=2004-02-17&by=server&older-than=1h';
      const { site, way, form, links } = await partsOf(zone, path);
      expect(form).toEqual(
        expect.arrayContaining(['by=server', 'older-than=1h', 'as-of=2004-02-17']),
      );
      expect(links).toContain('/stuck?by=server&older-than=1h');
      const before = await partsOf(zone, way('prev'));
      expect(before.form).toContain('as-of=2004-02-16');
      expect(before.way('next')).toContain('as-of=2004-02-17');
      // What the form sends is the report of that day's end.
      const report: StuckReport = JSON.parse(await site.text(`/stuck.json?${form.join('&')}`));
      expect(report).toEqual(JSON.parse(await site.text(path.replace('?', '.json?'))));
      expect(report.thresholdSeconds).toBe(3600);
    },
  );

  it('has the day of the end of the logs where none is asked for', async () => {
    const { form, links, way } = await partsOf('UTC', '/stuck');
    expect(form).toContain('as-of=2004-02-18');
    expect(links.filter((href) => href === '/stuck')).toHaveLength(1);
    expect(way('prev')).toBe('/stuck?as-of=2004-02-17');
  });

  it('of a day keeps what else was asked for', async () => {
    const { site, way, form } = await partsOf('UTC', '/daily?date=2004-02-17&older-than=1h');
    expect(form).toEqual(expect.arrayContaining(['older-than=1h', 'date=2004-02-17']));
    expect(way('next')).toBe('/daily?date=2004-02-18&older-than=1h');
    const { day }: DailyReport = JSON.parse(await site.text(`/daily.json?${form.join('&')}`));
    expect(day.from).toBe('2004-02-17T00:00:00.000Z');
  });

  it('leads to no day behind the end of the logs', async () => {
    for (const path of ['/daily', '/daily?date=2004-02-18'])
      expect((await partsOf('UTC', path)).way('next')).toBe('');
  });

  it.each([
    ['UTC', '/daily'],
    ['UTC', '/stuck'],
    ['Asia/Tokyo', '/daily'],
    ['America/New_York', '/stuck'],
  ])('leads back to the first day with logs, and no further (%s, %s)', async (zone, path) => {
    const dates: string[] = [];
    for (let to = path; to !== '';) {
      const { site, way, form } = await partsOf(zone, to);
      expect((await site.ask(to)).status).toBe(200);
      dates.push(form.find((field) => /=\d{4}-/.test(field))?.split('=')[1] ?? '');
      to = way('prev');
    }
    expect(dates.length).toBeGreaterThan(2);
    const first = new Date(`${dates.at(-1)}T00:00:00Z`);
    first.setUTCDate(first.getUTCDate() - 1);
    const name = path === '/daily' ? 'date' : 'as-of';
    const before = `${path}?${name}=${first.toISOString().slice(0, 10)}`;
    expect((await siteOf(db, zone).ask(before)).status).toBe(404);
  });
});
