import { expect, test } from 'vitest';
import { skippedFile, totalsOf } from '../../src/ingest/file-report.ts';
import type { FileReport, IngestReport } from '../../src/model/ingest-report.ts';
import { ingestText } from '../../src/render/ingest-text.ts';
import { viewOf } from './sample-reports.ts';

function fileOf(format: string, more: Partial<FileReport> = {}): FileReport {
  return skippedFile('a.log', '', { format, skipped: null, ...more });
}

function textOf(...files: readonly FileReport[]): string {
  const report: IngestReport = {
    schema: 'mailtrail/ingest/1',
    files,
    totals: totalsOf(files, 10),
    rejects: [],
    seconds: 1,
    eventsPerSecond: 0,
    peakRssBytes: 0,
    interrupted: false,
  };
  return ingestText(report, viewOf(500), true);
}

test.each<[string, FileReport[], string]>([
  ['one format', [fileOf('msgtrk'), fileOf('msgtrk')], 'Read 2 files of 2 (msgtrk), 10 B'],
  [
    'several',
    [fileOf('exchange2003'), fileOf('msgtrk'), fileOf('msgtrk')],
    'Read 3 files of 3 (2 msgtrk, 1 exchange2003), 10 B',
  ],
  [
    'as many of one as of another',
    [fileOf('msgtrk'), fileOf('exchange2003')],
    'Read 2 files of 2 (1 exchange2003, 1 msgtrk), 10 B',
  ],
  [
    'none that was read',
    [fileOf('msgtrk', { skipped: 'already-ingested' })],
    'Read 0 files of 1, 10 B',
  ],
])('the summary names the formats: %s', (_name, files, begins) => {
  expect(textOf(...files).startsWith(`${begins} in`)).toBe(true);
});

test('columns that nobody knows are told once a run, without what they could do to a terminal', () => {
  const files = [
    fileOf('msgtrk', { unknownColumns: ['shoe-size', 'hat\u001b[2J'] }),
    fileOf('msgtrk', { unknownColumns: ['shoe-size'] }),
  ];
  expect(textOf(...files)).toContain(
    '\nLeft unread, as no version of Exchange is known to write them: 2 columns (shoe-size, hat\\u{1b}[2J). The exact lines hold them.\n',
  );
  expect(textOf(fileOf('msgtrk'))).not.toContain('Left unread');
});

test('a header of many unknown columns is cut', () => {
  const names = Array.from({ length: 13 }, (_, index) => `c${index}`);
  const text = textOf(fileOf('msgtrk', { unknownColumns: names.with(0, 'x'.repeat(500)) }));
  expect(text).toContain(', c9 and 3 more)');
  expect(text).not.toContain('x'.repeat(61));
});
