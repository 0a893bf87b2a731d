import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHere } from '../../src/ingest/log-reader.ts';
import { logBytes } from '../support/log-bytes.ts';
import { HEADER_2003, line2003, log2003 } from '../support/log-2003.ts';
import {
  AT_BEGINNING,
  JOB,
  readBatches,
  readLog,
  readWith,
  SEED,
  tinySizes,
  unpackBlocks,
} from '../support/read-log.ts';
import type { ReadChanges, ReadLog } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { createUnpacker } from '../support/unpack.ts';

const temp = useTempFolder('file');
const read = (bytes: Uint8Array, changes: ReadChanges = {}): Promise<ReadLog> =>
  readLog(temp.at('one.log'), bytes, changes);

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Ordinary lines are shorter, those of `line` that are to be too long are longer. */
const MAX_LINE = 400;

const line = fc.oneof(
  fc.constantFrom(
    line2003(),
    line2003({ subject: ' Gr\u00fc\u00dfe', id: 'two@corp.example' }),
    line2003({ server: '-' }),
    line2003({ date: '2004-2-31' }),
    ...HEADER_2003,
    '',
    '  ',
    '\t',
    'garbage',
    '#',
    '\0\0',
  ),
  fc.string(),
  fc.nat({ max: 2000 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 500 }).map((length) => line2003({ subject: 'x'.repeat(length) })),
);
const log = fc.oneof(
  logBytes,
  fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 })
    .map((lines) => Buffer.from(lines.flat().join('').replace(/\n$/, ''))),
);
const sizes = tinySizes(MAX_LINE);
/** The same lines are too long as with `sizes`, but all is one batch. */
const ONE_BATCH = { firstBatch: 65_536, buffer: 65_536, maxLine: MAX_LINE, block: 65_536 };

/** What does not depend on how the bytes came. */
function content({ events, rejects, checkpoints, sizeBytes, sha256: digest, lastLine }: ReadLog) {
  const { offset } = AT_BEGINNING;
  const last = checkpoints.at(-1);
  // A file with nothing but one line that does not end may have no batch at all, or batches that end where it begins.
  const checkpoint = last === undefined || last.offset === offset ? null : last;
  return { events, rejects, checkpoint, sizeBytes, sha256: digest, lastLine };
}

describe('any bytes in buffers of any size', () => {
  test('add up: each line is one of five things', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const { events, rejects, checkpoints } = await read(bytes, { sizes: tiny });
        const counts = checkpoints.at(-1)?.counts ?? AT_BEGINNING.counts;
        expect(counts.lines).toBe(bytes.filter((byte) => byte === 0x0a).length);
        expect(counts.lines).toBe(
          counts.events + counts.directives + counts.blank + counts.continuations + counts.rejects,
        );
        expect([counts.events, counts.rejects]).toEqual([events.length, rejects.length]);
      }),
      { numRuns: 300 },
    );
  });

  test('say the same, and the checkpoint is before a line without its end', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const found = await read(bytes, { sizes: tiny });
        expect(content(found)).toEqual(content(await read(bytes, { sizes: ONE_BATCH })));
        const offset = bytes.lastIndexOf(0x0a) + 1;
        expect(found.checkpoints.at(-1)?.offset ?? 0).toBe(offset);
        expect([found.sizeBytes, found.sha256]).toEqual([bytes.length, sha256(bytes)]);
      }),
      { numRuns: 300 },
    );
  });

  test('have true checkpoints, each behind a line end and not before the last one', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        let before = 0;
        for (const { offset, line: number, sha256: digest } of (await read(bytes, { sizes: tiny }))
          .checkpoints) {
          expect(offset).toBeGreaterThanOrEqual(before);
          const head = bytes.subarray(0, offset);
          expect(offset === 0 || head.at(-1) === 0x0a).toBe(true);
          expect(number).toBe(1 + head.filter((byte) => byte === 0x0a).length);
          expect(digest).toBe(sha256(head));
          before = offset;
        }
      }),
      { numRuns: 200 },
    );
  });

  test('can be read on with from any checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, sizes, fc.nat(), async (bytes, tiny, other, place) => {
        const whole = await read(bytes, { sizes: tiny });
        const starts = [AT_BEGINNING, ...whole.checkpoints];
        const start = starts[place % starts.length] ?? AT_BEGINNING;
        const rest = await read(bytes, { sizes: other, start });
        const isBehind = ({ offset }: { offset: number }): boolean => offset >= start.offset;
        expect(rest.events).toEqual(whole.events.filter(isBehind));
        expect(rest.rejects).toEqual(whole.rejects.filter(isBehind));
        expect(rest.checkpoints.at(-1) ?? start).toEqual(whole.checkpoints.at(-1) ?? start);
        expect([rest.sizeBytes, rest.sha256]).toEqual([whole.sizeBytes, whole.sha256]);
        expect(rest.lastLine).toEqual(whole.lastLine);
      }),
      { numRuns: 300 },
    );
  });

  test('lie in the archive as they are, in blocks that are no longer than they may be', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const { blocks } = await read(bytes, { sizes: tiny });
        expect(unpackBlocks(blocks)).toEqual(bytes);
        for (const { length } of blocks) expect(length).toBeLessThanOrEqual(tiny.block);
      }),
      { numRuns: 300 },
    );
  });

  test('have lines with exact addresses', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const { events, rejects } = await read(bytes, { sizes: tiny });
        for (const { line: number, offset, length } of [...events, ...rejects]) {
          const before = bytes.subarray(0, offset);
          expect(offset === 0 || before.at(-1) === 0x0a).toBe(true);
          expect(number).toBe(1 + before.filter((byte) => byte === 0x0a).length);
          expect(bytes.indexOf(0x0a, offset)).toBe(offset + length - 1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('without an archive no bytes are kept', async () => {
  const bytes = Buffer.from(log2003([{}, {}]) + line2003());
  expect((await read(bytes, { archive: false })).blocks).toEqual([]);
});

describe('a line that is too long', () => {
  const end = line2003();
  const longs: readonly [string, string][] = [
    ['by one byte', '#'.padEnd(MAX_LINE)],
    ['and longer than the buffer', '#'.padEnd(5000)],
    ['and longer than many buffers', ' '.repeat(50_000)],
    ['and an event otherwise', line2003({ subject: 'x'.repeat(5000) })],
  ];

  test.each(longs)('%s: is one reject, and its neighbours are read', async (_name, long) => {
    await fc.assert(
      fc.asyncProperty(sizes, async (tiny) => {
        const bytes = Buffer.from(`${log2003([{}])}${long}\n${long}\n${end}\n`);
        const { events, rejects } = await read(bytes, { sizes: tiny, archive: false });
        expect(events.map(({ line: number }) => number)).toEqual([4, 7]);
        expect(rejects.map((reject) => [reject.line, reject.length, reject.code])).toEqual([
          [5, long.length + 1, 'line-too-long'],
          [6, long.length + 1, 'line-too-long'],
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test.each(longs)('%s: is left where it has no end yet', async (_name, long) => {
    await fc.assert(
      fc.asyncProperty(sizes, async (tiny) => {
        const begun = log2003([{}]);
        const unended = long.padEnd(MAX_LINE + 1);
        const bytes = Buffer.from(begun + unended);
        const found = await read(bytes, { sizes: tiny, archive: false });
        expect([found.events.length, found.rejects.length, found.lastLine]).toEqual([1, 0, null]);
        expect(found.checkpoints.at(-1)).toMatchObject({ offset: begun.length, line: 5 });
      }),
      { numRuns: 20 },
    );
  });

  test('by no byte is read', async () => {
    const usual = line2003({ subject: '' }).length + 1;
    const longest = line2003({ subject: 'x'.repeat(MAX_LINE - usual) });
    const { events } = await read(Buffer.from(`${longest}\n`), { sizes: ONE_BATCH });
    expect(events).toMatchObject([{ length: MAX_LINE }]);
  });
});

describe('a last line without its end', () => {
  test.each([
    ['is read where it can be', line2003(), 1],
    ['also with half of its line end', `${line2003()}\r`, 1],
    ['is left where it cannot', line2003().slice(0, 60), 0],
    ['is left where it is a header line', HEADER_2003[1] ?? '', 0],
    ['is left where it is blank', '  ', 0],
    ['is left where it names no server', line2003({ server: '-' }), 0],
  ])('%s', async (_name, last, count) => {
    const { events, rejects, checkpoints, lastLine } = await read(
      Buffer.from(log2003([{}]) + last),
    );
    expect([events.length, rejects.length, checkpoints.at(-1)?.counts.lines]).toEqual([1, 0, 4]);
    expect(lastLine?.events.length ?? 0).toBe(count);
    if (count === 1) expect(lastLine?.events).toMatchObject([{ line: 5, length: last.length }]);
  });
});

describe('a reader of several files', () => {
  const bytes = Buffer.from(log2003([{}, { id: 'two@corp.example' }, {}]) + line2003());

  test('tells the same of each, whatever it read before', async () => {
    const reader = readHere(ONE_BATCH)(SEED, 0);
    const unpack = createUnpacker();
    const again = (): Promise<ReadLog> => readWith(reader, unpack, temp.at('one.log'), bytes);
    const first = await again();
    expect(first).toEqual(await read(bytes, { sizes: ONE_BATCH }));
    expect(await again()).toEqual(first);
  });

  test('goes on with the next one where one cannot be read', async () => {
    const reader = readHere(ONE_BATCH)(SEED, 0);
    const unpack = createUnpacker();
    const again = (): Promise<ReadLog> => readWith(reader, unpack, temp.at('one.log'), bytes);
    const first = await again();
    const broken = reader.start({ ...JOB, fd: 2 ** 30 }, createHash('sha256'));
    await expect(broken.next()).rejects.toThrow('EBADF');
    expect(await again()).toEqual(first);
  });

  test.each([0, 1, 2])(
    'tells all texts again after one that was left at batch %d',
    async (count) => {
      const reader = readHere({ ...ONE_BATCH, firstBatch: MAX_LINE })(SEED, 0);
      const other = Buffer.from(log2003(['a', 'b', 'c', 'd'].map((id) => ({ id: `${id}@x` }))));
      await readBatches(reader, temp.at('left.log'), other, count);
      const { events } = await readWith(reader, createUnpacker(), temp.at('one.log'), bytes);
      expect(events.map(({ message }) => message)).toEqual([
        'one@corp.example',
        'two@corp.example',
        'one@corp.example',
      ]);
    },
  );
});
