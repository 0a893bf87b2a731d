import { expect, it } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const folder = useTempFolder('test');

it('draws a bar for each hour of the report that has any mail, in and out', async () => {
  const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  const report: DailyReport = JSON.parse(await site.text('/daily.json?date=2004-02-18'));
  const { tags, text } = readMarkup(await site.text('/daily?date=2004-02-18'));
  expect(text).toContain('A bar leads to all mail with a line in its hour');
  const names = tags.flatMap(({ name, attributes }) =>
    name === 'a' ? [new Map(attributes).get('aria-label') ?? ''] : [],
  );
  const count = (way: 'in' | 'out'): number[] =>
    names
      .filter((name) => name.includes(`, ${way}: `))
      .map((name) => Number(/: ([\d,]+) recipients?$/.exec(name)?.[1]?.replaceAll(',', '')));
  const { hours } = report.throughput;
  expect(count('in')).toEqual(hours.map((one) => one.in).filter((one) => one > 0));
  expect(count('out')).toEqual(hours.map((one) => one.out).filter((one) => one > 0));
  expect(count('in').length).toBeGreaterThan(0);
});
