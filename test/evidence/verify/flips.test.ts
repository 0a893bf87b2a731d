import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleBag, writeBag } from '../../support/bag.ts';
import type { BagFiles } from '../../support/bag.ts';
import { zipOf } from '../../support/zip.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { codesOf, failuresOf, notesOf, verified } from '../../support/verify.ts';
import { KEY } from '../signing/sample-keys.ts';

const files: BagFiles = sampleBag({ key: KEY });
const PATHS = [...files.keys()].toSorted();
const folder = useTempFolder('file');
let bag = '';

beforeAll(() => {
  bag = writeBag(folder.at('bag'), files);
});

function bytesOf(path: string): Buffer {
  return Buffer.from(files.get(path) ?? '');
}

function restore(path: string): void {
  writeFileSync(join(bag, path), bytesOf(path));
}

/** What a check of the bag says while one of its files has other bytes. */
async function withBytes(path: string, bytes: Uint8Array) {
  writeFileSync(join(bag, path), bytes);
  try {
    return await verified(bag);
  } finally {
    restore(path);
  }
}

describe('a whole bag', () => {
  it('has nothing wrong', async () => {
    const report = await verified(bag);
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      kind: 'mailtrail',
      container: 'folder',
      case: 'INC-17',
      redactionOf: null,
      checked: { files: files.size, parts: 2, lines: 7, linesInRaw: 7, events: 4, sources: 2 },
      custody: { entries: 3, seq: 3 },
      signatures: [
        { name: 'signature-1', ok: true, trusted: null, custodySeq: 3, laterEntries: 0 },
      ],
    });
    expect(notesOf(report)).toEqual(['logs-not-compared', 'key-not-checked']);
  });

  it('has nothing wrong as a zip file', async () => {
    const entries = [...files].map(([path, bytes]) => [`INC-17/${path}`, bytes] as const);
    const zip = folder.write('bag.zip', zipOf(Object.fromEntries(entries)));
    const report = await verified(zip);
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({ ok: true, container: 'zip', checked: { files: files.size } });
    expect(notesOf(report)).toEqual(['logs-not-compared', 'key-not-checked']);
  });
});

/** First and last bytes, and some between. */
function positions(length: number): number[] {
  const some = [0, 1, 63, 64, 65, 66, Math.floor(length / 2), length - 2, length - 1];
  return [...new Set(some)].filter((at) => at >= 0 && at < length);
}

describe.each(PATHS)('%s', (path) => {
  it.skipIf(bytesOf(path).length === 0)('with another byte is told', async () => {
    for (const at of positions(bytesOf(path).length))
      for (const mask of [0x01, 0x20, 0x80]) {
        const bytes = bytesOf(path);
        bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
        const report = await withBytes(path, bytes);
        const about = report.failures.filter((failure) => failure.path === path);
        expect(report.ok, `${path} at ${at}`).toBe(false);
        // A changed tag manifest no longer fits the other files, all others are told by their checksum.
        if (!path.startsWith('tagmanifest-'))
          expect(
            about.map(({ code }) => code),
            `${path} at ${at}`,
          ).toContain('wrong-checksum');
      }
  });

  it('with a byte more, or one less, is told', async () => {
    const longer = await withBytes(path, Buffer.concat([bytesOf(path), Buffer.from('\n')]));
    expect(longer.failures.map((failure) => failure.path)).toContain(path);
    if (bytesOf(path).length === 0) return;
    const shorter = await withBytes(path, bytesOf(path).subarray(0, -1));
    expect(shorter.failures.map((failure) => failure.path)).toContain(path);
  });

  it('dropped is told', async () => {
    rmSync(join(bag, path));
    const report = await verified(bag);
    restore(path);
    expect(failuresOf(report)).toContain(`missing-file ${path}`);
  });

  it('renamed is told, with its new name', async () => {
    const other = `${path}.old`;
    renameSync(join(bag, path), join(bag, other));
    const report = await verified(bag);
    renameSync(join(bag, other), join(bag, path));
    expect(failuresOf(report)).toEqual(
      expect.arrayContaining([`missing-file ${path}`, `unlisted-file ${other}`]),
    );
    const missing = report.failures.find((failure) => failure.path === path);
    if (bytesOf(path).length > 0 && !path.startsWith('tagmanifest-'))
      expect(missing?.detail).toContain(other);
  });
});

it.each(['data/added.txt', 'added.txt', 'data/raw/EXCH01/x.part', '.DS_Store', 'signature-2.sig'])(
  'an added file %s is told',
  async (path) => {
    folder.write(`bag/${path}`, 'added');
    const report = await verified(bag);
    rmSync(join(bag, path));
    expect(failuresOf(report)).toContain(`unlisted-file ${path}`);
  },
);

it('two files that changed places are told, each with the name of the other', async () => {
  const [a, b] = ['data/report.txt', 'data/report.html'];
  writeFileSync(join(bag, a), bytesOf(b));
  writeFileSync(join(bag, b), bytesOf(a));
  const report = await verified(bag);
  restore(a);
  restore(b);
  expect(failuresOf(report)).toEqual([`wrong-checksum ${b}`, `wrong-checksum ${a}`]);
  expect(report.failures[0]?.detail).toContain(`these are the bytes of ${a}`);
  expect(report.failures[1]?.detail).toContain(`these are the bytes of ${b}`);
});

it('lines of a manifest in another order, twice, or gone are told', async () => {
  for (const name of PATHS.filter((path) => path.includes('manifest-'))) {
    const lines = bytesOf(name).toString('utf8').trimEnd().split('\n');
    const swapped = [lines[1], lines[0], ...lines.slice(2)];
    const doubled = [lines[0], ...lines];
    const dropped = lines.slice(1);
    const codes: string[][] = [];
    for (const changed of [swapped, doubled, dropped])
      codes.push(codesOf(await withBytes(name, Buffer.from(`${changed.join('\n')}\n`))));
    expect(codes[0], name).toContain('manifest-order');
    expect(codes[1], name).toContain('duplicate-entry');
    expect(codes[2], name).toContain('manifests-differ');
  }
});

it('any other bit anywhere is told', async () => {
  const whole = PATHS.map((path) => ({ path, length: bytesOf(path).length }));
  const total = whole.reduce((sum, { length }) => sum + length, 0);
  await fc.assert(
    fc.asyncProperty(fc.nat(total - 1), fc.nat(7), async (place, bit) => {
      let at = place;
      const file = whole.find(({ length }) => {
        if (at < length) return true;
        at -= length;
        return false;
      });
      if (file === undefined) throw new RangeError('no such byte');
      const bytes = bytesOf(file.path);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
      const report = await withBytes(file.path, bytes);
      expect(report.ok, `${file.path} at ${at}, bit ${bit}`).toBe(false);
    }),
    { numRuns: 150 },
  );
});
