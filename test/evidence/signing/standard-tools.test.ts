import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSigningKey } from '../../../src/evidence/signing/key-file.ts';
import { parsePublicKeys } from '../../../src/evidence/signing/public-keys.ts';
import { checkSignature, signStatement } from '../../../src/evidence/signing/signature.ts';
import { statementText, tagDigests } from '../../../src/evidence/signing/statement.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { has, run } from './tools.ts';

const hasSsh = has('ssh-keygen', ['-?']);
const hasOpenssl = has('openssl', ['version']);

function statementFor(fingerprint: string): string {
  return statementText({
    case: 'Tender 2004-17, Zürich',
    manifestSha256: 'a'.repeat(64),
    manifestSha512: 'b'.repeat(128),
    tagSha256: tagDigests(() => 'd'.repeat(64)),
    custodySeq: 3,
    custodyHash: 'c'.repeat(64),
    fingerprint,
  });
}

describe.skipIf(!hasSsh)('with ssh-keygen', () => {
  const folder = useTempFolder();

  it('ssh-keygen -Y verify accepts our signature of an OpenSSH key', () => {
    run('ssh-keygen', [
      '-t',
      'ed25519',
      '-N',
      '',
      '-q',
      '-C',
      'ann@corp.example',
      '-f',
      folder.at('key'),
    ]);
    const key = readSigningKey(readFileSync(folder.at('key')), 'key');
    const listed = run('ssh-keygen', ['-l', '-f', folder.at('key.pub')]).out;
    expect(listed).toContain(key.publicKey.fingerprint);
    expect(key.publicKey.comment).toBe('ann@corp.example');
    expect(parsePublicKeys(readFileSync(folder.at('key.pub')), 'key.pub')).toEqual([key.publicKey]);

    const statement = statementFor(key.publicKey.fingerprint);
    folder.write('signature-1.sig', signStatement(key, statement).sshsig);
    const publicLine = readFileSync(folder.at('key.pub'), 'utf8');
    const allowed = `ann@corp.example namespaces="mailtrail-evidence" ${publicLine}`;
    folder.write('allowed', allowed);
    expect(parsePublicKeys(allowed, 'allowed')).toEqual([key.publicKey]);
    const verify = ['-Y', 'verify', '-f', folder.at('allowed'), '-I', 'ann@corp.example'];
    const args = [...verify, '-n', 'mailtrail-evidence', '-s', folder.at('signature-1.sig')];
    const verified = run('ssh-keygen', args, { input: statement });
    expect(verified.out).toContain('Good "mailtrail-evidence" signature');
    expect(verified.code).toBe(0);
    expect(run('ssh-keygen', args, { input: `${statement} ` }).code).not.toBe(0);
  });

  it('what ssh-keygen -Y sign writes is ours to the byte', () => {
    run('ssh-keygen', ['-t', 'ed25519', '-N', '', '-q', '-C', '', '-f', folder.at('key')]);
    const key = readSigningKey(readFileSync(folder.at('key')), 'key');
    const statement = statementFor(key.publicKey.fingerprint);
    const signed = run('ssh-keygen', [
      '-Y',
      'sign',
      '-q',
      '-n',
      'mailtrail-evidence',
      '-f',
      folder.at('key'),
      folder.write('s.txt', statement),
    ]);
    expect(signed.code).toBe(0);
    const theirs = readFileSync(folder.at('s.txt.sig'), 'utf8');
    const ours = signStatement(key, statement);
    expect(theirs).toBe(ours.sshsig);
    expect(
      checkSignature({ statement, sshsig: theirs, raw: ours.raw, trusted: [key.publicKey] }),
    ).toEqual({
      ok: true,
      fingerprint: key.publicKey.fingerprint,
      reason: null,
      trusted: true,
    });
  });
});

describe.skipIf(!hasOpenssl)('with openssl', () => {
  const folder = useTempFolder();

  it('openssl pkeyutl accepts the plain signature of a PEM key', () => {
    run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', folder.at('key.pem')]);
    run('openssl', ['pkey', '-in', folder.at('key.pem'), '-pubout', '-out', folder.at('key.pub')]);
    const key = readSigningKey(readFileSync(folder.at('key.pem')), 'key.pem');
    expect(parsePublicKeys(readFileSync(folder.at('key.pub')), 'key.pub')).toEqual([key.publicKey]);
    const statement = statementFor(key.publicKey.fingerprint);
    folder.write('s.txt', statement);
    folder.write('s.bin', signStatement(key, statement).raw);
    const args = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      folder.at('key.pub'),
      '-rawin',
      '-in',
      folder.at('s.txt'),
      '-sigfile',
      folder.at('s.bin'),
    ];
    expect(run('openssl', args)).toMatchObject({
      code: 0,
      out: 'Signature Verified Successfully\n',
    });
    folder.write('s.txt', `${statement} `);
    expect(run('openssl', args).code).not.toBe(0);
  });
});
