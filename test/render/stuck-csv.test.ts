import { expect, test } from 'vitest';
import { csvRow } from '../../src/render/csv.ts';
import { stuckCsvRows } from '../../src/render/stuck-csv.ts';
import { hostileReport, nothingStuck, stuckReportOf } from './sample-reports.ts';

test('the queue as CSV', () => {
  expect(stuckCsvRows(stuckReportOf()).map(csvRow).join('')).toMatchInlineSnapshot(`
    "key,count,under5min,under10min,under20min,under40min,under80min,under160min,under320min,under640min,under1280min,from1280min,oldestSeconds,trend,beganAt,lastNewAt
    TOTAL,46,0,1,0,3,5,8,23,0,1,5,273600,growing,2004-02-18T18:40:08.000Z,2004-02-18T23:54:58.000Z
    partner.example,31,0,0,0,2,4,8,17,0,0,0,19190,growing,2004-02-18T18:40:08.000Z,2004-02-18T23:38:18.000Z
    corp.example,7,0,1,0,0,0,0,6,0,0,0,18700,over,2004-02-18T18:48:18.000Z,2004-02-18T23:54:58.000Z
    mail.some-quite-long-name-of-a-subsidiary.customer.example,5,0,0,0,0,1,0,0,0,1,3,172800,scattered,2004-02-16T23:59:58.000Z,2004-02-18T23:09:58.000Z
    gone.example,2,0,0,0,0,0,0,0,0,0,2,273600,scattered,2004-02-15T19:59:58.000Z,2004-02-16T23:59:58.000Z
    alone.example,1,0,0,0,1,0,0,0,0,0,0,1200,over,2004-02-18T23:39:58.000Z,2004-02-18T23:39:58.000Z
    "
  `);
});

test('nothing open is a row of zeros', () => {
  expect(stuckCsvRows(nothingStuck()).slice(1).map(csvRow).join('')).toMatchInlineSnapshot(`
    "TOTAL,0,0,0,0,0,0,0,0,0,0,0,,empty,,
    "
  `);
});

test('keys keep their text, each row has all columns', () => {
  const report = hostileReport();
  const [head = [], total, ...rows] = stuckCsvRows(report);
  expect(rows.map(([key]) => key)).toEqual(report.rows.map(({ key }) => key));
  for (const row of [total, ...rows]) expect(row).toHaveLength(head.length);
});
