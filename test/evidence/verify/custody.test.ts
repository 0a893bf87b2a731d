import { describe, expect, it } from 'vitest';
import {
  custodyEntry,
  custodyLine,
  custodyLines,
  hashOf,
  putCustody,
  sampleBag,
  sealAll,
  sealTags,
  writeBag,
} from '../../support/bag.ts';
import type { BagFiles } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';
import { KEY } from '../signing/sample-keys.ts';

const folder = useTempFolder();

/** Failures about custody.jsonl of a bag whose tag manifests are written anew, as a forger would. */
async function forged(files: BagFiles): Promise<string[]> {
  sealTags(files);
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(report.failures.every(({ path }) => path?.startsWith('data/') !== true)).toBe(true);
  return failuresOf(report);
}

type Change = (lines: string[], files: BagFiles) => string[];

const replaced =
  (at: number, from: string, to: string): Change =>
  (lines) =>
    lines.map((line, index) => (index === at ? line.replace(from, to) : line));

/** An entry whose own hash is right. */
const rewritten =
  (at: number, changed: Record<string, unknown>): Change =>
  (lines, files) =>
    lines.map((line, index) => {
      if (index !== at) return line;
      const previous = index === 0 ? null : hashOf(lines[index - 1] ?? '');
      return custodyLine({ ...custodyEntry(files, index + 1, previous), ...changed });
    });

const CASES: Readonly<Record<string, readonly [Change, readonly string[]]>> = {
  'a changed text': [replaced(1, 'step 2', 'step X'), ['custody-wrong-hash custody.jsonl:2']],
  'a changed text in the last entry': [
    replaced(2, 'step 3', 'step X'),
    ['custody-wrong-hash custody.jsonl:3'],
  ],
  'a changed entry with a hash of its own': [
    rewritten(1, { text: 'another step' }),
    ['custody-broken-chain custody.jsonl:3'],
  ],
  'a changed first entry with a hash of its own': [
    rewritten(0, { actor: 'mallory' }),
    ['custody-broken-chain custody.jsonl:2'],
  ],
  'a first entry that names one before it': [
    rewritten(0, { previous: 'f'.repeat(64) }),
    ['custody-broken-chain custody.jsonl:1', 'custody-broken-chain custody.jsonl:2'],
  ],
  'the first entry dropped': [(lines) => lines.slice(1), ['custody-dropped custody.jsonl:1']],
  'an entry in the middle dropped': [
    (lines) => lines.filter((_, index) => index !== 1),
    ['custody-dropped custody.jsonl:2'],
  ],
  'all entries dropped': [() => [], ['custody-dropped custody.jsonl']],
  'two entries in the other order': [
    ([a = '', b = '', c = '']) => [a, c, b],
    ['custody-reordered custody.jsonl:3'],
  ],
  'an entry twice': [
    ([a = '', b = '', c = '']) => [a, b, b, c],
    ['custody-reordered custody.jsonl:3'],
  ],
  'an entry inserted with a number that another one has': [
    (lines, files) => {
      const extra = custodyLine(custodyEntry(files, 2, hashOf(lines[0] ?? ''), 'in between'));
      return [...lines.slice(0, 1), extra, ...lines.slice(1)];
    },
    ['custody-reordered custody.jsonl:3'],
  ],
  'an entry of another payload': [
    rewritten(2, { manifestSha256: 'a'.repeat(64) }),
    ['custody-wrong-manifest custody.jsonl:3'],
  ],
  'a line that is no JSON': [
    ([a = '', b = '', c = '']) => [a, b, `${c}}`],
    ['custody-bad-line custody.jsonl:3'],
  ],
  'a line with spaces': [replaced(1, '{"seq"', '{ "seq"'), ['custody-bad-line custody.jsonl:2']],
  'a key twice': [replaced(1, '"seq":2', '"seq":3,"seq":2'), ['custody-bad-line custody.jsonl:2']],
  'keys in another order': [
    replaced(
      1,
      '"actor":"ann","host":"desk.corp.example"',
      '"host":"desk.corp.example","actor":"ann"',
    ),
    ['custody-bad-line custody.jsonl:2'],
  ],
  'a time that is none': [
    rewritten(2, { at: '2004-02-30 08:03' }),
    ['custody-bad-line custody.jsonl:3'],
  ],
  'another action first': [
    rewritten(0, { action: 'note' }),
    ['custody-bad-line custody.jsonl:1', 'custody-broken-chain custody.jsonl:2'],
  ],
  'a second export': [rewritten(2, { action: 'export' }), ['custody-bad-line custody.jsonl:3']],
  'an empty line': [
    ([a = '', b = '', c = '']) => [a, '', b, c],
    ['custody-bad-line custody.jsonl:2'],
  ],
};

describe('a custody chain with', () => {
  it.each(Object.entries(CASES))(
    '%s is told, though all manifests were written anew',
    async (_, [change, failures]) => {
      const files = sampleBag();
      putCustody(files, change(custodyLines(files), files));
      expect(await forged(files)).toEqual(failures);
    },
  );

  it('CR before its line ends, or no last one, is told', async () => {
    const files = sampleBag();
    const text = files.get('custody.jsonl')?.toString('utf8') ?? '';
    files.set('custody.jsonl', Buffer.from(text.replaceAll('\n', '\r\n')));
    expect(await forged(files)).toHaveLength(3);
    files.set('custody.jsonl', Buffer.from(text.slice(0, -1)));
    expect(await forged(files)).toEqual(['custody-bad-line custody.jsonl:3']);
  });
});

it('a dropped last entry is told by the tag manifests', async () => {
  const files = sampleBag();
  putCustody(files, custodyLines(files).slice(0, -1));
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(failuresOf(report)).toEqual(['wrong-checksum custody.jsonl']);
});

it('a dropped last entry and new tag manifests are told by a signature alone', async () => {
  const unsigned = sampleBag();
  putCustody(unsigned, custodyLines(unsigned).slice(0, -1));
  sealTags(unsigned);
  const passed = await verified(writeBag(folder.at('unsigned'), unsigned));
  expect(failuresOf(passed)).toEqual([]);
  expect(notesOf(passed)).toContain('not-signed');

  const signed = sampleBag({ key: KEY });
  putCustody(signed, custodyLines(signed).slice(0, -1));
  expect(await forged(signed)).toEqual(['signature-wrong-custody signature-1.txt']);
});

it('a bag that was made anew from a changed payload passes, and says that nothing is signed', async () => {
  const files = sampleBag();
  files.set('data/report.txt', Buffer.from('bob@partner.example got it.\n'));
  sealAll(files);
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(report.ok).toBe(true);
  expect(notesOf(report)).toContain('not-signed');
});

it('an entry that the tag manifests do not know yet is told, and how that may be', async () => {
  const files = sampleBag();
  const lines = custodyLines(files);
  putCustody(files, [...lines, custodyLine(custodyEntry(files, 4, hashOf(lines.at(-1) ?? '')))]);
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(failuresOf(report)).toEqual(['wrong-checksum custody.jsonl']);
  expect(notesOf(report)).toContain('custody-unfinished');
  putCustody(files, lines.slice(0, -1));
  const cut = await verified(writeBag(folder.at('bag'), files));
  expect(notesOf(cut)).not.toContain('custody-unfinished');
});

it('a clock that was set back is noted, not judged', async () => {
  const files = sampleBag();
  const lines = custodyLines(files);
  const last = custodyEntry(files, 3, hashOf(lines[1] ?? ''));
  putCustody(files, [
    ...lines.slice(0, 2),
    custodyLine({ ...last, at: '2004-02-19T07:00:00.000Z' }),
  ]);
  sealTags(files);
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(report.ok).toBe(true);
  expect(notesOf(report)).toContain('custody-clock');
});

it('entries of control characters, as export writes them, are entries', async () => {
  const files = sampleBag();
  const lines = custodyLines(files);
  const body = JSON.stringify(custodyEntry(files, 3, hashOf(lines[1] ?? ''), 'left\u202eright'));
  const safe = body.replace('\u202e', String.raw`\u202e`);
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256').update(safe).digest('hex');
  putCustody(files, [...lines.slice(0, 2), `${safe.slice(0, -1)},"hash":"${hash}"}`]);
  expect(await forged(files)).toEqual([]);
});
