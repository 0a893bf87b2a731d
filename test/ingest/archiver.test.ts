import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressBlocks, compressNext } from '../../src/ingest/archiver.ts';
import type { ArchiveBlock } from '../../src/ingest/archiver.ts';
import { createArchiveReader } from '../../src/store/read-archive.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { HEADER_2003, line2003 } from '../support/log-2003.ts';
import { unpackBlocks } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

test('blocks tile the bytes from where they begin, each as long as it may be but the last one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.uint8Array({ maxLength: 200 }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('this thread', 'others'),
      fc.nat(5),
      async (from, bytes, blockBytes, by, before) => {
        const raw = Buffer.from(bytes);
        const done: ArchiveBlock[] = [];
        for (let i = 0; i < before; i++) {
          const block = compressNext(raw, { offset: from, blockBytes, done });
          if (block !== null) done.push(block);
        }
        const blocks = await compressBlocks(raw, { offset: from, blockBytes, by, done });
        expect(done).toHaveLength(Math.min(before, Math.ceil(raw.length / blockBytes)));
        expect(unpackBlocks(blocks, from)).toEqual(Buffer.from(bytes));
        for (const { length } of blocks.slice(0, -1)) expect(length).toBe(blockBytes);
        expect(blocks.at(-1)?.length ?? 0).toBeLessThanOrEqual(blockBytes);
      },
    ),
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
  expect(read(1, 0, content.length)?.equals(content)).toBe(true);
  for (const [from, length] of [
    [0, 1],
    [1024 * 1024 - 5, 10],
    [content.length - 3, 3],
    [5000, 0],
  ] as const)
    expect(read(1, from, length)).toEqual(content.subarray(from, from + length));
  expect(read(1, content.length - 3, 4)).toBeNull();
});
