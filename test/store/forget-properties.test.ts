import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../../src/store/open.ts';
import { readSources } from '../../src/store/read-sources.ts';
import { dumpContent } from '../support/dump.ts';
import { forgetFile } from '../support/forget.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { smallLogs } from '../support/small-logs.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

test.each([true, false])(
  'a database that forgot a file is one that never read it (archive: %s)',
  async (archive) => {
    const cut = fc.constantFrom(1, 1, 0.98, 0.7);
    await fc.assert(
      fc.asyncProperty(smallLogs, fc.nat(), cut, async (all, which, share) => {
        const texts = new Map(all.map(({ name, text }) => [temp.write(name, text), text]));
        const paths = [...texts.keys()];
        const gone = paths[which % paths.length] ?? '';
        const others = paths.filter((path) => path !== gone);
        const whole = await readInto(await memoryDb(), paths, archive);
        fc.pre(readSources(whole).some(({ file }) => file === gone));
        const text = texts.get(gone) ?? '';
        writeFileSync(gone, text.slice(0, Math.ceil(text.length * share)));
        const db = await readInto(await memoryDb(), paths, archive);
        writeFileSync(gone, text);
        await readInto(db, paths, archive);

        // With an archive the files are not needed.
        if (archive) for (const path of paths) rmSync(path);
        forgetFile(db, gone);
        for (const path of paths) writeFileSync(path, texts.get(path) ?? '');
        const without = await readInto(await memoryDb(), others, archive);
        expect(dumpContent(db)).toEqual(dumpContent(without));
        await readInto(db, [gone], archive);
        expect(dumpContent(db)).toEqual(dumpContent(whole));
      }),
      { numRuns: 40 },
    );
  },
);

async function readInto(
  db: Connection,
  paths: readonly string[],
  archive: boolean,
): Promise<Connection> {
  await ingestInto(db, paths, { archive });
  return db;
}
