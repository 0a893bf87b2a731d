import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { InputFile } from '../../src/ingest/paths.ts';
import { inReadingOrder } from '../../src/ingest/reading-order.ts';
import { openForWriting } from '../../src/store/open.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestOptions } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

function ordered(...files: readonly string[]): string[] {
  const inputs = files.map((file): InputFile => ({ file, isPlain: true }));
  return inReadingOrder(inputs).map(({ file }) => file);
}

describe('the order in which files are read', () => {
  it('takes modern logs by their hour, those of one hour as they come', () => {
    expect(
      ordered(
        'EX01/MSGTRK2024051409-1.LOG',
        'EX01/MSGTRK2024051410-1.LOG',
        'EX01/MSGTRKMD2024051409-1.LOG',
        'EX02\\msgtrk2024051409-2.log',
        'EX02/MSGTRK2024051323-1.LOG',
      ),
    ).toEqual([
      'EX02/MSGTRK2024051323-1.LOG',
      'EX01/MSGTRK2024051409-1.LOG',
      'EX01/MSGTRKMD2024051409-1.LOG',
      'EX02\\msgtrk2024051409-2.log',
      'EX01/MSGTRK2024051410-1.LOG',
    ]);
  });

  it('takes logs of a day for those of its first hour', () => {
    expect(
      ordered('a/MSGTRK2024051400-1.LOG', 'b/MSGTRK20240514-1.LOG', 'c/MSGTRK20240513-1.LOG'),
    ).toEqual(['c/MSGTRK20240513-1.LOG', 'a/MSGTRK2024051400-1.LOG', 'b/MSGTRK20240514-1.LOG']);
  });

  it('leaves all other files where they are', () => {
    expect(
      ordered(
        '-',
        'b/MSGTRK2024051410-1.LOG',
        'B.log/20240102.log',
        'a/MSGTRK2024051409-1.LOG',
        'A.log/20240101.log',
      ),
    ).toEqual([
      '-',
      'a/MSGTRK2024051409-1.LOG',
      'B.log/20240102.log',
      'b/MSGTRK2024051410-1.LOG',
      'A.log/20240101.log',
    ]);
    expect(ordered()).toEqual([]);
  });
});

it('a report lists files as they were named, whatever was read first', async () => {
  const paths = ['MSGTRK2024051410-1.LOG', 'MSGTRK2024051409-1.LOG'].map((name) =>
    temp.write(name, ''),
  );
  const db = openForWriting(':memory:');
  const { files } = await ingest(paths, createWriter(db, 'test.db'), ingestOptions());
  expect(files.map(({ file }) => file)).toEqual(paths);
});
