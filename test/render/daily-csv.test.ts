import { expect, test } from 'vitest';
import { csvRow } from '../../src/render/csv.ts';
import { dailyCsvRows } from '../../src/render/daily-csv.ts';
import { badDay, hostileDay, missingServerDay, quietDay } from './sample-days.ts';

test('the day as CSV', async () => {
  const text = dailyCsvRows(badDay()).map(csvRow).join('');
  await expect(text).toMatchFileSnapshot('golden/daily-bad.csv');
});

test('each row has all columns', () => {
  for (const report of [badDay(), quietDay(), missingServerDay(), hostileDay()]) {
    const [head = [], ...rows] = dailyCsvRows(report);
    for (const row of rows) expect(row, String(row[0])).toHaveLength(head.length);
  }
});
