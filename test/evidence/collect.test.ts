import { expect, it } from 'vitest';
import { collectCase } from '../../src/evidence/collect.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('takes more lines of one log than a call can have arguments', async () => {
  const count = 150_000;
  const line = line2003();
  const log = folder.write('EXCH01.log/20040218.log', log2003(Array(count).fill(line)));
  const file = await fileDb(folder.at('many.db'), [log]);
  using store = openStore(file);
  const coverage = { servers: [], clockSkews: [] };
  const { given } = await collectCase(
    store,
    {
      name: 'INC-17',
      ids: [1],
      asOf: null,
      trace: {
        schema: 'mailtrail/trace/1',
        query: [],
        asOf: null,
        messages: [],
        unresolved: [],
        coverage,
      },
      daily: null,
      coverage: { ...coverage, noServer: { files: 0, rejectedLines: 0 } },
    },
    () => undefined,
  );
  expect(given.lines.filter(({ kind }) => kind === 'event').length).toBe(count);
});
