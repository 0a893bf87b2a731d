import { expect, test } from 'vitest';
import { ingestReport } from '../../src/ingest/ingest.ts';
import { skippedFile } from '../../src/ingest/file-report.ts';
import type { FileReport } from '../../src/model/ingest-report.ts';
import { roundText, troubleText } from '../../src/render/follow-text.ts';
import { ingestOptions } from '../support/ingest.ts';

function read(file: string, lines: number, more: Partial<FileReport> = {}): FileReport {
  return { ...skippedFile(file, ''), format: 'exchange2003', skipped: null, lines, ...more };
}

function textOf(...files: FileReport[]): string {
  return roundText(ingestReport({ files, rejects: [], bytes: 0 }, 0, ingestOptions()));
}

test('a round names the files that had new lines', () => {
  expect(textOf(read('a.log', 1))).toBe('1 new line in a.log\n');
  expect(
    textOf(
      read('a.log', 2),
      skippedFile('b.log', 'already-ingested'),
      read('c.log', 1),
      read('d.log', 0),
    ),
  ).toBe('3 new lines in 2 files: a.log (2 lines), c.log (1 line)\n');
  expect(textOf(...['a', 'b', 'c', 'd'].map((name) => read(name, 1000)))).toBe(
    '4,000 new lines in 4 files: a (1,000 lines), b (1,000 lines), c (1,000 lines), ...\n',
  );
});

test('a round tells what is odd about it', () => {
  expect(textOf(read('a\u001b[2J.log', 5, { rejected: 1, replaces: true }))).toBe(
    '5 new lines in a\\u{1b}[2J.log; 1 line could not be read; a\\u{1b}[2J.log has other content than before, both are kept\n',
  );
});

test.each([
  [skippedFile('a.log', 'gone'), 'a.log is gone; what was read of it stays'],
  [skippedFile('a.log', 'unsupported: W3C'), 'a.log is not read: unsupported: W3C'],
  [
    skippedFile('a.log', 'unreadable', { error: 'EACCES' }),
    'cannot read a.log, trying again: EACCES',
  ],
])('a trouble is told: %j', (report, text) => {
  expect(troubleText(report)).toBe(text);
});
