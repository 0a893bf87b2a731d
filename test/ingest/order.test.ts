import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolvePaths } from '../../src/ingest/paths.ts';
import type { FindReport } from '../../src/model/report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { findReport } from '../../src/queries/find.ts';
import { openForWriting } from '../../src/store/open.ts';
import { openStore } from '../../src/store/reader.ts';
import { dumpContent } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { EVERYTHING } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

const fixtures = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const { files } = await resolvePaths([fixtures]);
const paths = files.map(({ file }) => file);

/** All verdicts of a database. */
function verdicts(file: string): FindReport {
  using store = openStore(file);
  const context = queryContext(store, { asOf: null, thresholdMs: DEFAULT_THRESHOLD_MS });
  return findReport(store, EVERYTHING, 0, context);
}

/** What a database holds, and what it answers, after these runs. */
async function after(name: string, runs: readonly (readonly string[])[]): Promise<unknown> {
  const file = temp.at(name);
  const db = openForWriting(file);
  for (const run of runs) await ingestInto(db, run);
  const content = dumpContent(db);
  db.close();
  return { content, report: verdicts(file) };
}

test('files in any order and in any number of runs give the same hops, messages and verdicts', async () => {
  expect(paths).toHaveLength(11);
  const once = await after('once.db', [paths]);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(paths, { minLength: paths.length }),
      fc.array(fc.nat({ max: paths.length }), { maxLength: 4 }),
      async (order, places) => {
        const ends = [...places, order.length].toSorted((a, b) => a - b);
        const runs = ends.map((end, i) => order.slice(ends[i - 1] ?? 0, end));
        count += 1;
        expect(await after(`${count}.db`, runs)).toEqual(once);
      },
    ),
    { numRuns: 12 },
  );
});

function at(file: string, ...lines: Parameters<typeof log2003>[0]): string {
  return temp.write(file, log2003(lines));
}

describe('what order could decide, it does not:', () => {
  test.each<[string, () => string[]]>([
    [
      'two servers tell of one message in the same second, on the same line of files of the same name',
      () => [
        at('A.log/20040218.log', { server: 'A', sender: 'EX:/O=C/CN=BEN', subject: ' one' }),
        at('B.log/20040218.log', { server: 'B', sender: 'ben@corp.example', subject: ' two' }),
        at('C.log/20040218.log', { server: 'C', sender: 'ben@corp.example', subject: ' three' }),
      ],
    ],
    [
      'an address in several spellings',
      () => [
        at('A.log/20040218.log', { server: 'A', recipient: 'Ann@Corp.Example', sender: 'BEN@x' }),
        at('B.log/20040218.log', { server: 'B', recipient: 'ANN@corp.example', sender: '<ben@x>' }),
        at('C.log/20040218.log', {
          server: 'A',
          recipient: 'SMTP:ann@corp.example',
          sender: 'Ben@X',
          event: 1024,
        }),
      ],
    ],
    [
      'an MTS-ID in several spellings',
      () => [
        at('A.log/20040218.log', { server: 'A', id: 'c=us;a= ;p=Corp;l=A-1', linked: 'a@b' }),
        at('B.log/20040218.log', { server: 'B', id: 'C=US;A= ;P=CORP;L=A-1' }),
        at('C.log/20040218.log', { server: 'B', id: 'a@b', linked: 'C=us;A= ;P=corp;L=A-1' }),
      ],
    ],
    [
      'lines that tell more and lines that tell less',
      () => [
        at('A.log/20040217.log', { date: '2004-2-17', subject: ' told', sender: '-' }),
        at('A.log/20040218.log', { subject: '-', sender: 'ben@x', bytes: 5000, originated: '-' }),
        at('A.log/20040219.log', { date: '2004-2-19', subject: '-', sender: '-', bytes: '-' }),
      ],
    ],
    [
      'versions',
      () =>
        [
          log2003([{ server: 'A' }]).replace('6.5.6944.0', '6.5.7226.0'),
          log2003([{ server: 'A', version: 'Version: 5.0.2195.6713' }]).replace(
            '6.5.6944.0',
            '6.0.5762.0',
          ),
          log2003([{ server: 'A', event: 1033 }], { header: [] }),
        ].map((text, i) => temp.write(`A.log/2004021${i}.log`, text)),
    ],
    [
      'whose a host is: it took one of two messages, and nobody names clients',
      () => [
        at(
          'A.log/20040217.log',
          ...[1, 2].map((n) => ({
            server: 'A',
            clientHost: '-',
            id: `${n}@x`,
            event: 1031,
            partner: 'b.other.example',
          })),
        ),
        at('B.log/20040217.log', { server: 'B', clientHost: '-', id: '1@x' }),
        at('A.log/20040218.log', { server: 'A', clientHost: '-', id: '3@x' }),
      ],
    ],
    [
      'whose a host is: it took the first message, later none, and nobody names clients',
      () => [
        at('A.log/20040217.log', {
          server: 'A',
          clientHost: '-',
          id: '1@x',
          event: 1031,
          partner: 'b.other.example',
        }),
        at('B.log/20040217.log', { server: 'B', clientHost: '-', id: '1@x' }),
        at(
          'A.log/20040218.log',
          ...[2, 3].map((n) => ({
            server: 'A',
            clientHost: '-',
            id: `${n}@x`,
            event: 1031,
            partner: 'b.other.example',
          })),
        ),
      ],
    ],
  ])('%s', async (_name, write) => {
    const all = write();
    const expected = dumpContent(await memoryDb(...all));
    for (const order of permutations(all)) {
      expect(dumpContent(await memoryDb(...order))).toEqual(expected);
      const db = await memoryDb();
      for (const path of order) await ingestInto(db, [path]);
      expect(dumpContent(db)).toEqual(expected);
    }
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}
