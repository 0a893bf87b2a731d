import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolvePaths } from '../../src/ingest/paths.ts';
import { UserError } from '../../src/model/user-error.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** The files that paths name, as seen from the temporary folder. */
async function resolved(...paths: string[]): Promise<string[]> {
  const { files, problems } = await resolvePaths(
    paths.map((path) => (path === '-' ? path : temp.at(path))),
  );
  expect(problems).toEqual([]);
  return files.map(({ file }) => (file === '-' ? file : relative(temp.path, file)));
}

function writeLogs(): void {
  for (const name of [
    'B.log/20040218.log',
    'B.log/20040217.log',
    'A.log/20040218.log',
    'notes.txt',
  ])
    temp.write(name, 'x');
}

describe('paths name files:', () => {
  test('a file is itself, even one that is no log', async () => {
    writeLogs();
    expect(await resolved('notes.txt')).toEqual(['notes.txt']);
  });

  test('a folder is all that is in it and below, in order of name', async () => {
    writeLogs();
    temp.write('A.log/old/20030101.log', 'x');
    temp.write('A.log/20040217.log', 'x');
    expect(await resolved('.')).toEqual([
      'A.log/20040217.log',
      'A.log/20040218.log',
      'A.log/old/20030101.log',
      'B.log/20040217.log',
      'B.log/20040218.log',
      'notes.txt',
    ]);
  });

  test('evidence bags in a folder, and what is half-made of one, are passed over: their lines are copies', async () => {
    writeLogs();
    for (const bag of ['A.log/INC-17', '.INC-18.partial-a1B2c3/bag', 'bags/INC-19'])
      temp.write(`${bag}/data/raw/EXCH01/20040218.log.part`, 'x');
    temp.write('A.log/INC-17/bagit.txt', 'BagIt-Version: 1.0\n');
    temp.write('bags/INC-19/bagit.txt', 'BagIt-Version: 1.0\n');
    expect(await resolved('.')).toEqual([
      'A.log/20040218.log',
      'A.log/INC-17/bagit.txt',
      'B.log/20040217.log',
      'B.log/20040218.log',
      'bags/INC-19/bagit.txt',
      'notes.txt',
    ]);
    expect(await resolved('bags/INC-19')).toEqual(['bags/INC-19/bagit.txt']);
    // What is named is wanted.
    expect(await resolved('bags/INC-19/data')).toEqual([
      'bags/INC-19/data/raw/EXCH01/20040218.log.part',
    ]);
  });

  test('an empty folder is nothing', async () => {
    mkdirSync(temp.at('empty'));
    expect(await resolved('empty')).toEqual([]);
  });

  test('arguments keep their order, and each file comes once', async () => {
    writeLogs();
    expect(
      await resolved('B.log/20040218.log', 'A.log', 'B.log', 'A.log/20040218.log', '-', '-'),
    ).toEqual(['B.log/20040218.log', 'A.log/20040218.log', 'B.log/20040217.log', '-']);
  });

  test.each([
    ['*.log/20040218.log', ['A.log/20040218.log', 'B.log/20040218.log']],
    ['**/2004021*.log', ['A.log/20040218.log', 'B.log/20040217.log', 'B.log/20040218.log']],
    ['{A,B}.log/20040218.log', ['A.log/20040218.log', 'B.log/20040218.log']],
    ['b.LOG/2004021?.log', ['B.log/20040217.log', 'B.log/20040218.log']],
    ['B.log\\2004021[78].log', ['B.log/20040217.log', 'B.log/20040218.log']],
    ['*.log', ['A.log/20040218.log', 'B.log/20040217.log', 'B.log/20040218.log']],
  ])('the glob %s', async (pattern, files) => {
    writeLogs();
    expect(await resolved(pattern)).toEqual(files);
  });

  test('a name that looks like a glob is a file if there is one', async () => {
    temp.write('a[1].log', 'x');
    temp.write('a1.log', 'x');
    expect(await resolved('a[1].log')).toEqual(['a[1].log']);
  });
});

describe('links', () => {
  test('to files are followed', async () => {
    temp.write('real/20040218.log', 'x');
    mkdirSync(temp.at('logs'));
    symlinkSync(temp.at('real/20040218.log'), temp.at('logs/soft.log'));
    linkSync(temp.at('real/20040218.log'), temp.at('logs/hard.log'));
    expect(await resolved('logs')).toEqual(['logs/hard.log', 'logs/soft.log']);
  });

  test('that are dead or lead to folders are passed over in a folder: no circles', async () => {
    temp.write('logs/20040218.log', 'x');
    symlinkSync(temp.at('nowhere'), temp.at('logs/dead.log'));
    symlinkSync(temp.at('logs'), temp.at('logs/circle'));
    expect(await resolved('logs')).toEqual(['logs/20040218.log']);
  });

  test('to a folder are followed where they are named', async () => {
    temp.write('logs/20040218.log', 'x');
    symlinkSync(temp.at('logs'), temp.at('link'));
    expect(await resolved('link')).toEqual(['link/20040218.log']);
  });
});

describe('what is not there is told before anything is read', () => {
  test.each([
    ['missing.log', 'no-such-path', 1],
    ['missing/20040218.log', 'no-such-path', 1],
    ['notes.txt/20040218.log', 'no-such-path', 1],
    [`${'x'.repeat(300)}.log`, 'no-such-path', 1],
    ['*.missing', 'no-such-path', 3],
    ['missing-*', 'no-such-path', 3],
  ])('%s', async (path, code, exitCode) => {
    writeLogs();
    const error = await resolvePaths([temp.at('A.log'), temp.at(path)]).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    const message: unknown = expect.stringContaining(JSON.stringify(temp.at(path)));
    expect(error).toMatchObject({ code, exitCode, message });
  });
});
