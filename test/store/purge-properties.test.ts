import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slotDay, slotName } from '../../src/ingest/source-name.ts';
import type { Connection } from '../../src/store/open.ts';
import { previewPurge } from '../../src/store/purge.ts';
import { readSources } from '../../src/store/read-sources.ts';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { purgeBefore } from '../support/purge.ts';
import { smallLogs } from '../support/small-logs.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const DAY_MS = 86_400_000;

const at = fc.constantFrom(
  '2004-02-17T00:00:00Z',
  '2004-02-17T09:30:00Z',
  '2004-02-18T00:00:00Z',
  '2004-02-18T09:00:01Z',
  '2004-02-18T09:00:01.001Z',
  '2004-02-18T09:40:00Z',
  '2004-02-18T10:00:00Z',
  '2004-02-19T09:15:00Z',
  '2005-01-01T00:00:00Z',
  '2012-01-01T00:00:00Z',
);

const encoding = fc.constantFrom('utf8', 'utf8', 'utf16le');

test.each([true, false])(
  'a database that purged old lines is one that never read them (archive: %s)',
  async (archive) => {
    await fc.assert(
      fc.asyncProperty(smallLogs, at, at, encoding, async (logs, first, moment, code) => {
        const before = Date.parse(moment);
        const files = new Map(
          logs.map(({ name, text }) => {
            const bytes = Buffer.from(code === 'utf8' ? text : `\uFEFF${text}`, code);
            return [temp.write(name, bytes), bytes];
          }),
        );
        const paths = [...files.keys()];
        const whole = await readInto(await memoryDb(), paths, archive);
        const newer = blankedFiles(whole, files, before);
        const db = await readInto(await memoryDb(), paths, archive);

        // With an archive the files are not needed.
        if (archive) for (const path of paths) rmSync(path);
        if (Date.parse(first) < before) purgeBefore(db, Date.parse(first));
        const expected = previewPurge(db, before, () => undefined);
        const { messagesNotRetold, ...report } = purgeBefore(db, before);
        expect(report).toEqual({ ...report, ...withoutRetold(expected) });
        expect(messagesNotRetold).toBe(0);
        for (const [path, bytes] of newer) writeFileSync(path, bytes);
        const without = await readInto(await memoryDb(), [...newer.keys()], archive);
        const content = contentOf(db, newer);
        expect(content).toEqual(contentOf(without, newer));
        // A reading also learns the names of a line that says less than another one.
        for (const table of ['address', 'message'])
          expect(textsOf(without, table)).toEqual(expect.arrayContaining(textsOf(db, table)));

        // Nothing comes back, under whatever name.
        for (const [path, bytes] of files) writeFileSync(path, bytes);
        await readInto(db, paths, archive);
        expect(contentOf(db, newer)).toEqual(content);
        const copies = [...files.values()].map((bytes, index) =>
          temp.write(`renamed/EXCH01.log/2004020${index + 1}.log`, bytes),
        );
        await readInto(db, copies, archive);
        expect(contentOf(db, newer).event).toEqual(content.event);
        expect(purgeBefore(db, before)).toMatchObject({ lines: 0, messages: 0 });
      }),
      { numRuns: 60 },
    );
  },
);

function withoutRetold(report: ReturnType<typeof previewPurge>) {
  const { messagesNotRetold, ...rest } = report;
  expect(messagesNotRetold).toBe(0);
  return rest;
}

/** The logs that hold a newer line, with spaces for the older ones and for rejects before the first that stays. */
function blankedFiles(
  db: Connection,
  files: ReadonlyMap<string, Buffer>,
  before: number,
): Map<string, Buffer> {
  const newer = new Map<string, Buffer>();
  for (const { file } of readSources(db)) {
    const bytes = files.get(file) ?? Buffer.alloc(0);
    const lines = readLines(db, 'events', file);
    const kept = lines.filter(({ at: time }) => Date.parse(time) >= before);
    const day = slotDay(slotName(file));
    const isOver = day !== null && (day + 2) * DAY_MS <= before;
    if (kept.length === 0 && (lines.length > 0 || isOver)) continue;
    const first = Math.min(...kept.map(({ offset }) => offset));
    const rejects = kept.length === lines.length ? [] : readLines(db, 'rejects', file);
    const gone = lines.filter(({ at: time }) => Date.parse(time) < before);
    newer.set(file, blanked(bytes, [...gone, ...rejects.filter(({ offset }) => offset < first)]));
  }
  return newer;
}

function blanked(bytes: Buffer, gone: readonly Line[]): Buffer {
  const copy = Buffer.from(bytes);
  const unit = bytes[0] === 0xff ? 2 : 1;
  const blank = Buffer.from(' ', unit === 1 ? 'utf8' : 'utf16le');
  for (const { offset, length } of gone)
    for (let index = offset; index < offset + length; index += unit)
      if (bytes[index] !== 0x0a && bytes[index] !== 0x0d) blank.copy(copy, index);
  return copy;
}

interface Line {
  readonly at: string;
  readonly offset: number;
  readonly length: number;
}

function readLines(db: Connection, view: 'events' | 'rejects', file: string): Line[] {
  const time = view === 'events' ? 'at' : "'' as at";
  return db
    .prepare<[string], Line>(`select ${time}, offset, length from ${view} where file = ?`)
    .all(file);
}

/** All but what is kept of sources, which stay known, and names without a place. */
function contentOf(db: Connection, files: ReadonlyMap<string, Buffer>) {
  const { source, archive, ...content } = dumpContent(db);
  expect(source.length).toBeGreaterThanOrEqual(files.size);
  return {
    ...content,
    archive: archive.filter(([file]) => typeof file === 'string' && files.has(file)),
    hosts: textsOf(db, 'host'),
    times: db
      .prepare<[], unknown[]>(
        'select file, first_event_at, last_event_at from source order by file, first_event_at',
      )
      .raw()
      .all()
      .filter(([file]) => typeof file === 'string' && files.has(file)),
  };
}

function textsOf(db: Connection, table: string): unknown[] {
  return db.prepare(`select text from ${table} order by text`).pluck().all();
}

async function readInto(
  db: Connection,
  paths: readonly string[],
  archive: boolean,
): Promise<Connection> {
  await ingestInto(db, paths, { archive });
  return db;
}
