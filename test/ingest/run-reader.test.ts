import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BATCHES_AHEAD,
  COMPRESSED_AHEAD,
  lightWeightOf,
  weightOf,
} from '../../src/ingest/reader-thread.ts';
import type { FromReader, ToReader } from '../../src/ingest/reader-thread.ts';
import { bufferOn } from '../../src/ingest/raw-pool.ts';
import { runReader } from '../../src/ingest/run-reader.ts';
import type { DecodedBatch, ReadJob } from '../../src/ingest/source-reader.ts';
import { HEADER_2003, line2003 } from '../support/log-2003.ts';
import { AT_BEGINNING, JOB, SEED } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/** A reader whose writer is this test. */
function startReader(job: ReadJob) {
  const messages: FromReader[] = [];
  const port = new EventEmitter();
  const hear = (message: ToReader): void => void port.emit('message', message);
  runReader({
    on: (_, listener) => port.on('message', listener),
    postMessage: (message) => void messages.push(message),
  });
  hear({ kind: 'begin', seed: SEED });
  hear({ kind: 'read', job });
  return {
    messages,
    go({ lines, raw }: DecodedBatch) {
      hear({ kind: 'go', length: raw.length, lines: lines.memory, raw: raw.memory });
    },
  };
}

/** Until nothing more comes by itself: a batch is decoded, or a block compressed, in one turn. */
async function untilQuiet(messages: readonly unknown[]): Promise<void> {
  let before = -1;
  for (let turns = 0; turns < 100; turns++) {
    if (messages.length > before) turns = 0;
    before = messages.length;
    await new Promise(setImmediate);
  }
}

function batchesOf(messages: readonly FromReader[]): DecodedBatch[] {
  return messages.flatMap((message) => (message.kind === 'batch' ? [message.batch] : []));
}

const isLight = ({ raw }: DecodedBatch): boolean => raw.memory.byteLength === 0;

function bytesOf({ raw: { memory, length, archived = [] } }: DecodedBatch): Buffer {
  return memory.byteLength > 0
    ? Buffer.from(bufferOn(memory, length))
    : Buffer.concat(archived.map(({ data }) => brotliDecompressSync(data)));
}

/** No more than may, and so many that no other whole one may. */
function expectAsManyAsMayWait(light: readonly DecodedBatch[]): void {
  const weight = light.reduce((sum, { raw }) => sum + lightWeightOf(raw.length), 0);
  expect(weight).toBeLessThanOrEqual(COMPRESSED_AHEAD);
  expect(weight).toBeGreaterThan(COMPRESSED_AHEAD - 1);
}

/** As many as may, of which the first ones are small. */
function expectNoMoreThanMayWait(heavy: readonly DecodedBatch[]): void {
  const weight = heavy.reduce((sum, { raw }) => sum + weightOf(raw.length), 0);
  expect(weight).toBeLessThanOrEqual(BATCHES_AHEAD);
  expect(weight).toBeGreaterThan(BATCHES_AHEAD / 2);
}

describe('a reader whose writer is busy', () => {
  const folder = useTempFolder('file');
  let path: string;
  let whole: Buffer;
  beforeAll(() => {
    const lines = Array.from({ length: 500 }, (_, index) =>
      line2003({ id: `${index}@corp.example`, subject: ` ${'long '.repeat(20)}` }),
    );
    const text = `${HEADER_2003.join('\r\n')}\r\n${`${lines.join('\r\n')}\r\n`.repeat(320)}`;
    path = folder.write('long.log', text);
    whole = readFileSync(path);
  });

  async function read(
    changes: Partial<ReadJob>,
    look: (held: readonly DecodedBatch[]) => void,
  ): Promise<void> {
    const fd = openSync(path, 'r');
    try {
      const { messages, go } = startReader({ ...JOB, ...changes, fd });
      await untilQuiet(messages);
      look(batchesOf(messages));
      const found: Buffer[] = [];
      for (let taken = 0; messages.at(-1)?.kind !== 'end' || taken < messages.length - 1;) {
        const batch = batchesOf(messages)[taken];
        if (batch === undefined) throw new Error('it waits for nothing');
        taken += 1;
        if (changes.archive !== false) found.push(bytesOf(batch));
        go(batch);
        await untilQuiet(messages);
      }
      const last = messages.at(-1);
      if (last?.kind !== 'end') throw new Error('no end');
      const { offset } = changes.start ?? AT_BEGINNING;
      if (changes.archive !== false)
        expect(Buffer.concat(found).equals(whole.subarray(offset))).toBe(true);
      const sha256 = createHash('sha256').update(whole).digest('hex');
      expect(last.end.sha256).toBe(offset === 0 ? sha256 : null);
    } finally {
      closeSync(fd);
    }
  }

  it('goes on with batches whose bytes it compresses, and so needs no memory for', async () => {
    expect(whole.length).toBeGreaterThan(45e6);
    await read({}, (held) => {
      expectAsManyAsMayWait(held.filter(isLight));
      expectNoMoreThanMayWait(held.filter((batch) => !isLight(batch)));
    });
  });

  it('needs no memory for bytes that nobody keeps', async () => {
    await read({ archive: false }, (held) => {
      expectAsManyAsMayWait(held.filter(isLight));
    });
  });

  it('leaves those to the writer that he has to hash', async () => {
    const offset = HEADER_2003.join('\r\n').length + 2;
    await read({ start: { ...AT_BEGINNING, offset, line: 4 } }, (held) => {
      expect(held.filter(isLight)).toEqual([]);
      expectNoMoreThanMayWait(held.filter((batch) => !isLight(batch)));
    });
  });
});
