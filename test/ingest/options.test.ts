import { describe, expect, test } from 'vitest';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

test('without subjects none is stored, and all else is the same', async () => {
  const path = temp.write('A.log/20040218.log', log2003([{}, { id: 'two@b', subject: ' secret' }]));
  const db = await memoryDb();
  await ingestInto(db, [path], { keepSubject: false });
  expect(JSON.stringify(dumpContent(db))).not.toMatch(/secret|Status/);
  const { event, hop, source } = dumpContent(await memoryDb(path));
  expect(dumpContent(db)).toMatchObject({ event, hop, source });
});

describe('lines that name no server', () => {
  const content = log2003([{ server: '-' }, { server: 'EXCH02' }, { server: '' }]);
  const servers = async (file: string, server: string | null): Promise<unknown> => {
    const db = await memoryDb();
    const { files, rejects } = await ingestInto(db, [temp.write(file, content)], { server });
    return {
      servers: dumpContent(db).event.map((row) => row[8]),
      server: files[0]?.server,
      rejects: rejects.map(({ line, code }) => `${line} ${code}`),
    };
  };

  test('are of the server that is given', async () => {
    expect(await servers('EXCH01.log/20040218.log', 'GIVEN')).toEqual({
      servers: ['GIVEN', 'EXCH02', 'GIVEN'],
      server: 'GIVEN',
      rejects: [],
    });
  });

  test('are of the server that the folder is named after', async () => {
    expect(await servers('EXCH01.log/20040218.log', null)).toEqual({
      servers: ['EXCH01', 'EXCH02', 'EXCH01'],
      server: 'EXCH01',
      rejects: [],
    });
  });

  test('are set aside where nothing tells', async () => {
    expect(await servers('logs/20040218.log', null)).toEqual({
      servers: ['EXCH02'],
      server: 'EXCH02',
      rejects: ['4 no-server', '6 no-server'],
    });
  });
});

test('a format that is named is not asked for', async () => {
  const path = temp.write('notes.txt', 'Lorem ipsum\n');
  const { files } = await ingestInto(await memoryDb(), [path], { format: 'exchange2003' });
  expect(files).toMatchObject([{ format: 'exchange2003', lines: 1, rejected: 1, skipped: null }]);
});

test('hosts that are said to be ours are kept', async () => {
  const db = await memoryDb();
  const path = temp.write('20040218.log', log2003([{}]));
  await ingestInto(db, [path], { ours: ['*.corp.example', 'relay'] });
  await ingestInto(db, [path], { ours: ['relay'] });
  expect(db.prepare('select pattern from ours_pattern order by 1').pluck().all()).toEqual([
    '*.corp.example',
    'relay',
  ]);
});

test('the report counts what was read in this run, and lists the first rejects', async () => {
  const broken = Array.from({ length: 1200 }, () => 'broken');
  const one = temp.write('A.log/20040218.log', log2003([{}, ...broken, '', {}]));
  const two = temp.write('B.log/20040218.log', log2003([{ server: 'B' }, 'broken']));
  const progress: number[] = [];
  const report = await ingestInto(await memoryDb(), [one, two, temp.write('notes.txt', 'x')], {
    onProgress: ({ bytes, totalBytes }) => progress.push(bytes / totalBytes),
  });
  expect(report.totals).toMatchObject({
    files: 3,
    filesRead: 2,
    lines: 1211,
    events: 3,
    directives: 6,
    blank: 1,
    rejects: 1201,
  });
  expect(report.rejects).toHaveLength(1000);
  expect(report.rejects[0]).toEqual({
    file: one,
    line: 5,
    code: 'too-few-fields',
    detail: expect.any(String),
  });
  expect(progress).toHaveLength(2);
  expect(progress.every((part) => part > 0 && part <= 1)).toBe(true);
});
