import { beforeAll, describe, expect, it } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import type { FindRecord, FindReport } from '../../src/model/report.ts';
import { BUCKET_MINUTES, STUCK_BY } from '../../src/model/stuck-report.ts';
import type { QueueTable, StuckReport, StuckRow } from '../../src/model/stuck-report.ts';
import { ageMap } from '../../src/web/charts/age-map.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

function linksOf(markup: string): { href: string; count: number; name: string }[] {
  return readMarkup(markup).tags.flatMap(({ attributes }) => {
    const one = new Map(attributes);
    const name = one.get('aria-label') ?? '';
    const count = /: ([\d,]+) recipients?, /.exec(name)?.[1];
    return count === undefined
      ? []
      : [{ href: one.get('href') ?? '', count: Number(count.replaceAll(',', '')), name }];
  });
}

/** Links of the table, which has all rows, and a row for all. */
function tableLinks(markup: string): { href: string; count: number }[] {
  return [...markup.matchAll(/<a href="([^"]*open=1[^"]*)"\s*>\s*([\d,]+)\s*<\/a\s*>/g)].map(
    ([, href = '', count = '']) => ({
      href: href.replaceAll('&#38;', '&'),
      count: Number(count.replaceAll(',', '')),
    }),
  );
}

function inOrder(records: readonly FindRecord[]): string[] {
  return records.map((record) => JSON.stringify(record)).toSorted();
}

async function found(site: Site, asked: string): Promise<FindReport> {
  return JSON.parse(await site.text(`/find.json?limit=1000&open=1${asked}`));
}

const ASKED = [
  '',
  '&as-of=2004-02-17T12:00:00Z',
  '&as-of=2004-02-18T21:46:00Z&older-than=1h',
  '&with-system=1&older-than=2m',
];

describe('the heat map of what is stuck', () => {
  const folder = useTempFolder('file');
  let site: Site;
  beforeAll(async () => {
    const logs = ['fixtures/logs', 'fixtures/days', 'fixtures/msgtrk'];
    site = siteOf(await fileDb(folder.at('m.db'), logs));
  });

  it.each(STUCK_BY.flatMap((by) => ASKED.map((asked) => [by, asked] as const)))(
    'by %s%s has the numbers of the report, and each cell finds just so many',
    async (by, asked) => {
      const report: StuckReport = JSON.parse(await site.text(`/stuck.json?by=${by}${asked}`));
      const page = await site.text(`/stuck?by=${by}${asked}`);
      const links = linksOf(page);
      expect(links.map(({ count }) => count)).toEqual(
        report.rows.slice(0, 20).flatMap(({ buckets }) => buckets.filter((count) => count > 0)),
      );
      const inTable = tableLinks(page);
      expect(inTable.map(({ count }) => count)).toEqual(
        [report.total, ...report.rows].flatMap(({ count, buckets }) => [
          count,
          ...buckets.filter((one) => one > 0),
        ]),
      );
      expect(links.length).toBeGreaterThan(0);
      const hrefs = inTable.map(({ href }) => href);
      expect(links.filter(({ href }) => !hrefs.includes(href))).toEqual([]);
      for (const { href, count } of inTable) {
        const list: FindReport = JSON.parse(await site.text(`/find.json${href.slice(1)}`));
        expect(list.total, href).toBe(count);
      }
    },
  );

  it.each(['2004-02-17', '2004-02-18', '2004-02-18&older-than=1h', '2004-02-17&with-system=1'])(
    'of the day %s has the numbers of the report, and each cell finds just so many',
    async (asked) => {
      const { shape }: DailyReport = JSON.parse(await site.text(`/daily.json?date=${asked}`));
      const page = await site.text(`/daily?date=${asked}`);
      expect(page).toContain('Open by age when the day ends');
      const links = linksOf(page).filter(({ href }) => href.includes('destination='));
      expect(links.map(({ count }) => count)).toEqual(
        shape.rows.slice(0, 20).flatMap(({ buckets }) => buckets.filter((count) => count > 0)),
      );
      expect(links.length).toBeGreaterThan(0);
      for (const { href, count } of links) {
        const list: FindReport = JSON.parse(await site.text(`/find.json${href.slice(1)}`));
        expect(list.total, href).toBe(count);
      }
    },
  );

  it.each(ASKED)('lists all that is open %s as stuck lists it', async (asked) => {
    const all: FindReport = JSON.parse(await site.text(`/find.json?open=1&limit=1000${asked}`));
    const { oldest }: StuckReport = JSON.parse(await site.text(`/stuck.json?ids=1${asked}`));
    expect(inOrder(all.items)).toEqual(inOrder(oldest));
  });

  it('finds the same with an address or a word beside it', async () => {
    const all = await found(site, '');
    const { recipient = '', messageId = '' } =
      all.items.find(({ recipient: one }) => one?.includes('@')) ?? {};
    const wanted = all.items.filter((one) => one.recipient === recipient);
    expect((await found(site, `&to=${encodeURIComponent(recipient ?? '')}`)).items).toEqual(wanted);
    expect((await found(site, `&q=${encodeURIComponent(messageId)}`)).items).toEqual(
      all.items.filter((one) => one.messageId === messageId),
    );
  });

  it('keeps text text, and brings no style and no script', () => {
    const key = '"><script>alert(1)</script>\u202e<style>';
    const row: StuckRow = {
      key,
      count: 3,
      buckets: BUCKET_MINUTES.map((_, index) => (index === 4 ? 3 : 0)),
      oldestSeconds: 3000,
      trend: 'scattered',
      beganAt: null,
      lastNewAt: null,
    };
    const report: QueueTable = {
      by: 'destination',
      unit: 'recipients',
      thresholdSeconds: 900,
      bucketMinutes: BUCKET_MINUTES,
      total: row,
      rows: [row],
      stalled: 3,
      atLogEnd: 0,
      inTransit: { lost: 0, unlogged: 0 },
      system: 0,
    };
    const { text } = ageMap(report, {});
    const { tags } = readMarkup(text);
    expect(tags.map(({ name }) => name)).not.toContain('script');
    expect(tags.map(({ name }) => name)).not.toContain('style');
    expect(tags.flatMap(({ attributes }) => attributes.map(([name]) => name))).not.toContain(
      'style',
    );
    expect(text).not.toContain('\u202e');
    expect(linksOf(text)).toHaveLength(1);
  });
});
