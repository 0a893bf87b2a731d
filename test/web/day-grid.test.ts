import { expect, it } from 'vitest';
import type { CoverageAnswer } from '../../src/web/answers.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const folder = useTempFolder('test');

it('has a cell for each day of each server, with the hours of the report', async () => {
  const site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  const report: CoverageAnswer = JSON.parse(await site.text('/coverage.json'));
  const { tags } = readMarkup(await site.text('/coverage'));
  const names = tags.flatMap(({ name, attributes }) => {
    const label = new Map(attributes).get('aria-label');
    return name === 'rect' && label !== undefined ? [label] : [];
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
  expect(names).toEqual(due);
});
