import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { readSources } from '../../src/store/read-sources.ts';
import { dumpContent } from '../support/dump.ts';
import { forgetFile } from '../support/forget.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { plainMsgtrkLogs, randomMsgtrkLogs } from '../support/random-msgtrk.ts';
import { recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
let count = 0;

/** What a database holds, and what it answers, after these runs. */
async function after(runs: readonly (readonly string[])[]): Promise<unknown> {
  count += 1;
  const file = temp.at(`${count}.db`);
  const db = openForWriting(file);
  for (const run of runs) await ingestInto(db, run);
  const content = dumpContent(db);
  db.close();
  const records = recordsOf(file).map((record) => JSON.stringify(record));
  rmSync(file);
  return { content, records: records.toSorted() };
}

test('modern logs in any order and in any number of runs give the same content and verdicts', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomMsgtrkLogs,
      fc.infiniteStream(fc.nat()),
      fc.array(fc.nat({ max: 5 }), { maxLength: 4 }),
      async (logs, random, places) => {
        const paths = logs.map(({ name, text }) => temp.write(name, text));
        const order = paths
          .map((path) => [random.next().value, path] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, path]) => path);
        const ends = [...places, order.length].toSorted((a, b) => a - b);
        const runs = ends.map((end, i) => order.slice(ends[i - 1] ?? 0, end));
        expect(await after(runs)).toEqual(await after([paths]));
      },
    ),
    { numRuns: 25 },
  );
});

test('a database that forgot a modern log is one that never read it, also where it grew', async () => {
  await fc.assert(
    fc.asyncProperty(
      plainMsgtrkLogs,
      fc.nat(),
      fc.constantFrom(1, 0.97, 0.8),
      async (logs, which, share) => {
        const paths = logs.map(({ name, text }) => temp.write(name, text));
        const { name, text } = logs[which % logs.length] ?? { name: '', text: '' };
        const gone = temp.at(name);
        const whole = await readInto(await memoryDb(), paths);
        fc.pre(readSources(whole).some(({ file }) => file === gone));
        writeFileSync(gone, text.slice(0, cutAt(text, share)));
        const db = await readInto(await memoryDb(), paths);
        writeFileSync(gone, text);
        await readInto(db, paths);
        expect(dumpContent(db)).toEqual(dumpContent(whole));
        forgetFile(db, gone);
        const others = paths.filter((path) => path !== gone);
        expect(dumpContent(db)).toEqual(dumpContent(await readInto(await memoryDb(), others)));
        await readInto(db, [gone]);
        expect(dumpContent(db)).toEqual(dumpContent(whole));
      },
    ),
    { numRuns: 20 },
  );
});

async function readInto(db: Connection, paths: readonly string[]): Promise<Connection> {
  await ingestInto(db, paths);
  return db;
}

/** A log whose lines name no server yet is of another one for a while. */
function cutAt(text: string, share: number): number {
  let layout = msgtrk.initialLayout;
  let end = 0;
  for (const line of text.split('\r\n')) {
    end += line.length + 2;
    if (msgtrk.isDirective(line)) layout = msgtrk.readDirective(line, layout);
    const decoded = msgtrk.decoder(layout)(line);
    if (decoded.kind === 'event' && decoded.events.some(({ server }) => server !== null)) break;
  }
  return Math.min(text.length, Math.max(end, Math.ceil(text.length * share)));
}
