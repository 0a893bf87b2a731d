import { expect, it } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import type { FindReport } from '../../src/model/report.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const folder = useTempFolder('test');

it.each([
  ['UTC', '2004-02-17', ''],
  // Nothing was carried over.
  ['UTC', '2004-02-17', '&older-than=12h'],
  ['UTC', '2004-02-18', '&with-system=1'],
  ['Europe/Paris', '2004-02-18', '&older-than=2h'],
])(
  'draws the counts of each stage of the report, and each stage leads to what is stalled in it (%s, %s%s)',
  async (zone, date, asked) => {
    const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']), zone);
    const { stages }: DailyReport = JSON.parse(await site.text(`/daily.json?date=${date}${asked}`));
    const { tags } = readMarkup(await site.text(`/daily?date=${date}${asked}`));
    const bars = tags.flatMap(({ attributes }) => {
      const one = new Map(attributes);
      const [, stage, count, what] =
        /^([a-z-]+): (\d+) recipients? (stalled when|stalled in|went on|stalled when) /.exec(
          one.get('aria-label') ?? '',
        ) ?? [];
      return stage === undefined
        ? []
        : [{ stage, count: Number(count), what, href: one.get('href') ?? null }];
    });
    const counts = stages.flatMap(({ stage, carried, new: fresh, cleared, now }) =>
      [carried, fresh, cleared, now].filter((n) => n > 0).map((n) => `${stage} ${n}`),
    );
    expect(bars.map(({ stage, count }) => `${stage} ${count}`).toSorted()).toEqual(
      counts.toSorted(),
    );
    const lists = bars.filter(({ href }) => href !== null);
    expect(lists.map(({ stage, count }) => [stage, count])).toEqual(
      stages.filter(({ now }) => now > 0).map(({ stage, now }) => [stage, now]),
    );
    expect(lists.length).toBeGreaterThan(0);
    for (const { href, count } of lists) {
      const found: FindReport = JSON.parse(await site.text(`/find.json${href?.slice(1)}`));
      expect(found.total, href ?? '').toBe(count);
    }
  },
);
