import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RevealReport } from '../../src/model/reveal-report.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, ROOT } from './run.ts';
import { transcript } from './transcript.ts';

/* `reveal` as users see it; see golden.test.ts. The key is always the same, so tokens are too. */

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
const KEY = `mailtrail redaction key 1\n${Buffer.alloc(32, 7).toString('base64url')}\n`;
const OTHER_KEY = `mailtrail redaction key 1\n${Buffer.alloc(32, 8).toString('base64url')}\n`;

const folder = useTempFolder('file');
let db = '';

beforeAll(() => {
  db = folder.at('stories.db');
  expect(mailtrail(['ingest', 'fixtures/logs'], { db }).code).toBe(0);
  for (const [name, content] of [
    ['case.key', KEY],
    ['other.key', OTHER_KEY],
  ] as const)
    writeFileSync(folder.at(name), content, { mode: 0o600 });
  for (const more of [
    ['--out', folder.at('plain')],
    ['--out', folder.at('bag'), '--redact', '--key', folder.at('case.key')],
    ['--out', folder.at('bag.zip'), '--zip', '--redact', '--key', folder.at('case.key')],
  ]) {
    const { code, err } = mailtrail(['export', STUCK, '--case', 'INC-17', ...more], { db });
    expect(code, err).toBe(0);
  }
});

const CASES: Readonly<Record<string, readonly string[]>> = {
  'help-reveal': ['reveal', '--help'],
  reveal: ['reveal', './bag', '--key', './case.key'],
  'reveal-csv': ['reveal', './bag.zip', '--key', './case.key', '--csv'],
  'reveal-unknown-json': [
    'reveal',
    './bag',
    '--key',
    './case.key',
    'person-000000000000',
    '--json',
  ],
  'reveal-unknown': ['reveal', './bag', '--key', './case.key', 'person-000000000000'],
  'reveal-wrong-key': ['reveal', './bag', '--key', './other.key'],
  'reveal-no-key': ['reveal', './bag', '--key', './none.key'],
  'reveal-no-key-named': ['reveal', './bag'],
  'reveal-not-a-key': ['reveal', './bag', '--key', './bag/bagit.txt'],
  'reveal-not-redacted': ['reveal', './plain', '--key', './case.key'],
  'reveal-no-bag': ['reveal', './none', '--key', './case.key'],
  'reveal-text-and-tokens': ['reveal', './bag', '--key', './case.key', '-', 'person-0'],
};

describe('reveal, as users see it', () => {
  it.each(Object.entries(CASES))('%s', async (name, args) => {
    const here = args.map((arg) => arg.replace(/^\.\//, `${folder.path}/`));
    const text = transcript(here, db)
      .replaceAll(`${folder.path}/`, '')
      // It changes with every word of a report.
      .replace(/[0-9a-f]{64}/g, 'HASH');
    await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});

function reveal(bag: string, args: readonly string[], input = ''): ReturnType<typeof mailtrail> {
  return mailtrail(['reveal', folder.at(bag), '--key', folder.at('case.key'), ...args], {
    db,
    input,
  });
}

describe('reveal', () => {
  it('puts originals into a text', () => {
    const { tokens }: RevealReport = JSON.parse(reveal('bag', ['--json']).out);
    expect(tokens.length).toBeGreaterThan(10);
    const text = tokens.map(({ token }) => `\tfor <${token}>, at noon`).join('\n');
    const originals = tokens.map(({ original }) => `\tfor <${original}>, at noon`).join('\n');
    expect(reveal('bag', ['-'], text)).toMatchObject({ code: 0, out: originals });
  });

  it('takes any of the forms of a token', () => {
    for (const asked of ['X', 'X@domain', '<X>'])
      expect(reveal('bag', [asked]).code, asked).toBe(3);
    const [first] = /person-[0-9a-f]{12}/.exec(reveal('bag', []).out) ?? [];
    for (const asked of [first ?? '', `<${first ?? ''}>`, (first ?? '').toUpperCase()])
      expect(reveal('bag', [asked]).code, asked).toBe(0);
  });

  it('is as its schema says, and so is redaction.json', () => {
    const redaction = readFileSync(folder.at('bag/data/redaction.json'), 'utf8');
    for (const [name, text] of [
      ['reveal', reveal('bag', ['--json']).out],
      ['reveal', reveal('bag', ['--json', 'none']).out],
      ['redaction', redaction],
    ] as const) {
      const schema = readFileSync(join(ROOT, 'docs/schemas', `${name}.json`), 'utf8');
      const strict = schema.replaceAll(
        '"additionalProperties": true',
        '"additionalProperties": false',
      );
      const ajv = new Ajv2020({ allErrors: true, strict: false });
      const validate = ajv.compile(JSON.parse(strict));
      validate(JSON.parse(text));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it.each([
    [
      'is another',
      (text: string) =>
        text.replace(
          /("data": ")(.)/,
          (_, key: string, digit: string) => `${key}${digit === '0' ? '1' : '0'}`,
        ),
    ],
    ['is cut', (text: string) => text.slice(0, -30)],
    [
      'names another parent',
      (text: string) => text.replace(/("parentManifestSha256": ")../, '$100'),
    ],
    [
      'says that domains were kept',
      (text: string) => text.replace('"keepDomains": false', '"keepDomains": true'),
    ],
    ['is no JSON object', () => '[]'],
  ])('says that the bag is damaged where its redaction.json %s', (_, change) => {
    rmSync(folder.at('bad'), { recursive: true, force: true });
    cpSync(folder.at('bag'), folder.at('bad'), { recursive: true });
    const path = folder.at('bad/data/redaction.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, change(text));
    expect(reveal('bad', [])).toMatchObject({ code: 6, out: '' });
  });

  it.skipIf(process.platform === 'win32')('follows no link in a bag', () => {
    rmSync(folder.at('bad'), { recursive: true, force: true });
    cpSync(folder.at('bag'), folder.at('bad'), { recursive: true });
    rmSync(folder.at('bad/data/redaction.json'));
    symlinkSync(folder.at('bag/data/redaction.json'), folder.at('bad/data/redaction.json'));
    expect(reveal('bad', []).code).toBe(6);
  });
});
