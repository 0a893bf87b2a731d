import { beforeAll, describe, expect, it } from 'vitest';
import { BUCKET_MINUTES } from '../../src/model/stuck-report.ts';
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
    const count = /: ([\d,]+) recipients?, .*Lists /.exec(name)?.[1];
    return count === undefined
      ? []
      : [{ href: one.get('href') ?? '', count: Number(count.replaceAll(',', '')), name }];
  });
}

describe('the heat map of what is stuck', () => {
  const folder = useTempFolder('file');
  let site: Site;
  beforeAll(async () => {
    site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  });

  it.each(['destination', 'server', 'stage', 'sender'])(
    'by %s has the numbers of the report, and each cell its list',
    async (by) => {
      const report: StuckReport = JSON.parse(await site.text(`/stuck.json?by=${by}`));
      const links = linksOf(await site.text(`/stuck?by=${by}`));
      const named = report.rows.slice(0, 20).filter(({ key }) => !/^\(|^MAILER-DAEMON$/.test(key));
      expect(links.map(({ count }) => count)).toEqual(
        named.flatMap(({ buckets }) => buckets.filter((count) => count > 0)),
      );
      expect(links.length).toBeGreaterThan(0);
      for (const { href, count } of links) {
        const found: { total: number } = JSON.parse(await site.text(`/find.json${href.slice(1)}`));
        expect(found.total, href).toBeGreaterThanOrEqual(count);
      }
    },
  );

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
