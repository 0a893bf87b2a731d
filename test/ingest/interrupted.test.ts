import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestSink } from '../../src/ingest/sink.ts';
import { createWriter } from '../../src/store/writer.ts';
import { dumpContent, dumpTables } from '../support/dump.ts';
import { ingestInto, ingestOptions, memoryDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

/** Larger than what is read at once: three batches. */
function writeLargeLog(): string {
  const times = Array.from({ length: 3000 }, (_, i) => ({
    time: `${Math.floor(i / 360)}:${Math.floor(i / 6) % 60}:${(i * 10) % 60} GMT`,
    id: `${i % 500}@corp.example`,
    event: [1019, 1024, 1033, 1036, 1023, 1028][Math.floor(i / 500)] ?? 0,
    subject: ' '.padEnd(3000, 'x'),
  }));
  return temp.write('A.log/20040218.log', log2003(times) + line2003({ id: 'last@corp.example' }));
}

const large = { path: '', content: {} };

beforeAll(async () => {
  large.path = writeLargeLog();
  large.content = dumpContent(await memoryDb(large.path));
});

describe('a run that is stopped after a batch', () => {
  test.each([1, 2, 3])(
    '%d: the next one goes on from there and ends with the same',
    async (batches) => {
      const paths = [large.path, temp.write('B.log/20040218.log', log2003([{ server: 'B' }]))];
      const db = await memoryDb();
      const abort = new AbortController();
      let seen = 0;
      const stopped = await ingestInto(db, paths, {
        signal: abort.signal,
        onProgress: () => {
          seen += 1;
          if (seen === batches) abort.abort();
        },
      });
      expect(stopped.interrupted).toBe(true);
      expect(stopped.files).toHaveLength(1);
      const stored = db.prepare('select sum(events) from source').pluck().get();
      expect(stored).toBe(stopped.totals.events);
      expect(stored).toBe(db.prepare('select count(*) from events').pluck().get());

      const next = await ingestInto(db, paths);
      expect(next.files.map(({ continued }) => continued)).toEqual([true, false]);
      expect(stopped.totals.lines + next.totals.lines).toBe(3 + 3000 + 1 + 4);
      expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(...paths)));
    },
  );

  test('before it began reads nothing', async () => {
    const db = await memoryDb();
    const before = dumpTables(db);
    const report = await ingestInto(db, [large.path], { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ interrupted: true, files: [], totals: { files: 0, lines: 0 } });
    expect(dumpTables(db)).toEqual(before);
  });
});

describe('a run that dies', () => {
  test.each([
    ['write', 1],
    ['write', 2],
    ['write', 3],
    ['addSource', 1],
    ['endSource', 1],
    ['finish', 1],
  ] as const)('before %s no. %d: the next one ends with the same', async (step, count) => {
    const { path } = large;
    const db = await memoryDb();
    const sink = createWriter(db, 'test.db');
    let seen = 0;
    const dying: IngestSink = {
      ...sink,
      [step]: (...args: readonly never[]) => {
        seen += 1;
        if (seen === count) throw new Error('died');
        return Reflect.apply(sink[step], sink, args);
      },
    };
    await expect(ingest([path], dying, ingestOptions())).rejects.toThrow('died');
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(large.content);
  });

  test('while it judges leaves nothing of its end: verdicts are of the same as what they are judged by', async () => {
    const { path } = large;
    const before = temp.write('C.log/20040218.log', log2003([{ server: 'C' }]));
    const db = await memoryDb(before);
    const joined = db.prepare("select value from meta where key = 'hops_joined'").pluck();
    const known = joined.get();
    db.exec(`create temp trigger dies before insert on main.meta when new.key = 'queue'
             begin select raise(abort, 'died'); end`);
    await expect(ingestInto(db, [path])).rejects.toThrow('died');
    expect(joined.get()).toBe(known);
    db.exec('drop trigger dies');
    await ingestInto(db, [path]);
    expect(joined.get()).not.toBe(known);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(before, path)));
  });

  test('in the middle of a batch leaves nothing of that batch', async () => {
    const { path } = large;
    const before = temp.write('before.log', log2003([{ id: 'before@corp.example' }]));
    const db = await memoryDb(before);
    const content = dumpContent(db);
    db.exec(`create temp trigger dies before update on main.source when new.checkpoint_line > 2000
             begin select raise(abort, 'died'); end`);
    await expect(ingestInto(db, [path])).rejects.toThrow('died');
    expect(dumpContent(db)).toEqual(content);
    db.exec('drop trigger dies');
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(before, path)));
  });
});

test('standard input is read like a file, and known again', async () => {
  const text = log2003([{}, {}]);
  const db = await memoryDb();
  const first = await ingestInto(db, ['-'], {
    stdin: Readable.from([text.slice(0, 500), text.slice(500)]),
  });
  expect(first.files).toMatchObject([{ file: '-', events: 2, skipped: null }]);
  const again = await ingestInto(db, ['-'], { stdin: Readable.from([text]) });
  expect(again.files).toMatchObject([{ file: '-', skipped: 'already-ingested' }]);
  const more = await ingestInto(db, ['-'], { stdin: Readable.from([`${text}${line2003()}\r\n`]) });
  expect(more.files).toMatchObject([{ file: '-', events: 1, continued: true }]);
});
