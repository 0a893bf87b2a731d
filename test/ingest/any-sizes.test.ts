import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodingOf } from '../../src/ingest/encoding.ts';
import { readHere } from '../../src/ingest/log-reader.ts';
import type { ReadSizes } from '../../src/ingest/source-reader.ts';
import type { IngestReport } from '../../src/model/ingest-report.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { dumpContent } from '../support/dump.ts';
import type { Content } from '../support/dump.ts';
import { ingestInto } from '../support/ingest.ts';
import { logBytes } from '../support/log-bytes.ts';
import { randomLines, randomLinesAndHeaders } from '../support/random-logs.ts';
import { tinySizes } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** Lines of more bytes are too long, whatever the sizes. */
const MAX_LINE = 600;
const ONE_BATCH: ReadSizes = {
  firstBatch: 65_536,
  buffer: 65_536,
  maxLine: MAX_LINE,
  block: 65_536,
};
const sizes = tinySizes(MAX_LINE);

type Ingest = (...paths: readonly string[]) => Promise<IngestReport>;

/** Runs `work` with a new database, each of its runs with these sizes. */
async function withDb<T>(
  read: ReadSizes,
  work: (ingest: Ingest, db: Connection) => Promise<T>,
): Promise<T> {
  const db = openForWriting(':memory:');
  try {
    const changes = { format: 'exchange2003', openReader: readHere(read) };
    return await work((...paths) => ingestInto(db, paths, changes), db);
  } finally {
    db.close();
  }
}

/** The content after all of `paths` were read, in so many runs. */
function contentOf(read: ReadSizes, ...runs: readonly (readonly string[])[]): Promise<Content> {
  return withDb(read, async (ingest, db) => {
    for (const paths of runs) await ingest(...paths);
    return dumpContent(db);
  });
}

const RUNS = { numRuns: 60 };

describe('a database holds the same', () => {
  test('for buffers, batches and blocks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(randomLinesAndHeaders, sizes, async (lines, tiny) => {
        const path = temp.write('A.log/20040218.log', lines.join(''));
        expect(await contentOf(tiny, [path])).toEqual(await contentOf(ONE_BATCH, [path]));
      }),
      RUNS,
    );
  });

  test('for files in any order, in one run or several', async () => {
    const files = fc.array(randomLinesAndHeaders, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        files,
        sizes,
        fc.array(fc.nat()),
        fc.boolean(),
        async (logs, tiny, keys, isOneRun) => {
          const paths = logs.map((lines, index) =>
            temp.write(
              `${index % 2 === 0 ? 'A' : 'B'}.log/2004021${index}.log`,
              [`# log ${index}\n`, ...lines].join(''),
            ),
          );
          const shuffled = paths.toSorted(
            (a, b) => (keys[paths.indexOf(a)] ?? 0) - (keys[paths.indexOf(b)] ?? 0),
          );
          const runs = isOneRun ? [shuffled] : shuffled.map((path) => [path]);
          expect(await contentOf(tiny, ...runs)).toEqual(await contentOf(ONE_BATCH, paths));
        },
      ),
      RUNS,
    );
  });

  test('for a file that grew, wherever it ended before', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLinesAndHeaders,
        sizes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (lines, tiny, place) => {
          const whole = Buffer.from(lines.join(''));
          const path = temp.write(
            'A.log/1.log',
            whole.subarray(0, Math.floor(place * whole.length)),
          );
          const grown = await withDb(tiny, async (ingest, db) => {
            await ingest(path);
            temp.write('A.log/1.log', whole);
            await ingest(path);
            return dumpContent(db);
          });
          expect(grown).toEqual(await contentOf(ONE_BATCH, [path]));
        },
      ),
      RUNS,
    );
  });

  test('for a log that was cut where lines end, into files whose names say their order', async () => {
    const places = fc.array(fc.nat({ max: 30 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(randomLines, places, sizes, async (lines, cuts, tiny) => {
        const whole = temp.write('whole/A.log/1.log', lines.join(''));
        const starts = [...new Set([0, ...cuts.filter((cut) => cut < lines.length)])].toSorted(
          (a, b) => a - b,
        );
        const paths = starts.map((start, index) =>
          temp.write(
            `parts/A.log/${index + 1}.log`,
            lines.slice(start, starts[index + 1]).join(''),
          ),
        );
        const parts = await contentOf(tiny, paths);
        expect(byLine(parts, starts)).toEqual(byLine(await contentOf(ONE_BATCH, [whole]), [0]));
      }),
      RUNS,
    );
  });
});

function slotOf(file: unknown): string {
  return /(\d+)\.log$/.exec(String(file))?.[1] ?? '';
}

/** What does not depend on how lines lie in files; slot n begins after line `starts[n - 1]` of all. */
function byLine(content: Content, starts: readonly number[]): unknown {
  const lineOf = (slot: unknown, line: unknown): number =>
    (starts[Number(slot) - 1] ?? -1) + Number(line);
  return {
    event: ordered(
      content.event.map(([file, line, , ...rest]) => [lineOf(slotOf(file), line), ...rest]),
    ),
    reject: ordered(
      content.reject.map(([file, line, , ...rest]) => [lineOf(slotOf(file), line), ...rest]),
    ),
    hop: ordered(
      content.hop.map(([columns, ...marks]) => [
        columns,
        ...marks.map((mark) =>
          Array.isArray(mark) ? [mark[0], lineOf(mark[1], mark[2]), mark[3]] : null,
        ),
      ]),
    ),
    message: ordered(
      content.message.map((row) => row.with(6, lineOf(row[5], row[6])).with(5, null)),
    ),
    link: content.link,
    server: content.server,
    serverHour: content.serverHour,
    clockSkew: content.clockSkew,
    ourSuffix: content.ourSuffix,
  };
}

function ordered(rows: readonly unknown[][]): unknown[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

/** A few odd bytes may look like UTF-16, where a line end is a character of two bytes. */
function lineEndsIn(bytes: Buffer): number {
  const encoding = encodingOf(bytes);
  const isEnd = (byte: number, index: number): boolean => {
    if (byte !== 0x0a || encoding === 'utf-8') return byte === 0x0a;
    return encoding === 'utf-16be'
      ? index % 2 === 1 && bytes[index - 1] === 0
      : index % 2 === 0 && bytes[index + 1] === 0;
  };
  return [...bytes].filter(isEnd).length;
}

test.each([
  [[0, 13, 10], 0],
  [[0, 13, 0, 10], 1],
  [[13, 0, 10, 0], 1],
  [[13, 10], 1],
])('the bytes %j hold %i line ends', (bytes, ends) => {
  expect(lineEndsIn(Buffer.from(bytes))).toBe(ends);
});

test('any bytes are read: each of their lines is an event, a header line, blank or a reject', async () => {
  const lines = fc.oneof(
    logBytes,
    fc
      .tuple(randomLinesAndHeaders, logBytes)
      .map(([texts, odd]) => Buffer.concat([Buffer.from(texts.join('')), odd])),
  );
  await fc.assert(
    fc.asyncProperty(lines, sizes, async (bytes, tiny) => {
      const path = temp.write('A.log/20040218.log', bytes);
      await withDb(tiny, async (ingest, db) => {
        const { totals, files } = await ingest(path);
        const ends = lineEndsIn(bytes);
        const isAllLines = files[0]?.lastLine !== 'read';
        expect(totals.lines).toBe(bytes.length === 0 ? 0 : ends + Number(!isAllLines));
        expect(totals.lines).toBe(
          totals.events + totals.directives + totals.blank + totals.continuations + totals.rejects,
        );
        const { archive, source, event } = dumpContent(db);
        expect(event).toHaveLength(totals.events);
        if (source.length > 0)
          expect(archive).toMatchObject([[path, bytes.length, source[0]?.[9]]]);
      });
    }),
    { numRuns: 150 },
  );
});
