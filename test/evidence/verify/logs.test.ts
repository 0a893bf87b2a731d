import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { LOGS, logBytes, sampleBag, sealAll, writeBag } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';
import { zipOf } from '../../support/zip.ts';

const folder = useTempFolder();
const [FIRST, SECOND] = LOGS.map(logBytes);
const FIRST_NAME = LOGS[0]?.file ?? '';
const SECOND_NAME = LOGS[1]?.file ?? '';
let bag = '';

beforeEach(() => {
  bag = writeBag(folder.at('bag'), sampleBag());
});

function put(files: Readonly<Record<string, Uint8Array | undefined>>): void {
  rmSync(folder.at('originals'), { recursive: true, force: true });
  folder.write('originals/notes.txt', 'no log');
  for (const [name, bytes] of Object.entries(files)) folder.write(`originals/${name}`, bytes ?? '');
}

async function compared() {
  return verified(bag, { logs: folder.at('originals') });
}

const more = (bytes: Uint8Array | undefined): Buffer =>
  Buffer.concat([bytes ?? Buffer.alloc(0), Buffer.from('a later line\r\n')]);

describe('original logs are found', () => {
  it.each([
    ['where they were', { 'EXCH01.log/20040218.log': FIRST, 'EXCH02.log/20040218.log': SECOND }],
    ['under other names', { 'a.txt': SECOND, 'deep/er/b.bin': FIRST }],
    [
      'under the name of each other',
      { 'EXCH01.log/20040218.log': SECOND, 'EXCH02.log/20040218.log': FIRST },
    ],
    ['though they have grown', { 'EXCH01.log/20040218.log': more(FIRST), 'x.log': more(SECOND) }],
    [
      'packed with gzip',
      { '20040218.log.gz': gzipSync(FIRST ?? ''), 'b.gz': gzipSync(more(SECOND)) },
    ],
    [
      'in zip files',
      { 'logs.zip': zipOf({ 'EXCH01.log/20040218.log': FIRST ?? '', 'x/y': SECOND ?? '' }) },
    ],
  ])('%s', async (_, files) => {
    put(files);
    const report = await compared();
    expect(failuresOf(report)).toEqual([]);
    expect(report.logs).toMatchObject({ found: 2, lines: 7 });
    expect(notesOf(report)).toEqual(['not-signed']);
  });

  it('though a damaged archive lies there too', async () => {
    put({
      'EXCH01.log/20040218.log': FIRST,
      'EXCH02.log/20040218.log': SECOND,
      'broken.gz': gzipSync(Buffer.alloc(1000, 'x')).subarray(0, 15),
      'broken.zip': Buffer.from('PK\u0003\u0004 and no more'),
    });
    const report = await compared();
    expect(failuresOf(report)).toEqual([]);
    expect(notesOf(report)).toContain('log-unreadable');
  });
});

describe('it is told that a log', () => {
  it('is not there', async () => {
    put({ 'EXCH01.log/20040218.log': FIRST });
    const report = await compared();
    expect(failuresOf(report)).toEqual([`log-missing ${SECOND_NAME}`]);
    expect(report.logs).toMatchObject({ found: 1, lines: 4 });
  });

  it('is not there, and none at all', async () => {
    put({});
    expect(failuresOf(await compared())).toEqual([
      `log-missing ${FIRST_NAME}`,
      `log-missing ${SECOND_NAME}`,
    ]);
  });

  it('has other content, with what of it still stands', async () => {
    const changed = Buffer.from(FIRST ?? '');
    changed.write('X', changed.length - 3);
    put({ 'EXCH01.log/20040218.log': changed, 'EXCH02.log/20040218.log': SECOND });
    const report = await compared();
    expect(failuresOf(report)).toEqual([`log-differs ${FIRST_NAME}`]);
    expect(report.failures[0]?.detail).toContain('3 are there unchanged, 1 are not');
  });

  it('is shorter than it was', async () => {
    put({ 'EXCH01.log/20040218.log': FIRST?.subarray(0, 40), 'EXCH02.log/20040218.log': SECOND });
    const report = await compared();
    expect(failuresOf(report)).toEqual([`log-differs ${FIRST_NAME}`]);
    expect(report.failures[0]?.detail).toContain('1 are there unchanged, 3 are not');
  });

  it('is only there as one of the same name from another server', async () => {
    put({ 'EXCH09.log/20040218.log': Buffer.from('other\n'), 'EXCH02.log/20040218.log': SECOND });
    const report = await compared();
    expect(failuresOf(report)).toEqual([`log-missing ${FIRST_NAME}`]);
    expect(report.failures[0]?.detail).toContain('EXCH09.log');
  });
});

it('a bag whose lines were changed, all of it sealed anew, is found by the original logs', async () => {
  const files = sampleBag();
  const part = 'data/raw/EXCH01/20040218.log.part';
  const { createHash } = await import('node:crypto');
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  files.set(
    part,
    Buffer.from(String(files.get(part)?.toString('latin1')).replace('bob@', 'eve@'), 'latin1'),
  );
  for (const path of ['data/provenance.jsonl', 'data/events.jsonl']) {
    const text = files.get(path)?.toString('utf8') ?? '';
    files.set(
      path,
      Buffer.from(
        text.replaceAll(hash('bob@partner.example\r\n'), hash('eve@partner.example\r\n')),
      ),
    );
  }
  sealAll(files);
  bag = writeBag(folder.at('forged'), files);
  expect(failuresOf(await verified(bag))).toEqual([]);
  put({ 'EXCH01.log/20040218.log': FIRST, 'EXCH02.log/20040218.log': SECOND });
  const report = await compared();
  expect(failuresOf(report)).toEqual(['log-line-differs data/provenance.jsonl:4']);
  expect(report.failures[0]?.detail).toMatch(/^line 6 of .*20040218\.log \(bytes \d+ to \d+\)/);
});

it('of a redacted bag only the logs as a whole are looked for', async () => {
  const files = sampleBag();
  const parent = 'd'.repeat(64);
  files.set('data/redaction.json', Buffer.from(JSON.stringify({ parentManifestSha256: parent })));
  sealAll(files, `Mailtrail-Redaction-Of: ${parent}\n`);
  bag = writeBag(folder.at('redacted'), files);
  put({ 'a.log': FIRST, 'b.log': SECOND });
  const report = await compared();
  expect(failuresOf(report)).toEqual([]);
  expect(report.logs).toMatchObject({ found: 2, lines: 0 });
  expect(notesOf(report)).toContain('log-lines-not-compared');
});

it('what the bag itself holds is no original', async () => {
  const files = sampleBag();
  for (const log of LOGS) files.set(`data/sources/${log.server}/20040218.log`, logBytes(log));
  sealAll(files);
  writeBag(folder.at('all/bag'), files);
  const report = await verified(folder.at('all/bag'), { logs: folder.at('all') });
  expect(failuresOf(report)).toEqual([`log-missing ${FIRST_NAME}`, `log-missing ${SECOND_NAME}`]);
});

it('a folder of logs that is not there is a user error', async () => {
  await expect(verified(bag, { logs: folder.at('no-such') })).rejects.toMatchObject({
    code: 'no-such-path',
  });
});
