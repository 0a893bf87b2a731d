import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mailtrail, ROOT } from '../../cli/run.ts';
import { filesBelow } from '../../support/bag-files.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';
import { opensshKey } from '../signing/sample-keys.ts';

/* What `verify` says of bags that `export` made. */

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
const LIST = 'A11CA11569D9914808969AC4E7';

const folder = useTempFolder('file');
let db = '';
let files: string[] = [];

function run(...args: readonly string[]): void {
  const { code, err } = mailtrail(args, { db, cwd: folder.path });
  expect({ args, code, err }).toMatchObject({ code: 0 });
}

const exported = (out: string, ...args: readonly string[]): void => {
  run('export', ...args, '--case', 'INC-17', '--out', out);
};

beforeAll(() => {
  db = folder.at('stories.db');
  cpSync(join(ROOT, 'fixtures/logs'), folder.at('logs'), { recursive: true });
  writeFileSync(folder.at('key'), opensshKey(), { mode: 0o600 });
  run('ingest', 'logs');
  exported('bag', STUCK, '--sign', 'key', '--timestamp-query');
  run('custody', 'bag', '--add', 'handed over');
  files = filesBelow(folder.at('bag'));
});

describe('a bag as it was exported', () => {
  it('signed, then added to, has nothing wrong', async () => {
    const report = await verified(folder.at('bag'), { logs: folder.at('logs') });
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({
      kind: 'mailtrail',
      checked: { lines: 25, linesInRaw: 25, sources: 2 },
      custody: { entries: 2 },
      logs: { found: 2, lines: 25 },
      signatures: [{ ok: true, custodySeq: 1, laterEntries: 1 }],
    });
    expect(notesOf(report)).toEqual(['key-not-checked', 'unsigned-entries', 'no-timestamp']);
  });

  it.each([
    ['one.zip', [STUCK, LIST, '--zip']],
    ['whole', [LIST, '--include-sources']],
    ['stuck', ['--stuck', '2004-02-18']],
    ['search', ['--from', 'corp.example']],
    ['lost.zip', ['--state', 'lost', '--zip', '--sign', 'key']],
    ['redacted', [LIST, STUCK, '--redact', '--key', 'case.key']],
    [
      'redacted.zip',
      ['--from', 'corp.example', '--redact', '--key', 'case.key', '--keep-domains', '--zip'],
    ],
  ])('%s has nothing wrong', async (out, args) => {
    exported(out, ...args);
    const report = await verified(folder.at(out), { logs: folder.at('logs') });
    expect(failuresOf(report)).toEqual([]);
    expect(report.logs?.found).toBe(report.checked.sources);
  });

  it('without logs and archive has nothing wrong, and says that it has no lines', async () => {
    const bare = folder.at('bare.db');
    cpSync(join(ROOT, 'fixtures/logs/EXCH01.log'), folder.at('gone/EXCH01.log'), {
      recursive: true,
    });
    expect(mailtrail(['ingest', 'gone', '--no-archive'], { db: bare, cwd: folder.path }).code).toBe(
      0,
    );
    rmSync(folder.at('gone'), { recursive: true });
    const made = mailtrail(['export', STUCK, '--case', 'c', '--out', 'bare'], {
      db: bare,
      cwd: folder.path,
    });
    expect(made.code).toBe(0);
    const report = await verified(folder.at('bare'));
    expect(failuresOf(report)).toEqual([]);
    expect(notesOf(report)).toContain('lines-without-bytes');
  });
});

/** The bag with another file at `path`, or without it. */
async function changed(path: string, bytes: Uint8Array | null): Promise<string[]> {
  const file = folder.at(`bag/${path}`);
  const before = existsSync(file) ? readFileSync(file) : null;
  if (bytes === null) rmSync(file);
  else writeFileSync(file, bytes);
  try {
    return failuresOf(await verified(folder.at('bag')));
  } finally {
    if (before === null) rmSync(file);
    else writeFileSync(file, before);
  }
}

const linesOf = (...lines: string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''));

describe('a change of an exported bag', () => {
  it('of any file is told', async () => {
    for (const path of files) {
      const bytes = readFileSync(folder.at(`bag/${path}`));
      expect(await changed(path, null), path).toContain(`missing-file ${path}`);
      const longer = await changed(path, Buffer.concat([bytes, Buffer.from('x')]));
      expect(
        longer.some((failure) => failure.includes(path)),
        path,
      ).toBe(true);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        if (bytes.length === 0) continue;
        const other = Buffer.from(bytes);
        other.writeUInt8(other.readUInt8(at) ^ 1, at);
        const failures = await changed(path, other);
        const expected = path.startsWith('tagmanifest-') ? path : `wrong-checksum ${path}`;
        expect(
          failures.some((failure) => failure.includes(expected)) ||
            (path.startsWith('tagmanifest-') && failures.length > 0),
          `${path} at ${at}: ${failures.join()}`,
        ).toBe(true);
      }
    }
  });

  it('of any bit is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(7), async (which, where, bit) => {
        const path = files[which % files.length] ?? '';
        const bytes = readFileSync(folder.at(`bag/${path}`));
        if (bytes.length === 0) return;
        const at = where % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        expect(await changed(path, bytes), `${path} at ${at}, bit ${bit}`).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('of custody lines is told: dropped, twice, in another order', async () => {
    const [first = '', second = ''] = readFileSync(folder.at('bag/custody.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const file = 'custody.jsonl';
    expect(await changed(file, linesOf(first))).toEqual([`wrong-checksum ${file}`]);
    expect(await changed(file, linesOf(second))).toContain(`custody-dropped ${file}:1`);
    expect(await changed(file, linesOf(second, first))).toContain(`custody-reordered ${file}:2`);
    expect(await changed(file, linesOf(first, second, second))).toContain(
      `custody-reordered ${file}:3`,
    );
  });

  it('ends the program with 6, and a line for each', () => {
    const path = 'data/raw/EXCH01/20040218.log.part';
    const file = folder.at(`bag/${path}`);
    const before = readFileSync(file);
    writeFileSync(file, Buffer.from(before.toString('latin1').replace('bob@', 'eve@'), 'latin1'));
    const { code, out, err } = mailtrail(['verify', 'bag'], { cwd: folder.path });
    writeFileSync(file, before);
    expect({ code, err }).toEqual({ code: 6, err: '' });
    expect(out).toMatch(new RegExp(`^wrong-checksum {2}${path}: sha256 is `, 'm'));
    expect(out).toMatch(
      /^provenance-bytes-differ {2}data\/provenance.jsonl:\d+: bytes \d+ to \d+ of /m,
    );
  });
});
