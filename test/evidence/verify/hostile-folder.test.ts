import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleBag, writeBag } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';

const folder = useTempFolder();
const files = sampleBag();
const IS_POSIX = process.platform !== 'win32';

function newBag(): string {
  return writeBag(folder.at('bag'), files);
}

describe.runIf(IS_POSIX)('a folder with', () => {
  it('a link to a file that has the right bytes is refused all the same', async () => {
    const bag = newBag();
    const outside = folder.write('outside', files.get('data/report.txt') ?? '');
    rmSync(join(bag, 'data/report.txt'));
    symlinkSync(outside, join(bag, 'data/report.txt'));
    expect(failuresOf(await verified(bag))).toEqual([
      'link data/report.txt',
      'oxum-mismatch bag-info.txt',
      'missing-file data/report.txt',
    ]);
  });

  it('a folder that is a link is not looked into', async () => {
    const bag = newBag();
    folder.write('outside/passwd', 'root\n');
    symlinkSync(folder.at('outside'), join(bag, 'data/more'));
    symlinkSync('.', join(bag, 'data/circle'));
    expect(failuresOf(await verified(bag)).toSorted()).toEqual([
      'link data/circle',
      'link data/more',
    ]);
  });

  it('raw/ moved out and linked is refused', async () => {
    const bag = newBag();
    execFileSync('mv', [join(bag, 'data/raw'), folder.at('raw')]);
    symlinkSync(folder.at('raw'), join(bag, 'data/raw'));
    const failures = failuresOf(await verified(bag));
    expect(failures.slice(0, 3)).toEqual([
      'link data/raw',
      'oxum-mismatch bag-info.txt',
      'missing-file data/raw/EXCH01/20040218.log.part',
    ]);
  });

  it('a pipe and a socket are not opened', async () => {
    const bag = newBag();
    execFileSync('mkfifo', [join(bag, 'data/pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(bag, 's'), resolve);
    });
    const report = await verified(bag);
    server.close();
    expect(failuresOf(report).toSorted()).toEqual(['special-file data/pipe', 'special-file s']);
  });

  it('names of control characters, backslashes and other capitals are refused', async () => {
    const bag = newBag();
    for (const name of [
      'a\u001b[2Jb',
      String.raw`a\b`,
      'BAGIT.TXT',
      'a:b',
      '~x',
      'x ',
      'line\nend',
    ])
      writeFileSync(join(bag, name), 'x');
    const failures = failuresOf(await verified(bag));
    expect(failures.filter((text) => text.startsWith('unsafe-path')).toSorted()).toEqual(
      ['a\u001b[2Jb', String.raw`a\b`, 'a:b', '~x', 'x ', 'line\nend']
        .map((name) => `unsafe-path ${name}`)
        .toSorted(),
    );
    expect(failures.filter((text) => text.startsWith('case-collision'))).toHaveLength(1);
  });

  it('a name that is not UTF-8 is refused', async () => {
    const bag = newBag();
    const name = Buffer.concat([Buffer.from(`${bag}/data/`), Buffer.from([0xff, 0xfe])]);
    writeFileSync(name, 'x');
    expect(failuresOf(await verified(bag))).toEqual(['bad-encoding data/\ufffd\ufffd']);
  });

  it('folders deeper than in any bag are not gone down into', async () => {
    const bag = newBag();
    mkdirSync(join(bag, 'data', ...Array.from({ length: 60 }, () => 'd')), { recursive: true });
    const report = await verified(bag);
    expect(report.failures.map(({ code }) => code)).toEqual(['too-deep']);
  });

  it('a file of a terabyte that takes no room is refused before it is read', async () => {
    const bag = newBag();
    writeFileSync(join(bag, 'data/huge'), '');
    truncateSync(join(bag, 'data/huge'), 2 ** 40 + 1);
    const report = await verified(bag);
    expect(failuresOf(report)).toEqual(['too-large']);
    expect(report.failures[0]?.detail).toContain('--max-size');
  });

  it('a manifest that is no manifest by its size is not read into memory', async () => {
    const bag = newBag();
    truncateSync(join(bag, 'manifest-sha256.txt'), 65 * 1024 * 1024);
    expect(failuresOf(await verified(bag))).toContain('too-large manifest-sha256.txt');
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read is told', async () => {
    const bag = newBag();
    chmodSync(join(bag, 'data/report.txt'), 0o000);
    expect(failuresOf(await verified(bag))).toEqual(['unreadable-file data/report.txt']);
  });

  it('a second name of a file (a hard link) is noted', async () => {
    const bag = newBag();
    linkSync(join(bag, 'data/report.txt'), folder.at('second-name'));
    const report = await verified(bag);
    expect(report.ok).toBe(true);
    expect(notesOf(report)).toContain('hard-links');
  });
});

it('a bag that is named by a link is a bag', async () => {
  symlinkSync(newBag(), folder.at('link'), 'dir');
  expect((await verified(folder.at('link'))).ok).toBe(true);
});

it('a folder that a bag lies in is not read, and the bag is named', async () => {
  writeBag(folder.at('cases/INC-17'), files);
  const report = await verified(folder.at('cases'));
  expect(failuresOf(report)).toEqual(['missing-file bagit.txt']);
  expect(report.failures[0]?.detail).toContain('there is one in INC-17');
  expect(report.checked.bytes).toBe(0);
});

it('what is no bag at all is a user error, or told', async () => {
  await expect(verified(folder.at('nothing'))).rejects.toMatchObject({ code: 'no-such-bag' });
  mkdirSync(folder.at('empty'));
  const report = await verified(folder.at('empty'));
  expect(failuresOf(report)).toEqual(['missing-file bagit.txt']);
  expect(report.kind).toBeNull();
});
