import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange55 } from '../../src/formats/exchange55.ts';
import { logBytes } from '../support/log-bytes.ts';
import { firstLine55, log55, mailbox, mtsId, record55 } from '../support/log-55.ts';
import type { ReadSizes } from '../../src/ingest/source-reader.ts';
import { AT_BEGINNING, readLog, tinySizes, unpackBlocks } from '../support/read-log.ts';
import type { ReadChanges, ReadLog } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');
const START = { ...AT_BEGINNING, layout: exchange55.initialLayout };
const read = (bytes: Uint8Array | string, changes: ReadChanges = {}): Promise<ReadLog> =>
  readLog(temp.at('one.log'), Buffer.from(bytes), {
    start: START,
    format: 'exchange55',
    server: 'MAIL55',
    ...changes,
  });

const two = [mailbox('ann'), mailbox('carl')];

describe('a record', () => {
  test('is one address, which all its events have, and each of its lines is counted', async () => {
    const bytes = Buffer.from(log55([{}, { recipients: two, id: mtsId('MAIL55', 2) }, {}]));
    const { events, checkpoints } = await read(bytes);
    const cut = events.map(({ offset, length }) =>
      bytes.subarray(offset, offset + length).toString(),
    );
    const [first, second] = [log55([{}]), log55([{ recipients: two, id: mtsId('MAIL55', 2) }])];
    expect(events.map(({ line }) => line)).toEqual([1, 4, 4, 8]);
    expect(cut).toEqual([first, second, second, first]);
    expect(checkpoints.at(-1)).toMatchObject({
      line: 11,
      offset: bytes.length,
      counts: { lines: 10, events: 3, continuations: 4, blank: 3, rejects: 0, directives: 0 },
    });
  });

  test.each<[string, string, object]>([
    [
      'that was cut short costs itself alone',
      log55([{}, [firstLine55().slice(0, 60)], {}]),
      { lines: 7, events: 2, rejects: 1, continuations: 2, blank: 2 },
    ],
    [
      'that was cut in its id does, too',
      log55([record55().slice(0, 2), [mtsId('MAIL55', 3), mailbox('ann'), ''], {}]),
      { lines: 8, events: 2, rejects: 1, continuations: 3, blank: 2 },
    ],
    [
      'without its empty line ends where the next one begins',
      log55([record55().slice(0, 2), {}]),
      { lines: 5, events: 2, rejects: 0, continuations: 2, blank: 1 },
    ],
    [
      'whose end ran into the next one costs both',
      log55([[firstLine55().slice(0, 70) + firstLine55(), mailbox('ann'), ''], {}]),
      { lines: 6, events: 1, rejects: 1, continuations: 2, blank: 2 },
    ],
    [
      'behind recipients of nobody',
      log55([[mailbox('ann'), mailbox('carl')], {}]),
      { lines: 5, events: 1, rejects: 1, continuations: 2, blank: 1 },
    ],
    [
      'between empty lines',
      log55([['', ' ', ''], {}, ['']], { lineEnd: '\r\n' }),
      { lines: 7, events: 1, rejects: 0, continuations: 1, blank: 5 },
    ],
  ])('%s', async (_name, text, counts) => {
    const { checkpoints } = await read(text);
    expect(checkpoints.at(-1)?.counts).toEqual({ directives: 0, ...counts });
  });

  test('of a file that nobody knows the server of is set aside', async () => {
    const { events, rejects } = await read(log55([{}, { recipients: two }]), { server: null });
    expect(events).toEqual([]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [1, 'no-server'],
      [4, 'no-server'],
    ]);
  });
});

describe('a last record without its end', () => {
  test.each<[string, string, string[] | null]>([
    ['is shown', log55([{ recipients: two }]).slice(0, -1), ['ann', 'carl']],
    ['is shown with the recipients that are there', log55([record55().slice(0, 2)]), ['ann']],
    ['is shown where another one begins', log55([record55().slice(0, 2)]) + firstLine55(), ['ann']],
    ['is none while no recipient is there', `${firstLine55()}\n`, null],
    ['is none while its first line is not whole', firstLine55(), null],
    ['is none where it can be none', 'garbage\nmore', null],
  ])('%s', async (_name, text, names) => {
    const { lastLine, checkpoints } = await read(text);
    expect(checkpoints.at(-1)?.offset ?? 0).toBe(0);
    const found = lastLine?.events.map(({ recipient }) => recipient ?? '') ?? null;
    expect(found).toEqual(names?.map((name) => `EX:${mailbox(name)}`) ?? null);
  });
});

const MAX = 700;
const recipients = fc.array(
  fc.oneof(
    fc.constantFrom(...two, `${mailbox('dora')}\t1`, '', '  '),
    fc.nat({ max: 900 }).map((length) => 'x'.repeat(length)),
  ),
  { maxLength: 5 },
);
const record = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(record55(), record55({ recipients: two })) },
  recipients.map((names) => record55({ recipients: names })),
  recipients.map((names) => [firstLine55(), ...names]),
  recipients,
  fc.nat({ max: firstLine55().length }).map((length) => [firstLine55().slice(0, length)]),
  fc.nat({ max: 1500 }).map((length) => [firstLine55({ remoteId: 'x'.repeat(length) })]),
  fc.constantFrom(['\0\0'], [''], [' '], ['\t\t\t'], ['garbage']),
  fc.string().map((text) => [text]),
);
const log = fc.oneof(
  { weight: 1, arbitrary: logBytes },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.array(record, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([records, lineEnd, isCut]) => {
        const text = log55(records, { lineEnd });
        return Buffer.from(isCut ? text.slice(0, -7) : text);
      }),
  },
);
// The longest record and as much of what may go on with it fit.
const sizes = tinySizes(MAX).filter(({ buffer }) => buffer > 2 * MAX);
const ONE_BATCH = { firstBatch: 65_536, buffer: 65_536, maxLine: MAX, block: 65_536 };

function content({ events, rejects, checkpoints, sizeBytes, sha256, lastLine }: ReadLog) {
  const last = checkpoints.at(-1);
  const checkpoint = last === undefined || last.offset === 0 ? null : last;
  return { events: events.toSorted(byPlace), rejects, checkpoint, sizeBytes, sha256, lastLine };
}

function byPlace(a: ReadLog['events'][number], b: ReadLog['events'][number]): number {
  return a.offset - b.offset || ((a.recipient ?? '') < (b.recipient ?? '') ? -1 : 1);
}

test.each(['utf-8', 'utf-16le'] as const)(
  'a buffer that is full of one record and the beginning of the next one is not the end of the file: %s',
  async (encoding) => {
    const unit = encoding === 'utf-8' ? 1 : 2;
    const line = (bytes: number): string => `${'x'.repeat(bytes / unit - 1)}\n`;
    const text = Buffer.from(line(MAX) + line(MAX + 6) + line(MAX));
    const bytes = unit === 1 ? text : Buffer.from(text.toString('latin1'), 'utf16le');
    const full = { firstBatch: 1, buffer: 2 * MAX, maxLine: MAX, block: MAX };
    const { sizeBytes, blocks } = await read(bytes, { encoding, sizes: full });
    expect(sizeBytes).toBe(bytes.length);
    expect(unpackBlocks(blocks)).toEqual(bytes);
  },
);

describe('any bytes in buffers of any size', () => {
  test('say the same', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const found = await read(bytes, { sizes: tiny });
        expect(content(found)).toEqual(content(await read(bytes, { sizes: ONE_BATCH })));
        expect(unpackBlocks(found.blocks)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test('say the same in UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (given, tiny) => {
        const bytes = Buffer.from(given.toString('latin1'), 'utf16le');
        const read16 = (some: ReadSizes): Promise<ReadLog> =>
          read(bytes, { encoding: 'utf-16le', sizes: some });
        const found = await read16(tiny);
        expect(content(found)).toEqual(content(await read16(ONE_BATCH)));
        expect(unpackBlocks(found.blocks)).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  test('add up, and records lie one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, async (bytes, tiny) => {
        const { events, rejects, checkpoints } = await read(bytes, { sizes: tiny });
        const { counts, offset, line } = checkpoints.at(-1) ?? START;
        const lines = bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length;
        expect([counts.lines, line]).toEqual([lines, lines + 1]);
        expect(counts.lines).toBe(
          counts.events + counts.directives + counts.blank + counts.continuations + counts.rejects,
        );
        const records = new Map([...events, ...rejects].map((one) => [one.offset, one]));
        expect(records.size).toBe(counts.events + counts.rejects);
        let end = 0;
        for (const one of [...records.values()].toSorted((a, b) => a.offset - b.offset)) {
          expect(one.offset).toBeGreaterThanOrEqual(end);
          end = one.offset + one.length;
        }
        expect(end).toBeLessThanOrEqual(offset);
      }),
      { numRuns: 300 },
    );
  });

  test('can be read on with from any checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(log, sizes, sizes, fc.nat(), async (bytes, tiny, other, place) => {
        const whole = await read(bytes, { sizes: tiny });
        const starts = [START, ...whole.checkpoints];
        const start = starts[place % starts.length] ?? START;
        const rest = await read(bytes, { sizes: other, start });
        const isBehind = ({ offset }: { offset: number }): boolean => offset >= start.offset;
        expect(rest.events.toSorted(byPlace)).toEqual(
          whole.events.filter(isBehind).toSorted(byPlace),
        );
        expect(rest.rejects).toEqual(whole.rejects.filter(isBehind));
        expect(rest.checkpoints.at(-1) ?? start).toEqual(whole.checkpoints.at(-1) ?? start);
        expect(rest.lastLine).toEqual(whole.lastLine);
      }),
      { numRuns: 300 },
    );
  });
});
