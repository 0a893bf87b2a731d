import { createHash } from 'node:crypto';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { identify } from '../../src/ingest/identity.ts';
import type { OpenedFile } from '../../src/ingest/identity.ts';
import { openLogHandle } from '../../src/ingest/log-handle.ts';
import type { LogHandle } from '../../src/ingest/log-handle.ts';
import { createPrefixes } from '../../src/ingest/prefixes.ts';
import type { KnownSource } from '../../src/ingest/sink.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const handles: LogHandle[] = [];

afterEach(() => {
  for (const handle of handles.splice(0)) handle.close();
});

function opened(file: string, headSha256 = 'head'): OpenedFile {
  const handle = openLogHandle(file);
  handles.push(handle);
  return { file, handle, size: handle.stat().size, headSha256 };
}

const BEGIN = 'x'.repeat(200_000);

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Prefixes that know the first 200,000 bytes of a file. */
function knowing(file: string) {
  const prefixes = createPrefixes();
  writeFileSync(file, BEGIN);
  const hash = createHash('sha256').update(BEGIN);
  prefixes.note(opened(file), { hash, offset: BEGIN.length });
  return prefixes;
}

describe('the beginning of a file is not read again', () => {
  test('if the file went on', async () => {
    const file = temp.at('a.log');
    const prefixes = knowing(file);
    appendFileSync(file, 'more');
    for (let times = 0; times < 2; times++) {
      const prefix = prefixes.of(opened(file));
      expect(prefix?.offset).toBe(BEGIN.length);
      expect(prefix?.hash.update('more').digest('hex')).toBe(digest(`${BEGIN}more`));
    }
  });

  test.each<[string, (file: string) => void, string?]>([
    ['it is shorter', (file) => writeFileSync(file, BEGIN.slice(1))],
    ['its end is another', (file) => writeFileSync(file, `${BEGIN.slice(1)}yz`)],
    ['its first record is another', (file) => appendFileSync(file, 'more'), 'other head'],
    [
      'it is another file',
      (file) => {
        renameSync(file, `${file}.old`);
        writeFileSync(file, `${BEGIN}more`);
      },
    ],
  ])('unless %s', async (_name, change, head) => {
    const file = temp.at('a.log');
    const prefixes = knowing(file);
    change(file);
    expect(prefixes.of(opened(file, head))).toBeNull();
  });

  test('unless it was never read', async () => {
    const prefixes = knowing(temp.at('a.log'));
    temp.write('b.log', BEGIN);
    expect(prefixes.of(opened(temp.at('b.log')))).toBeNull();
  });
});

test('a file that grows step by step is told from what was added', async () => {
  const file = temp.at('a.log');
  const prefixes = createPrefixes();
  let text = '';
  for (let step = 0; step < 4; step++) {
    const before = text;
    text += BEGIN;
    writeFileSync(file, text);
    const { handle, ...rest } = opened(file);
    let bytesRead = 0;
    const counting: LogHandle = {
      ...handle,
      read(into, position) {
        bytesRead += into.length;
        return handle.read(into, position);
      },
    };
    const source = sourceOf(file, before);
    const lookup = { similarSources: () => [source], archivedSha256: () => null };
    const identity = await identify({ ...rest, handle: counting }, lookup, () => null, prefixes);
    if (identity.kind !== 'grown') throw new Error(identity.kind);
    expect(identity.hash.digest('hex')).toBe(digest(before));
    // What was added before, and twice the bytes that show that it is the same file.
    if (step > 0) expect(bytesRead).toBeLessThanOrEqual(BEGIN.length + 2 * 64 * 1024);
  }
});

function sourceOf(file: string, text: string): KnownSource {
  const sha256 = digest(text);
  const counts = {
    lines: 1,
    events: 1,
    directives: 0,
    blank: 0,
    continuations: 0,
    rejects: 0,
  };
  const layout = { columns: [], writerVersion: null };
  return {
    id: 1,
    file,
    headSha256: 'head',
    sizeBytes: text.length,
    sha256,
    isPurged: false,
    checkpoint: { offset: text.length, line: 2, sha256, layout, counts },
  };
}
