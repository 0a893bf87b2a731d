import { expect, test } from 'vitest';
import { ingest, ingestFiles } from '../../src/ingest/ingest.ts';
import { openForWriting } from '../../src/store/open.ts';
import { shareTask } from '../../src/store/queue-share.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestOptions } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** A writer whose helper gives nothing; what is said to the helper, and what the writer does. */
function helped() {
  const said: string[] = [];
  const db = openForWriting(':memory:');
  const writer = createWriter(db, 'test.db', {
    helpedFrom: 0,
    startHelper() {
      said.push('start');
      return {
        join: (ids) => shareTask(ids),
        joined: () => [],
        learn: () => undefined,
        learned: () => null,
        countTraffic: () => undefined,
        judge: (ids, mayBeOpen) => shareTask(ids, mayBeOpen),
        judged: () => [],
        traffic: () => null,
        [Symbol.dispose]: () => void said.push('dispose'),
      };
    },
  });
  const commit = (): void => {
    said.push('commit');
    writer.commit();
  };
  return { said, writer: { ...writer, commit } };
}

const logs = (): string[] => [temp.write('EXCH01.log/20040217.log', log2003([{}]))];

test('who helps at the end is started before the last transaction ends, and once', async () => {
  const { said, writer } = helped();
  await ingest(logs(), writer, ingestOptions());
  expect(said).toEqual(['start', 'commit', 'dispose']);
  // All is there by then.
  await ingest(logs(), writer, ingestOptions());
  expect(said.slice(3)).toEqual(['commit']);
});

test('nobody is started for files that others may follow', async () => {
  const { said, writer } = helped();
  const inputs = logs().map((file) => ({ file, server: null, isPlain: true }));
  await ingestFiles(inputs, 0, writer, ingestOptions());
  expect(said).toEqual(['commit']);
  writer.finish();
  expect(said).toEqual(['commit', 'start', 'dispose']);
});

test('who was started is let go where nothing is finished', () => {
  const { said, writer } = helped();
  writer.allRead();
  writer[Symbol.dispose]();
  writer[Symbol.dispose]();
  expect(said).toEqual(['start', 'dispose']);
});
