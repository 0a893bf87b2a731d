import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArchiver } from '../../src/ingest/archiver.ts';
import type { ArchiveBlock } from '../../src/ingest/archiver.ts';
import { createArchiveReader } from '../../src/store/read-archive.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { HEADER_2003, line2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

test('blocks tile the bytes, however they come and are taken', () => {
  const step = fc.record({ bytes: fc.uint8Array({ maxLength: 40 }), take: fc.nat(60) });
  fc.assert(
    fc.property(fc.nat(1000), fc.array(step), (start, steps) => {
      const archiver = createArchiver(start);
      const blocks: ArchiveBlock[] = [];
      let end = start;
      let taken = start;
      for (const { bytes, take } of steps) {
        archiver.add(Buffer.from(bytes));
        end += bytes.length;
        taken = Math.max(taken, Math.min(end, start + take));
        blocks.push(...archiver.takeUntil(taken));
      }
      blocks.push(...archiver.takeUntil(end));
      let at = start;
      for (const { offset, length, data } of blocks) {
        expect(offset).toBe(at);
        expect(brotliDecompressSync(data).length).toBe(length);
        at += length;
      }
      const all = Buffer.concat(blocks.map(({ data }) => brotliDecompressSync(data)));
      expect(all).toEqual(Buffer.concat(steps.map(({ bytes }) => bytes)));
    }),
  );
});

test('any range of a source comes back, across blocks too', async () => {
  const lines = Array.from({ length: 12_000 }, (_, index) =>
    line2003({ id: `${index}@corp.example` }),
  );
  const content = Buffer.from(`${[...HEADER_2003, ...lines].join('\r\n')}\r\nhalf a line`);
  await fileDb(temp.at('a.db'), [temp.write('20040218.log', content)]);
  using store = openStore(temp.at('a.db'));
  const read = createArchiveReader(store);
  expect(read(1, 0, content.length)).toEqual(content);
  for (const [from, length] of [
    [0, 1],
    [1024 * 1024 - 5, 10],
    [content.length - 3, 3],
    [5000, 0],
  ] as const)
    expect(read(1, from, length)).toEqual(content.subarray(from, from + length));
  expect(read(1, content.length - 3, 4)).toBeNull();
});
