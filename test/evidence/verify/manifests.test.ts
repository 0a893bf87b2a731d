import { describe, expect, it } from 'vitest';
import {
  digest,
  sampleBag,
  sealPayload,
  sealTags,
  writeBag,
  writeCustody,
} from '../../support/bag.ts';
import type { BagFiles } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';

const folder = useTempFolder();
const MANIFEST = 'manifest-sha256.txt';

/** Failures of a bag with another manifest, that the custody chain and the tag manifests were written for. */
async function withManifest(change: (text: string) => string | Buffer): Promise<string[]> {
  const files = sampleBag();
  files.set(MANIFEST, Buffer.from(change(files.get(MANIFEST)?.toString('utf8') ?? '')));
  writeCustody(files, 3);
  sealTags(files);
  return failuresOf(await verified(writeBag(folder.at('bag'), files)));
}

const HASH = 'a'.repeat(64);
const FIRST = 'data/coverage.json';

const LINES: Readonly<
  Record<string, readonly [(text: string) => string | Buffer, readonly string[]]>
> = {
  'a digest in capitals': [
    (text) => text.replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'a short digest': [
    (text) => text.slice(1),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'one space': [
    (text) => text.replace('  ', ' '),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'three spaces': [
    (text) => text.replace('  ', '   '),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'a star': [
    (text) => text.replace('  ', ' *'),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'CR before a line end': [
    (text) => text.replace('\n', '\r\n'),
    [`bad-manifest-line ${MANIFEST}:1`, `manifests-differ ${MANIFEST}`],
  ],
  'no last line end': [(text) => text.slice(0, -1), [`bad-manifest-line ${MANIFEST}:11`]],
  'an empty line': [(text) => `${text}\n`, [`bad-manifest-line ${MANIFEST}:12`]],
  'a byte order mark': [(text) => `\ufeff${text}`, [`bad-encoding ${MANIFEST}`]],
  'bytes that are no UTF-8': [
    (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0x0a])]),
    [`bad-encoding ${MANIFEST}`, `bad-manifest-line ${MANIFEST}:12`],
  ],
  'a path that leads out': [
    (text) => `${text}${HASH}  data/../../x\n`,
    [`unsafe-path ${MANIFEST}:12`],
  ],
  'a path that is not under data/': [
    (text) => `${text}${HASH}  method.md\n`,
    [`bad-manifest-line ${MANIFEST}:12`],
  ],
  'a path of other characters': [
    (text) => `${text}${HASH}  data/x%0Ay\n`,
    [`bad-manifest-line ${MANIFEST}:12`],
  ],
  'a file that is not there': [
    (text) => `${text}${HASH}  data/x\n`,
    ['missing-file data/x', 'manifests-differ manifest-sha512.txt'],
  ],
  'a file twice': [
    (text) => text.replace(`\n`, `\n${HASH}  ${FIRST}\n`),
    [`duplicate-entry ${MANIFEST}:2`],
  ],
  'another digest': [(text) => `${HASH}${text.slice(64)}`, [`wrong-checksum ${FIRST}`]],
};

describe('a manifest with', () => {
  it.each(Object.entries(LINES))('%s is told', async (_, [change, failures]) => {
    expect(await withManifest(change)).toEqual(failures);
  });
});

async function withTag(path: string, content: string): Promise<string[]> {
  const files = sampleBag();
  files.set(path, Buffer.from(content));
  sealTags(files);
  return failuresOf(await verified(writeBag(folder.at('bag'), files)));
}

describe('tag files', () => {
  it.each([
    '',
    'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n',
    'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n',
    'BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n',
    'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: 1\n',
  ])('bagit.txt of %j is told', async (text) => {
    expect(await withTag('bagit.txt', text)).toEqual(['bad-bag-declaration bagit.txt']);
  });

  it('bag-info.txt without labels, or with one twice, is told', async () => {
    const good = sampleBag().get('bag-info.txt')?.toString('utf8') ?? '';
    expect(await withTag('bag-info.txt', good.replace(/^Bagging-Date.*\n/m, ''))).toEqual([
      'bad-bag-info bag-info.txt',
    ]);
    expect(await withTag('bag-info.txt', `${good}Payload-Oxum: 1.1\n`)).toEqual([
      'bad-bag-info bag-info.txt',
    ]);
    expect(await withTag('bag-info.txt', `${good}no label\n`)).toEqual([
      'bad-bag-info bag-info.txt:6',
    ]);
    expect(await withTag('bag-info.txt', good.slice(0, -1))).toEqual([
      'bad-bag-info bag-info.txt:5',
    ]);
  });

  it('another Payload-Oxum is told', async () => {
    const good = sampleBag().get('bag-info.txt')?.toString('utf8') ?? '';
    expect(await withTag('bag-info.txt', good.replace(/Oxum: .*/, 'Oxum: 1.12'))).toEqual([
      'oxum-mismatch bag-info.txt',
    ]);
  });

  it('fetch.txt is refused', async () => {
    expect(await withTag('fetch.txt', 'https://files.example/x - data/x\n')).toEqual([
      'fetch-file fetch.txt',
    ]);
  });
});

it('files that a bag of mailtrail always has are missed, though nobody lists them any more', async () => {
  const files = sampleBag();
  for (const path of ['method.md', 'custody.jsonl', 'data/coverage.json']) files.delete(path);
  sealPayload(files);
  sealTags(files);
  expect(failuresOf(await verified(writeBag(folder.at('bag'), files)))).toEqual([
    'missing-file custody.jsonl',
    'missing-file data/coverage.json',
    'missing-file method.md',
  ]);
});

it('an algorithm taken out is told', async () => {
  const files = sampleBag();
  files.delete('manifest-sha512.txt');
  files.delete('tagmanifest-sha512.txt');
  sealTags(files);
  files.delete('tagmanifest-sha512.txt');
  expect(failuresOf(await verified(writeBag(folder.at('bag'), files)))).toEqual([
    'missing-file manifest-sha512.txt',
    'missing-file tagmanifest-sha512.txt',
  ]);
});

function foreign(algorithm = 'sha256'): BagFiles {
  const files: BagFiles = new Map();
  files.set(
    'bagit.txt',
    Buffer.from('BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n'),
  );
  files.set('data/b 2%.txt', Buffer.from('b'));
  files.set('data/\u00fc.txt', Buffer.from('a'));
  files.set(
    `manifest-${algorithm}.txt`,
    Buffer.from(
      `${digest(algorithm, 'a').toUpperCase()} *data/\u00fc.txt\r\n${digest(algorithm, 'b')}\t./data/b 2%25.txt\r\n`,
    ),
  );
  files.set('notes.txt', Buffer.from('in no manifest'));
  return files;
}

it('tag files of millions of lines, spaces or colons take no long time', async () => {
  const files = sampleBag();
  const many = Buffer.alloc(1_000_000, ' ');
  files.set('bag-info.txt', Buffer.concat([Buffer.from('a'), many]));
  files.set(MANIFEST, Buffer.concat([Buffer.alloc(2_000_000, '\n'), Buffer.from('x')]));
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(report.ok).toBe(false);
  expect(report.failures.length).toBeLessThanOrEqual(100_000);
  expect(report.failuresNotListed).toBeGreaterThan(1_900_000);
  const other = new Map([
    [MANIFEST, files.get(MANIFEST) ?? many],
    ['data/x', many],
  ]);
  expect((await verified(writeBag(folder.at('other'), other))).ok).toBe(false);
});

describe('a bag of another program', () => {
  it('passes the checks of BagIt, and is said to be none of ours', async () => {
    const report = await verified(writeBag(folder.at('bag'), foreign()));
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({ kind: 'bagit', custody: null, checked: { files: 5 } });
    expect(notesOf(report)).toEqual(['not-of-mailtrail']);
  });

  it('of MD5 alone is said to be weak', async () => {
    const report = await verified(writeBag(folder.at('bag'), foreign('md5')));
    expect(failuresOf(report)).toEqual([]);
    expect(notesOf(report)).toEqual(['weak-algorithm', 'not-of-mailtrail']);
  });

  it('of an algorithm that is not known is not said to be checked', async () => {
    const files = foreign();
    files.set('manifest-blake3.txt', Buffer.from('x'));
    files.delete('manifest-sha256.txt');
    const report = await verified(writeBag(folder.at('bag'), files));
    expect(failuresOf(report)).toContain('missing-file manifest-sha256.txt');
    expect(notesOf(report)).toContain('unknown-algorithm');
  });

  it('with other bytes, a file more or one less is told', async () => {
    const files = foreign();
    files.set('data/\u00fc.txt', Buffer.from('X'));
    files.set('data/more.txt', Buffer.from('X'));
    files.delete('data/b 2%.txt');
    expect(failuresOf(await verified(writeBag(folder.at('bag'), files)))).toEqual([
      'missing-file data/b 2%.txt',
      'unlisted-file data/more.txt',
      'wrong-checksum data/\u00fc.txt',
    ]);
  });

  it('is no bag that a key of --key signed', async () => {
    const report = await verified(writeBag(folder.at('bag'), foreign()), { trusted: [] });
    expect(failuresOf(report)).toEqual(['signature-missing']);
  });
});
