import { expect, it } from 'vitest';
import type { StuckReport } from '../../src/model/stuck-report.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const folder = useTempFolder('test');

it('draws a point for each hour of the report, which leads to the report of that hour', async () => {
  const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  const { growth = [] }: StuckReport = JSON.parse(await site.text('/stuck.json?growth=1'));
  expect(growth).toHaveLength(25);
  const { tags } = readMarkup(await site.text('/stuck?by=server'));
  const points = tags.flatMap(({ attributes }) => {
    const one = new Map(attributes);
    const name = one.get('aria-label') ?? '';
    const open = /: ([\d,]+) recipients? open$/.exec(name)?.[1];
    return open === undefined ? [] : [{ open: Number(open), href: one.get('href') ?? '' }];
  });
  expect(points).toEqual(
    growth.map(({ at, open }) => ({
      open,
      href: `/stuck?by=server&as-of=${encodeURIComponent(at)}`,
    })),
  );
  expect(tags.filter(({ name }) => name === 'circle')).toHaveLength(25);
  expect(tags.filter(({ name }) => name === 'path').length).toBeGreaterThan(0);
  expect(JSON.parse(await site.text('/stuck.json'))).not.toHaveProperty('growth');
});
