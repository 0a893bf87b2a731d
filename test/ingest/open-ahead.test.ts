import { expect, test } from 'vitest';
import type { FileContext } from '../../src/ingest/file.ts';
import { OpenAhead } from '../../src/ingest/open-ahead.ts';
import { readHere } from '../../src/ingest/log-reader.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestInto, ingestOptions, memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

async function openAhead(files: readonly string[]): Promise<{ ahead: OpenAhead; asked: string[] }> {
  const sink = createWriter(await memoryDb(), 'memory');
  const reader = readHere()(sink.hashSeed, 0);
  const asked: string[] = [];
  const contextOf = ({ file }: { file: string }): FileContext => {
    asked.push(file);
    return { sink, reader, options: ingestOptions(), onRejects: () => {}, onBytes: () => {} };
  };
  const inputs = files.map((file) => ({ file, isPlain: true }));
  return { ahead: new OpenAhead(inputs, contextOf), asked };
}

function logs(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    temp.write(`${index}.log`, log2003([{ id: `${index}@corp.example` }])),
  );
}

test('a few files are opened ahead, and none any more once they are dropped', async () => {
  const files = logs(20);
  const { ahead, asked } = await openAhead(files);
  const first = await ahead.next();
  expect(first).toMatchObject({ kind: 'reading', log: { opened: { file: files[0] } } });
  await ahead.drop();
  const before = asked.length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toHaveLength(before);
  expect(before).toBeLessThan(8);
});

test('a copy among the files ahead waits for the one that it may be a copy of', async () => {
  const [first = ''] = logs(1);
  const files = [
    first,
    ...Array.from({ length: 5 }, (_, n) =>
      temp.write(`c${n}.log`, log2003([{ id: '0@corp.example' }])),
    ),
  ];
  const report = await ingestInto(await memoryDb(), files);
  expect(report.files.map(({ skipped }) => skipped)).toEqual([
    null,
    ...Array.from({ length: 5 }, () => `copy-of ${first}`),
  ]);
});
