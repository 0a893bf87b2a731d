import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { KEY, OTHER_KEY } from '../evidence/signing/sample-keys.ts';
import { keyBlob } from '../../src/evidence/signing/ed25519.ts';
import type { PublicKey } from '../../src/evidence/signing/ed25519.ts';
import {
  custodyEntry,
  custodyLine,
  custodyLines,
  digest,
  hashOf,
  LOGS,
  logBytes,
  putCustody,
  sampleBag,
  sealTags,
  writeBag,
} from '../support/bag.ts';
import { hostileZip } from '../support/hostile-zip.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, ROOT } from './run.ts';
import { transcript } from './transcript.ts';

/* `verify` as users see it; see golden.test.ts. The bags are made by hand, so all hashes in them stay as they are. */

const folder = useTempFolder('file');

function publicLine({ bytes, comment }: PublicKey): string {
  return `ssh-ed25519 ${keyBlob(bytes).toString('base64')} ${comment}\n`;
}

beforeAll(() => {
  folder.write('ann.pub', publicLine(KEY.publicKey));
  folder.write('bob.pub', publicLine(OTHER_KEY.publicKey));
  for (const log of LOGS) folder.write(log.file, logBytes(log));
  folder.write('few/EXCH01.log/20040218.log', 'another log\r\n');

  writeBag(folder.at('unsigned'), sampleBag());
  const signed = writeBag(folder.at('signed'), sampleBag({ key: KEY }));
  const later = sampleBag({ key: KEY });
  const lines = custodyLines(later);
  putCustody(later, [...lines, custodyLine(custodyEntry(later, 4, hashOf(lines.at(-1) ?? '')))]);
  sealTags(later);
  writeBag(folder.at('later'), later);

  const changed = writeBag(folder.at('changed'), sampleBag({ key: KEY }));
  const part = join(changed, 'data/raw/EXCH01/20040218.log.part');
  writeFileSync(part, readFileSync(part, 'latin1').replace('bob@', 'eve@'), 'latin1');
  rmSync(join(changed, 'data/coverage.json'));
  folder.write('changed/data/.DS_Store', 'x');
  folder.write('changed/data/\u001b[31mred', 'x');
  const chain = readFileSync(join(signed, 'custody.jsonl'), 'utf8').split('\n');
  folder.write('changed/custody.jsonl', [chain[0], chain[2], ''].join('\n'));

  folder.write(
    'hostile.zip',
    hostileZip([
      { name: 'bag/../../etc/cron.d/x', content: 'x' },
      { name: 'bag/link', content: '/etc/passwd', mode: 0o120777 },
      { name: 'bag/\u202etxt.exe', content: 'x' },
    ]),
  );
  folder.write('bomb.zip', hostileZip([{ name: 'bag/data/x', content: 'x', size: 0xfffffff0 }]));
  folder.write('text.zip', 'no zip file\n');
  folder.write('foreign/bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  folder.write('foreign/manifest-md5.txt', `${digest('md5', 'a')}  data/a\n`);
  folder.write('foreign/data/a', 'a');
});

const CASES: Readonly<Record<string, readonly string[]>> = {
  'help-verify': ['verify', '--help'],
  'verify-unsigned': ['verify', 'unsigned'],
  'verify-signed': ['verify', 'signed', '--key', 'ann.pub', '--logs', 'logs'],
  'verify-signed-no-key': ['verify', 'signed'],
  'verify-later-entries': ['verify', 'later', '--key', 'ann.pub'],
  'verify-other-key': ['verify', 'signed', '--key', 'bob.pub'],
  'verify-no-signature': ['verify', 'unsigned', '--key', 'ann.pub'],
  'verify-many-failures': ['verify', 'changed'],
  'verify-json': ['verify', 'changed', '--key', 'ann.pub', '--json'],
  'verify-logs-gone': ['verify', 'unsigned', '--logs', 'few'],
  'verify-hostile-zip': ['verify', 'hostile.zip'],
  'verify-bomb': ['verify', 'bomb.zip'],
  'verify-no-zip': ['verify', 'text.zip'],
  'verify-foreign': ['verify', 'foreign'],
  'verify-no-bag': ['verify', 'no-such-bag'],
  'verify-no-logs': ['verify', 'unsigned', '--logs', 'no-such-folder'],
  'verify-bad-size': ['verify', 'unsigned', '--max-size', 'much'],
};

describe('verify, as users see it', () => {
  it.each(Object.entries(CASES))('%s', async (name, args) => {
    const text = transcript(args, folder.at('none.db'), { cwd: folder.path });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});

/** Fields may be added, so the schema allows more; the test allows none. */
function errorsIn(report: unknown): unknown {
  const text = readFileSync(join(ROOT, 'docs/schemas/verify.json'), 'utf8');
  const strict = text.replaceAll('"additionalProperties": true', '"additionalProperties": false');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(strict));
  validate(report);
  return validate.errors ?? [];
}

it.each(Object.entries(CASES).filter(([name]) => !/help|no-bag|no-logs|bad-size/.test(name)))(
  '%s --json is as docs/schemas say',
  (_, args) => {
    const { code, out } = mailtrail([...args.filter((arg) => arg !== '--json'), '--json'], {
      cwd: folder.path,
    });
    const report: { readonly ok: boolean } = JSON.parse(out);
    expect(errorsIn(report)).toEqual([]);
    expect(code).toBe(report.ok ? 0 : 6);
  },
);
