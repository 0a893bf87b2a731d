import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mailtrail, ROOT } from '../cli/run.ts';
import { jsonLines } from '../support/bag-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const HAS_TOOLS = ['sha256sum --version', 'openssl version', 'sh -c true']
  .map((command) => command.split(' '))
  .every(([tool = '', ...args]) => spawnSync(tool, args).status === 0);

/** The commands of docs/evidence.md, in order. */
const BLOCKS = [
  ...readFileSync(join(ROOT, 'docs/evidence.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs),
].map(([, commands = '']) => commands);
const [SUMS, ADDED, OWN, LINE, SOURCE, CUSTODY, SSH, PEM, STAMP] = BLOCKS;

const folder = useTempFolder('file');

describe.skipIf(!HAS_TOOLS)('docs/evidence.md: its commands, run in a bag', () => {
  let bag = '';
  let hash = '';

  beforeAll(() => {
    const db = folder.at('stories.db');
    const run = (args: readonly string[]) => mailtrail(args, { db, cwd: folder.path });
    const own = (tool: string, args: readonly string[]): string =>
      execFileSync(tool, args, { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
    own('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', 'key']);
    own('chmod', ['600', 'key']);
    own('openssl', ['pkey', '-in', 'key', '-pubout', '-out', 'key.pem']);
    expect(run(['ingest', join(ROOT, 'fixtures/logs')]).code).toBe(0);
    const id = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
    const made = run(['export', id, '--case', 'c', '--out', 'bag', '--sign', 'key', '--json']);
    const report: { manifestSha256: string } = JSON.parse(made.out);
    hash = report.manifestSha256;
    expect(run(['custody', 'bag', '--add', 'handed on']).code).toBe(0);
    bag = folder.at('bag');
  });

  function shell(commands: string | undefined, env: Record<string, string> = {}): string {
    return execFileSync('sh', ['-ec', commands ?? 'false'], {
      cwd: bag,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, ...env },
    });
  }

  it('has the nine that are checked here', () => {
    expect(BLOCKS.length).toBe(9);
    expect(STAMP).toContain('openssl ts -verify');
  });

  it('checks every file, and that none was added', () => {
    expect(shell(SUMS).match(/: OK$/gm)?.length).toBeGreaterThan(30);
    expect(shell(ADDED)).toBe('');
  });

  it('prints the hash that export printed', () => {
    expect(shell(OWN).slice(0, 64)).toBe(hash);
  });

  it('cuts a line from the log', () => {
    for (const row of jsonLines(join(bag, 'data/provenance.jsonl'))) {
      const { file, offset, length, lineSha256, sourceSha256, sourceSize } = row;
      const of = { FILE: String(file), OFFSET: String(offset), LENGTH: String(length) };
      expect(shell(LINE, of).slice(0, 64)).toBe(lineSha256);
      expect(shell(SOURCE, { ...of, SIZE: String(sourceSize) }).slice(0, 64)).toBe(sourceSha256);
    }
  });

  it('shows the hashes of the custody chain', () => {
    const hashes = jsonLines(join(bag, 'custody.jsonl')).flatMap((entry) => [
      entry['hash'],
      entry['hash'],
    ]);
    expect(hashes.length).toBe(4);
    expect(shell(CUSTODY).trimEnd().split('\n')).toEqual(hashes);
  });

  it('checks the signature with openssl', () => {
    expect(shell(PEM, { PEM: folder.at('key.pem') })).toContain('Verified Successfully');
  });

  it.skipIf(spawnSync('ssh-keygen', ['-?']).error !== undefined)('and with ssh-keygen', () => {
    const key = folder.write('key.pub', opensshKey(readFileSync(folder.at('key.pem'), 'utf8')));
    expect(shell(SSH, { KEY: key })).toContain('Good "mailtrail-evidence" signature');
  });
});

/** A public key as OpenSSH writes it (RFC 8709). */
function opensshKey(pem: string): string {
  const { x = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const parts = [Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url')].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `ssh-ed25519 ${Buffer.concat(parts).toString('base64')}\n`;
}
