import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleBag } from '../../support/bag.ts';
import { hostileZip } from '../../support/hostile-zip.ts';
import type { ZipEntry, ZipShape } from '../../support/hostile-zip.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';

const folder = useTempFolder();
const files = sampleBag();
const GOOD: readonly ZipEntry[] = [...files].map(([path, content]) => ({
  name: `INC-17/${path}`,
  content,
}));

async function check(bytes: Uint8Array, maxBytes?: number) {
  const path = folder.write('bag.zip', bytes);
  return verified(path, maxBytes === undefined ? {} : { maxBytes });
}

const zipped = (extra: readonly ZipEntry[], shape: ZipShape = {}): Buffer =>
  hostileZip([...GOOD, ...extra], shape);

/** What a bag with more entries is told for. */
const MORE: Readonly<Record<string, readonly [readonly ZipEntry[], readonly string[]]>> = {
  'a path that leads out': [[{ name: 'INC-17/../../evil' }], ['unsafe-path INC-17/../../evil']],
  'a path that leads out of the zip': [[{ name: '../evil' }], ['unsafe-path ../evil']],
  'an absolute path': [[{ name: '/etc/passwd' }], ['unsafe-path /etc/passwd']],
  'a drive letter': [[{ name: 'C:/evil' }], ['unsafe-path C:/evil']],
  'a stream of Windows': [[{ name: 'INC-17/data/x:y' }], ['unsafe-path INC-17/data/x:y']],
  backslashes: [[{ name: String.raw`INC-17\..\evil` }], [String.raw`unsafe-path INC-17\..\evil`]],
  'control characters': [[{ name: 'INC-17/a\u001b[2Jb' }], ['unsafe-path INC-17/a\u001b[2Jb']],
  'a NUL': [[{ name: 'INC-17/a\u0000.txt' }], ['unsafe-path INC-17/a\u0000.txt']],
  'a dot': [[{ name: 'INC-17/./bagit.txt' }], ['unsafe-path INC-17/./bagit.txt']],
  'an empty part': [[{ name: 'INC-17//bagit.txt' }], ['unsafe-path INC-17//bagit.txt']],
  'a home folder': [[{ name: '~/evil' }], ['unsafe-path ~/evil']],
  'a dot at the end': [[{ name: 'INC-17/bagit.txt.' }], ['unsafe-path INC-17/bagit.txt.']],
  'a name without letters': [[{ name: '' }], ['unsafe-path ']],
  'a long name': [
    [{ name: `INC-17/${'a'.repeat(2000)}` }],
    [`unsafe-path INC-17/${'a'.repeat(193)}...`],
  ],
  'deep folders': [
    [{ name: `INC-17/${'a/'.repeat(40)}b` }],
    [`too-deep INC-17/${'a/'.repeat(40)}b`],
  ],
  'a name that is not UTF-8': [
    [{ name: Buffer.from([0x49, 0x4e, 0x43, 0x2d, 0x31, 0x37, 0x2f, 0xff]) }],
    ['bad-encoding INC-17/\ufffd'],
  ],
  'a name not marked as UTF-8': [
    [{ name: 'INC-17/gr\u00fc', flags: 0 }],
    ['bad-encoding INC-17/gr\u00fc'],
  ],
  'a second top folder': [[{ name: 'other/x' }], ['zip-top-folder']],
  'a file beside the top folder': [[{ name: 'x' }], ['zip-top-folder']],
  'a path twice': [[{ name: 'INC-17/bagit.txt', content: 'other' }], ['duplicate-entry bagit.txt']],
  'a path in other capitals': [[{ name: 'INC-17/BagIt.txt' }], ['case-collision BagIt.txt']],
  'a path composed otherwise': [
    [{ name: 'INC-17/\u00fc' }, { name: 'INC-17/u\u0308' }],
    ['case-collision u\u0308', 'unlisted-file \u00fc'],
  ],
  'a file that is a folder too': [
    [{ name: 'INC-17/bagit.txt/x' }],
    ['duplicate-entry bagit.txt', 'unlisted-file bagit.txt/x', 'missing-file bagit.txt'],
  ],
  'a symbolic link': [
    [{ name: 'INC-17/data/link', content: '/etc/passwd', mode: 0o120777 }],
    ['link data/link'],
  ],
  'a device': [[{ name: 'INC-17/data/tty', mode: 0o020666 }], ['special-file data/tty']],
  'a pipe': [[{ name: 'INC-17/data/pipe', mode: 0o010666 }], ['special-file data/pipe']],
  'an encrypted entry': [
    [{ name: 'INC-17/secret', method: 8, flags: 0x0801 }],
    ['zip-encrypted secret'],
  ],
  'another method': [[{ name: 'INC-17/packed', content: 'x', method: 12 }], ['zip-method packed']],
  'a folder with bytes': [
    [{ name: 'INC-17/data/folder/', content: 'x', mode: 0o040755 }],
    ['zip-header data/folder'],
  ],
  'another name in its own header': [
    [{ name: 'INC-17/x', localName: 'INC-17/y' }],
    ['zip-header INC-17/x'],
  ],
  'another size in its own header': [
    [{ name: 'INC-17/x', content: 'abc', localSize: 4 }],
    ['zip-header INC-17/x'],
  ],
  'a second name': [
    [{ name: 'INC-17/x', extra: unicodePath('INC-17/x', 'INC-17/bagit.txt') }],
    ['zip-header INC-17/x'],
  ],
  'entries of the same bytes': [
    [{ name: 'INC-17/bagit.txt2', content: files.get('data/report.txt') ?? '', sameAs: 0 }],
    ['zip-header INC-17/bagit.txt2'],
  ],
};

/** Info-ZIP's field with another name for an entry. */
function unicodePath(name: string, other: string): Buffer {
  const data = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from(other)]);
  data.writeUInt32LE(crc32(name), 1);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

describe('a zip file with', () => {
  it.each(Object.entries(MORE))('%s is refused, with its reason', async (_, [extra, failures]) => {
    const report = await check(zipped(extra));
    const expected = [...failures].toSorted();
    expect(failuresOf(report).toSorted()).toEqual(expected);
  });
});

describe('a zip file', () => {
  it('with folders of their own, a comment and stored entries is a bag', async () => {
    const folders = ['INC-17/', 'INC-17/data/', 'INC-17/data/raw/'].map((name) => ({
      name,
      method: 0,
      mode: 0o040755,
    }));
    const stored = GOOD.map((entry) => ({ ...entry, method: 0 }));
    const report = await check(hostileZip([...folders, ...stored], { comment: 'INC-17' }));
    expect(failuresOf(report)).toEqual([]);
    expect(report.checked.files).toBe(files.size);
  });

  it('without a top folder is refused', async () => {
    const entries = [...files].map(([name, content]) => ({ name, content }));
    const report = await check(hostileZip(entries));
    expect(failuresOf(report)).toEqual(['zip-top-folder']);
    expect(report.kind).toBeNull();
  });

  it('with more or fewer entries than it counts is refused', async () => {
    expect(failuresOf(await check(zipped([], { count: GOOD.length - 1 })))).toContain('zip-header');
    expect(failuresOf(await check(zipped([], { count: GOOD.length + 1 })))).toEqual([
      'zip-damaged',
    ]);
  });

  it('with bytes that are of no entry is noted', async () => {
    const bytes = zipped([], { before: Buffer.from('#!/bin/sh\n') });
    const report = await check(bytes);
    expect(failuresOf(report)).toEqual([]);
    expect(notesOf(report)).toContain('zip-unused-bytes');
  });

  it('whose entries share bytes is refused', async () => {
    const kernel = { name: 'INC-17/a', content: Buffer.alloc(100_000) };
    const report = await check(hostileZip([...GOOD, kernel, { ...kernel, sameAs: GOOD.length }]));
    expect(failuresOf(report)).toEqual(['zip-overlap INC-17/a', 'duplicate-entry a']);
    expect(report.kind).toBeNull();
  });

  it('with an entry that unpacks to more or less than it says is told', async () => {
    for (const size of [9, 2000]) {
      const content = Buffer.alloc(1000, 'a');
      const report = await check(zipped([{ name: 'INC-17/data/bomb', content, size }]));
      expect(failuresOf(report)).toContain('zip-damaged data/bomb');
    }
  });

  it('that unpacks to more than the limit is refused before anything is unpacked', async () => {
    const bytes = zipped([{ name: 'INC-17/data/bomb', content: '', size: 0xfffffff0 }]);
    const report = await check(bytes);
    expect(failuresOf(report)).toEqual(['too-large']);
    expect(report.failures[0]?.detail).toContain('--max-size');
    expect(report.checked.bytes).toBe(0);
  });

  it('takes the limit that is named', async () => {
    expect(failuresOf(await check(zipped([]), 1000))).toEqual(['too-large']);
    expect(failuresOf(await check(zipped([]), 1_000_000))).toEqual([]);
  });

  it('with another CRC is told, though its bytes are right', async () => {
    const [first, ...rest] = GOOD;
    if (first === undefined) throw new RangeError('no entries');
    const report = await check(hostileZip([{ ...first, crc: 1 }, ...rest]));
    expect(failuresOf(report)).toEqual([`zip-damaged ${String(first.name).slice(7)}`]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('no zip file\n')],
    ['its first half', zipped([]).subarray(0, 2000)],
    ['its second half', zipped([]).subarray(2000)],
    ['no entries', hostileZip([])],
  ])('of %s is refused', async (_, bytes) => {
    const report = await check(bytes);
    expect(report).toMatchObject({ ok: false, kind: null });
    expect(['zip-damaged', 'zip-top-folder', 'zip-overlap', 'zip-header']).toContain(
      report.failures[0]?.code,
    );
  });

  it('never passes with other content, whatever bit is changed', async () => {
    const whole = zipped([]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        // Dates and versions say nothing of what is in it; everything else is told, and nothing throws.
        const report = await check(bytes);
        if (report.ok) expect(report.checked).toMatchObject({ files: files.size, lines: 7 });
        else expect(report.failures.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
