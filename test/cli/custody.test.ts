import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { KEY, opensshKey } from '../evidence/signing/sample-keys.ts';
import { writeSmallBag, writeSmallZip } from '../support/small-bag.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

const ENV = { SOURCE_DATE_EPOCH: '1077184800' };
const ADD = ['--add', 'handed to J. Doe, counsel', '--by', 'ann'];

/** Of bags that tell no machine, so that their hashes are the same everywhere. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'custody-add': ['redacted', ...ADD],
  'custody-add-signed': ['redacted', ...ADD, '--sign', 'key', '--timestamp-query'],
  'custody-add-zip': ['bag.zip', ...ADD],
  'custody-add-json': ['redacted', '--add', 'received', '--by', 'Bob', '--json'],
  'custody-print': ['redacted'],
  'custody-print-zone': ['--tz', 'Europe/Paris', 'named'],
  'custody-print-json': ['named', '--json'],
  'custody-print-changed': ['changed'],
  'custody-print-unfinished': ['unfinished'],
  'custody-add-changed': ['changed', ...ADD],
  'custody-add-unfinished': ['unfinished', '--add', 'received', '--by', 'Bob'],
  'custody-add-again': ['stopped', ...ADD],
  'custody-no-bag': ['no-such-bag'],
  'custody-no-text': ['redacted', '--add', ' '],
  'custody-sign-alone': ['redacted', '--sign', 'key'],
  'custody-sign-public-key': ['redacted', ...ADD, '--sign', 'key.pub'],
  'custody-bag-refused': ['key', ...ADD],
};

describe('custody, as users see it', () => {
  const folder = useTempFolder('file');
  const env = { ...ENV };

  beforeAll(async () => {
    const redacted = { 'data/redaction.json': '{}\n' };
    await writeSmallBag(folder.at('redacted'), { host: null }, redacted);
    await writeSmallBag(folder.at('unfinished'), { host: null }, redacted);
    await writeSmallBag(folder.at('named'), { host: 'desk1', signingKey: KEY });
    await writeSmallBag(folder.at('changed'), { text: 'exported 1 \u001b[31mmessage' });
    await writeSmallZip(folder.at('bag.zip'), { host: null }, redacted);
    folder.write('key', opensshKey());
    chmodSync(folder.at('key'), 0o600);
    folder.write('key.pub', 'ssh-ed25519 AAAA');
    chmodSync(folder.at('key.pub'), 0o600);
    const file = folder.at('changed/custody.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('exported 1', 'exported 2'));
    cpSync(folder.at('unfinished'), folder.at('stopped'), { recursive: true });
    cpSync(folder.at('unfinished'), folder.at('done'), { recursive: true });
    mailtrail(['custody', 'done', ...ADD], { cwd: folder.path, env });
    for (const bag of ['unfinished', 'stopped'])
      cpSync(folder.at('done/custody.jsonl'), folder.at(`${bag}/custody.jsonl`));
  });

  it.each(Object.entries(CASES))('%s', async (name, args) => {
    const command =
      args[0] === '--tz'
        ? [...args.slice(0, 2), 'custody', ...args.slice(2)]
        : ['custody', ...args];
    const text = transcript(command, '', { cwd: folder.path, env });
    await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});

describe('custody', () => {
  const folder = useTempFolder();

  test.each(['', 'x', '-1', '1e9'])('a clock of %j is the clock of the machine', async (epoch) => {
    const bag = await writeSmallBag(folder.at('bag'));
    const before = Date.now();
    const { code } = mailtrail(['custody', bag, '--add', 'x'], {
      env: { SOURCE_DATE_EPOCH: epoch },
    });
    expect(code).toBe(0);
    const last =
      readFileSync(join(bag, 'custody.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
    const { at, host }: { at: string; host: string | null } = JSON.parse(last);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
    expect(host).not.toBe(null);
  });

  it('takes a text of any characters', async () => {
    const bag = await writeSmallBag(folder.at('bag'));
    const text = '"\\\n\t\u001b[2J\u202e \u{1f512} -- end';
    const { out, code } = mailtrail(['custody', bag, '--add', text, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ entries: [{}, { text }] });
    expect(mailtrail(['custody', bag]).out).not.toContain('\u001b');
  });
});
