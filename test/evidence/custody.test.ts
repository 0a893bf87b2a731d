import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { addCustody, readCustody } from '../../src/evidence/custody/custody.ts';
import { verifyBag } from '../../src/evidence/verify/verify-bag.ts';
import { zipBag } from '../../src/evidence/bag/zip-bag.ts';
import { sampleBag, writeBag } from '../support/bag.ts';
import { contentsBelow, filesBelow } from '../support/bag-files.ts';
import { writeSmallBag, writeSmallZip } from '../support/small-bag.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { zipOf } from '../support/zip.ts';
import { KEY } from './signing/sample-keys.ts';
import { has, run } from './signing/tools.ts';

const verified = useTempFolder('file');

const NOTE = {
  at: '2026-11-24T18:00:00.000Z',
  actor: 'bob',
  host: 'desk2',
  tool: 'mailtrail 0.1.0',
  text: 'handed to counsel',
};
const PLAIN = { note: NOTE, signingKey: null, timestampQuery: false };
const FULL = { note: NOTE, signingKey: KEY, timestampQuery: true };
const FULL_FILES = [
  'custody.jsonl',
  'manifest-sha256.txt.tsq',
  'signature-1.txt',
  'signature-1.sig',
  'signature-1.bin',
  'tagmanifest-sha256.txt',
  'tagmanifest-sha512.txt',
];

describe('adding to a folder', () => {
  const folder = useTempFolder();

  it('appends an entry and makes the tag manifests anew, nothing else', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    const before = contentsBelow(bag);
    const { added, state } = await addCustody(bag, PLAIN);
    expect(added).toEqual({
      seq: 2,
      completed: null,
      files: ['custody.jsonl', 'tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'],
    });
    const after = contentsBelow(bag);
    const changed = [...after].filter(([path, content]) => before.get(path) !== content);
    expect(changed.map(([path]) => path)).toEqual(added?.files);
    expect(after.get('custody.jsonl')).toMatch(/^.*\n\{"seq":2,.*"text":"handed to counsel",.*\n$/);
    expect(state.entries[1]).toMatchObject({ ...NOTE, seq: 2, action: 'note' });
    expect(await readCustody(bag)).toEqual(state);
  });

  test.skipIf(!has('sha256sum', ['--version']))(
    'sha256sum and sha512sum accept the bag',
    async () => {
      const bag = await writeSmallBag(folder.at('bag'));
      await addCustody(bag, FULL);
      for (const bits of ['256', '512'])
        for (const manifest of ['manifest', 'tagmanifest']) {
          const args = ['--strict', '--quiet', '-c', `${manifest}-sha${bits}.txt`];
          expect(run(`sha${bits}sum`, args, { cwd: bag })).toEqual({ code: 0, out: '' });
        }
      const listed =
        readFileSync(join(bag, 'tagmanifest-sha256.txt'), 'utf8').match(/\S+$/gm) ?? [];
      const tags = filesBelow(bag).filter((path) => !/^data\/|^tagmanifest-/.test(path));
      expect(listed).toEqual(tags);
    },
  );

  it('signs the chain with the new entry', async () => {
    const bag = await writeSmallBag(folder.at('bag'), { signingKey: KEY });
    const { state, added } = await addCustody(bag, FULL);
    expect(added?.files).toContain('signature-2.sig');
    const key = KEY.publicKey.fingerprint;
    expect(state.signatures).toEqual([
      { name: 'signature-1', key, seq: 1, ok: true },
      { name: 'signature-2', key, seq: 2, ok: true },
    ]);
    const again = await addCustody(bag, PLAIN);
    expect(again.state.entries).toHaveLength(3);
    expect(again.state.signatures).toEqual(state.signatures);
  });

  it('writes no request for a time stamp twice', async () => {
    const bag = await writeSmallBag(folder.at('bag'), { timestampQuery: true });
    const { added } = await addCustody(bag, { ...PLAIN, timestampQuery: true });
    expect(added?.files).not.toContain('manifest-sha256.txt.tsq');
  });

  it('tells no machine in a redacted bag', async () => {
    const payload = { 'data/redaction.json': '{}\n' };
    const bag = await writeSmallBag(folder.at('bag'), { host: null }, payload);
    const { state } = await addCustody(bag, PLAIN);
    expect(state.entries[1]?.host).toBe(null);
  });

  it('new files have the rights that the bag has', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    await addCustody(bag, FULL);
    for (const path of filesBelow(bag)) expect(statSync(join(bag, path)).mode & 0o077).toBe(0);
  });

  it('keeps files that no manifest lists out of the manifests', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    writeFileSync(join(bag, 'manifest-sha256.txt.tsr'), 'answer');
    writeFileSync(join(bag, 'notes.txt'), 'mine');
    await addCustody(bag, PLAIN);
    expect(readFileSync(join(bag, 'tagmanifest-sha256.txt'), 'utf8')).not.toMatch(/tsr|notes/);
  });
});

it('verify accepts what was added, in a folder and in a zip file', async () => {
  const options = { logs: null, trusted: [KEY.publicKey], caFile: null, maxBytes: null };
  const bag = writeBag(verified.at('bag'), sampleBag());
  await zipBag(bag, 'case', verified.at('bag.zip'));
  for (const path of [bag, verified.at('bag.zip')]) {
    await addCustody(path, PLAIN);
    await addCustody(path, FULL);
    const report = await verifyBag(path, { ...options, onProgress: () => undefined });
    expect(report).toMatchObject({
      failures: [],
      custody: { seq: 5 },
      signatures: [{ ok: true, trusted: true, custodySeq: 5, laterEntries: 0 }],
    });
  }
});

describe('a run that is stopped', () => {
  const folder = useTempFolder();

  test.each(Array.from({ length: FULL_FILES.length + 1 }, (_, count) => count))(
    'after %i files leaves what the next one completes or names',
    async (count) => {
      const bag = await writeSmallBag(folder.at('bag'));
      const done = folder.at('done');
      cpSync(bag, done, { recursive: true });
      const { added } = await addCustody(done, FULL);
      expect(added?.files).toEqual(FULL_FILES);
      for (const path of FULL_FILES.slice(0, count)) cpSync(join(done, path), join(bag, path));
      writeFileSync(join(bag, '.mailtrail-tmp'), 'half');

      const seen = await readCustody(bag);
      const other = { ...PLAIN, note: { ...NOTE, text: 'received' } };
      const { added: next, state } = await addCustody(bag, other);
      // A signature of which one or two files are there cannot be completed without the key.
      const isHalfSigned = count === 3 || count === 4;
      if (isHalfSigned) {
        expect(next).toBe(null);
        expect(state.problems.map(({ code, path }) => `${code} ${path}`).toSorted()).toEqual(
          FULL_FILES.slice(2, count)
            .map((path) => `signature-invalid ${path}`)
            .toSorted(),
        );
        for (const { path } of state.problems) rmSync(join(bag, path ?? ''));
        expect((await addCustody(bag, other)).added).toMatchObject({ seq: 3, completed: 2 });
        return;
      }
      const isUnfinished = count > 0 && count < FULL_FILES.length;
      expect(seen).toMatchObject({ problems: [], unfinished: isUnfinished ? 2 : null });
      expect(next).toMatchObject({
        seq: count === 0 ? 2 : 3,
        completed: isUnfinished ? 2 : null,
      });
      expect(await readCustody(bag)).toMatchObject({ problems: [], unfinished: null });
      expect(filesBelow(bag)).not.toContain('.mailtrail-tmp');
      expect(filesBelow(bag)).not.toContain('.mailtrail-lock');
      const listed = readFileSync(join(bag, 'tagmanifest-sha512.txt'), 'utf8');
      expect(listed.includes('.tsq')).toBe(count > 1);
      expect(listed.includes('signature-1.sig')).toBe(count > 4);
    },
  );

  test.each([
    ['', PLAIN, []],
    [' with a signature', FULL, FULL_FILES.slice(1)],
  ])('the same command again%s adds no second entry', async (_, addition, files) => {
    const bag = await writeSmallBag(folder.at('bag'));
    const done = folder.at('done');
    cpSync(bag, done, { recursive: true });
    await addCustody(done, PLAIN);
    cpSync(join(done, 'custody.jsonl'), join(bag, 'custody.jsonl'));
    const { added, state } = await addCustody(bag, addition);
    expect(added).toEqual({
      seq: 2,
      completed: 2,
      files: ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt', ...files],
    });
    expect(state.entries).toHaveLength(2);
    expect(await readCustody(bag)).toEqual({ ...state, unfinished: null, problems: [] });
    const other = { ...addition, note: { ...NOTE, actor: 'eve' } };
    expect((await addCustody(bag, other)).added?.seq).toBe(3);
  });

  it('two entries more than the tag manifests know are no stopped run', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    const manifests = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'].map(
      (path) => [path, readFileSync(join(bag, path))] as const,
    );
    await addCustody(bag, PLAIN);
    await addCustody(bag, PLAIN);
    for (const [path, bytes] of manifests) writeFileSync(join(bag, path), bytes);
    const { added, state } = await addCustody(bag, PLAIN);
    expect(added).toBe(null);
    expect(state.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'wrong-checksum custody.jsonl',
      'wrong-checksum custody.jsonl',
    ]);
  });

  it('a lock of a process that is gone is taken over, that of another is not', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    const gone = run(process.execPath, ['-p', '`${process.pid} ${os.hostname()}`']).out;
    writeFileSync(join(bag, '.mailtrail-lock'), gone);
    expect((await addCustody(bag, PLAIN)).added?.seq).toBe(2);
    for (const other of [
      gone.replace(/^\d+/, String(process.pid)),
      '1 elsewhere\n',
      '',
      'x'.repeat(2000),
    ]) {
      writeFileSync(join(bag, '.mailtrail-lock'), other);
      await expect(addCustody(bag, PLAIN)).rejects.toMatchObject({ code: 'bag-busy' });
    }
    rmSync(join(bag, '.mailtrail-lock'));
    mkdirSync(join(bag, '.mailtrail-lock'));
    await expect(addCustody(bag, PLAIN)).rejects.toMatchObject({ code: 'bag-busy' });
  });
});

const change = (path: string, from: string | RegExp, to: string) => (bag: string) => {
  const text = readFileSync(join(bag, path), 'latin1');
  expect(text).toMatch(from);
  writeFileSync(join(bag, path), text.replace(from, to), 'latin1');
};
const remove = (path: string) => (bag: string) => {
  rmSync(join(bag, path));
};

const link = (path: string) => (bag: string) => {
  const outside = `${bag}-outside`;
  cpSync(join(bag, path), outside);
  rmSync(join(bag, path));
  symlinkSync(outside, join(bag, path));
};

describe('a bag that is not as it should be', () => {
  const folder = useTempFolder();

  test.each([
    [
      'a text of the chain',
      change('custody.jsonl', 'exported 1', 'exported 2'),
      'custody-wrong-hash custody.jsonl',
    ],
    [
      'the payload manifest',
      change('manifest-sha256.txt', /^[0-9a-f]/, 'x'),
      'custody-wrong-manifest custody.jsonl',
    ],
    [
      'the other payload manifest',
      change('manifest-sha512.txt', /^[0-9a-f]/, 'x'),
      'wrong-checksum manifest-sha512.txt',
    ],
    ['the method', change('method.md', 'Method', 'method'), 'wrong-checksum method.md'],
    ['no chain', remove('custody.jsonl'), 'missing-file custody.jsonl'],
    ['no payload manifest', remove('manifest-sha256.txt'), 'missing-file manifest-sha256.txt'],
    ['no tag manifest', remove('tagmanifest-sha512.txt'), 'missing-file tagmanifest-sha512.txt'],
    ['no profile', remove('profile.json'), 'missing-file profile.json'],
    [
      'a tag manifest without the chain',
      change('tagmanifest-sha256.txt', /.*custody.jsonl\n/, ''),
      'unlisted-file custody.jsonl',
    ],
    [
      'tag manifests that list other files',
      change('tagmanifest-sha256.txt', /.*profile.json\n/, ''),
      'manifests-differ tagmanifest-sha256.txt',
    ],
    [
      'a line that is none',
      change('tagmanifest-sha256.txt', '  ', ' '),
      'bad-manifest-line tagmanifest-sha256.txt',
    ],
  ])('%s: nothing is added', async (_, spoil, expected) => {
    const bag = await writeSmallBag(folder.at('bag'));
    spoil(bag);
    const before = contentsBelow(bag);
    const { added, state } = await addCustody(bag, FULL);
    expect(added).toBe(null);
    expect(state.problems.map(({ code, path }) => `${code} ${path}`)).toContain(expected);
    expect(contentsBelow(bag)).toEqual(before);
  });

  test.each([
    ['the chain as a link', link('custody.jsonl')],
    ['a tag manifest as a link', link('tagmanifest-sha256.txt')],
    ['a link in the payload', link('data/report.txt')],
  ])('%s is refused', async (_, spoil) => {
    const bag = await writeSmallBag(folder.at('bag'));
    spoil(bag);
    const outside = readFileSync(`${bag}-outside`);
    await expect(addCustody(bag, PLAIN)).rejects.toMatchObject({
      code: 'bag-refused',
      exitCode: 6,
    });
    await expect(readCustody(bag)).rejects.toMatchObject({ code: 'bag-refused' });
    expect(readFileSync(`${bag}-outside`)).toEqual(outside);
  });

  it('what is no bag is refused, and nothing is written there', async () => {
    mkdirSync(folder.at('plain'));
    for (const path of ['plain', 'missing'])
      await expect(addCustody(folder.at(path), PLAIN)).rejects.toMatchObject({
        code: 'no-bag',
        exitCode: 2,
      });
    expect(filesBelow(folder.at('plain'))).toEqual([]);
    folder.write('file.txt', 'hello');
    await expect(addCustody(folder.at('file.txt'), PLAIN)).rejects.toMatchObject({
      code: 'bag-refused',
    });
  });

  it('the lock and the file that is being written are never followed', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    const outside = folder.write('outside', 'kept');
    for (const name of ['.mailtrail-tmp', '.mailtrail-lock']) {
      symlinkSync(outside, join(bag, name));
      await expect(addCustody(bag, PLAIN)).rejects.toMatchObject({ code: 'bag-refused' });
      rmSync(join(bag, name));
    }
    expect(readFileSync(outside, 'utf8')).toBe('kept');
  });

  it('a case that bag-info.txt does not name is not signed', async () => {
    const bag = await writeSmallBag(folder.at('bag'), { caseName: 'a\nExternal-Identifier: b' });
    await expect(addCustody(bag, FULL)).rejects.toMatchObject({ code: 'case-unknown' });
    expect((await addCustody(bag, PLAIN)).added?.seq).toBe(2);
  });
});

const hasUnzip = has('unzip', ['-v']);

describe('adding to a zip file', () => {
  const folder = useTempFolder();

  it.skipIf(!hasUnzip)('gives what adding to the folder gives', async () => {
    const zip = await writeSmallZip(folder.at('bag.zip'));
    const bag = await writeSmallBag(folder.at('bag'));
    const { added, state } = await addCustody(zip, FULL);
    const inFolder = await addCustody(bag, FULL);
    expect({ added, state }).toEqual(inFolder);
    expect(await readCustody(zip)).toEqual(state);
    expect(run('unzip', ['-q', zip, '-d', folder.at('out')])).toEqual({ code: 0, out: '' });
    expect(contentsBelow(folder.at('out/case'))).toEqual(contentsBelow(bag));
    expect(filesBelow(folder.path).filter((path) => path.includes('mailtrail'))).toEqual([]);
  });

  it('gives the bytes that export gives for the same files', async () => {
    const zip = await writeSmallZip(folder.at('bag.zip'));
    await addCustody(zip, FULL);
    const bag = await writeSmallBag(folder.at('bag'));
    await addCustody(bag, FULL);
    await zipBag(bag, 'case', folder.at('fresh.zip'));
    expect(readFileSync(zip).equals(readFileSync(folder.at('fresh.zip')))).toBe(true);
  });

  it('a damaged entry is not packed anew', async () => {
    const zip = await writeSmallZip(folder.at('bag.zip'));
    const contents = contentsBelow(`${zip}.folder`);
    const entries = [...contents].map(
      ([path, text]) => [`case/${path}`, Buffer.from(text, 'latin1')] as const,
    );
    const whole = zipOf(Object.fromEntries(entries));
    const report = Buffer.alloc(4);
    report.writeUInt32LE(crc32(Buffer.from('delivered\n')));
    // Its CRC, in both headers.
    for (let at = whole.indexOf(report); at !== -1; at = whole.indexOf(report, at))
      whole.writeUInt32LE(1, at);
    writeFileSync(zip, whole);
    await expect(addCustody(zip, PLAIN)).rejects.toMatchObject({
      code: 'cannot-write',
      message: expect.stringContaining('data/report.txt is damaged'),
    });
    expect(readFileSync(zip).equals(whole)).toBe(true);
    expect(filesBelow(folder.path).filter((path) => path.includes('mailtrail'))).toEqual([]);
  });

  test.each([
    ['a path that leads out', { '../evil': 'x' }],
    ['an absolute path', { '/evil': 'x' }],
    ['a second top folder', { 'other/file': 'x' }],
    ['names that differ in capitals', { 'case/METHOD.md': 'x' }],
  ])('%s is refused', async (_, more) => {
    const zip = await writeSmallZip(folder.at('bag.zip'));
    const entries = [...contentsBelow(`${zip}.folder`)].map(
      ([path, text]) => [`case/${path}`, Buffer.from(text, 'latin1')] as const,
    );
    const hostile = zipOf({ ...Object.fromEntries(entries), ...more });
    writeFileSync(zip, hostile);
    await expect(addCustody(zip, PLAIN)).rejects.toMatchObject({
      code: 'bag-refused',
      exitCode: 6,
    });
    expect(readFileSync(zip).equals(hostile)).toBe(true);
  });

  it('a chain that was changed is not added to', async () => {
    const zip = await writeSmallZip(folder.at('bag.zip'));
    const entries = [...contentsBelow(`${zip}.folder`)].map(
      ([path, text]) => [`case/${path}`, text.replace('exported 1', 'exported 2')] as const,
    );
    writeFileSync(zip, zipOf(Object.fromEntries(entries)));
    const { added, state } = await addCustody(zip, PLAIN);
    expect(added).toBe(null);
    expect(state.problems[0]).toMatchObject({ code: 'custody-wrong-hash', line: 1 });
  });
});
