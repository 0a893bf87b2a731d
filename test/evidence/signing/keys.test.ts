import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keyBlob, signingKeyOf } from '../../../src/evidence/signing/ed25519.ts';
import { readSigningKey } from '../../../src/evidence/signing/key-file.ts';
import { parsePublicKeys } from '../../../src/evidence/signing/public-keys.ts';
import {
  readPublicKeysFile,
  readSigningKeyFile,
} from '../../../src/evidence/signing/read-key-file.ts';
import { decodeBase64, wireString } from '../../../src/evidence/signing/ssh-wire.ts';
import { UserError } from '../../../src/model/user-error.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import {
  armoredKey,
  KEY,
  opensshKey,
  OTHER_KEY,
  PUBLIC_KEY,
  PUBLIC_LINE,
  SEED,
} from './sample-keys.ts';

const PKCS8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), SEED]);
const KEY_OBJECT = createPrivateKey({ key: PKCS8, format: 'der', type: 'pkcs8' });
const PEM = String(KEY_OBJECT.export({ format: 'pem', type: 'pkcs8' }));
const PUBLIC_PEM = String(createPublicKey(KEY_OBJECT).export({ format: 'pem', type: 'spki' }));
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ED448 = generateKeyPairSync('ed448');
const encrypted = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) {
      expect(error.hint).not.toBe('');
      return error.code;
    }
    throw error;
  }
  return 'accepted';
}

describe('private keys', () => {
  test.each([
    ['PEM', PEM],
    ['PEM with CRLF', PEM.replaceAll('\n', '\r\n')],
    ['PEM behind a certificate', CERTIFICATE + PEM],
    ['PEM as UTF-16', Buffer.from(`\ufeff${PEM}`, 'utf16le')],
    ['PEM behind a BOM', Buffer.from(`\ufeff${PEM}`)],
    ['OpenSSH', opensshKey()],
    ['OpenSSH with CRLF', opensshKey().replaceAll('\n', '\r\n')],
    ['OpenSSH without a comment', opensshKey({ comment: '' })],
  ])('%s', (_, content) => {
    const key = readSigningKey(content, 'key');
    expect(key.publicKey.bytes).toEqual(KEY.publicKey.bytes);
    expect(key.sign(Buffer.from('x'))).toEqual(KEY.sign(Buffer.from('x')));
  });

  test.each([
    ['an empty file', '', 'key-unknown'],
    ['another text', 'hello\n', 'key-unknown'],
    ['bytes', Buffer.from([0xff, 0x00, 0xfe, 0x80]), 'key-unknown'],
    ['a certificate', CERTIFICATE, 'key-unknown'],
    ['RSA, PKCS#8', RSA.privateKey.export({ format: 'pem', type: 'pkcs8' }), 'key-not-ed25519'],
    ['RSA, PKCS#1', RSA.privateKey.export({ format: 'pem', type: 'pkcs1' }), 'key-not-ed25519'],
    ['EC', EC.privateKey.export({ format: 'pem', type: 'sec1' }), 'key-not-ed25519'],
    ['Ed448', ED448.privateKey.export({ format: 'pem', type: 'pkcs8' }), 'key-not-ed25519'],
    ['PEM with a passphrase', KEY_OBJECT.export(encrypted), 'key-encrypted'],
    [
      'OpenSSH with a passphrase',
      opensshKey({ cipher: 'aes256-ctr', derivation: 'bcrypt' }),
      'key-encrypted',
    ],
    ['RSA of OpenSSH', opensshKey({ publicBlob: wireString('ssh-rsa') }), 'key-not-ed25519'],
    [
      'a key on a token',
      opensshKey({ publicBlob: wireString('sk-ssh-ed25519@openssh.com') }),
      'key-not-ed25519',
    ],
    ['a public key of OpenSSH', PUBLIC_LINE, 'key-is-public'],
    ['a public key in PEM', PUBLIC_PEM, 'key-is-public'],
    ['a key of PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', 'key-of-putty'],
    ['PEM that is cut', PEM.slice(0, 60), 'key-broken'],
    ['PEM of nothing', PEM.replace(/\n.*\n/, '\n\n'), 'key-broken'],
    ['OpenSSH that is cut', opensshKey().slice(0, 200), 'key-broken'],
    ['OpenSSH that is no base64', armoredKey('!!!!'), 'key-broken'],
    ['OpenSSH of nothing', armoredKey(''), 'key-broken'],
    ['another magic', opensshKey({ magic: 'openssh-key-v2\0' }), 'key-broken'],
    ['two keys', opensshKey({ count: 2 }), 'key-broken'],
    ['check numbers that differ', opensshKey({ checks: [1, 2] }), 'key-broken'],
    ['another type inside', opensshKey({ innerType: 'ssh-rsa' }), 'key-broken'],
    [
      'a public half of another key',
      opensshKey({ publicBlob: keyBlob(OTHER_KEY.publicKey.bytes) }),
      'key-broken',
    ],
    [
      'an inner half of another key',
      opensshKey({ innerPublic: OTHER_KEY.publicKey.bytes }),
      'key-broken',
    ],
    [
      'a secret of another key',
      opensshKey({ secret: Buffer.concat([Buffer.alloc(32, 9), KEY.publicKey.bytes]) }),
      'key-broken',
    ],
    ['a short secret', opensshKey({ secret: SEED }), 'key-broken'],
    ['a short public half', opensshKey({ publicBlob: keyBlob(SEED.subarray(1)) }), 'key-broken'],
    ['other padding', opensshKey({ padding: [1, 2, 4] }), 'key-broken'],
    ['too much padding', opensshKey({ padding: [1, 2, 3, 4, 5, 6, 7, 8] }), 'key-broken'],
    ['more behind it', opensshKey({ after: 'x' }), 'key-broken'],
  ])('%s is refused', (_, content, code) => {
    expect(codeOf(() => readSigningKey(content, 'key file'))).toBe(code);
  });

  it('a file of any bytes is a key or a UserError', () => {
    const whole = opensshKey();
    const broken = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(broken, ([at, text]) => {
        const content = whole.slice(0, at) + text + whole.slice(at + 1);
        return codeOf(() => readSigningKey(content, 'key')) !== '';
      }),
    );
  });

  it('what is written is read again', () => {
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(seeds, fc.string({ unit: 'grapheme' }), (bytes, comment) => {
        const seed = Buffer.from(bytes);
        const key = signingKeyOf(seed);
        const { bytes: publicBytes, fingerprint } = key.publicKey;
        const secret = Buffer.concat([seed, publicBytes]);
        const publicBlob = keyBlob(publicBytes);
        const text = opensshKey({ publicBlob, innerPublic: publicBytes, secret, comment });
        const read = readSigningKey(text, 'key').publicKey;
        expect(read.fingerprint).toBe(fingerprint);
        expect(read.comment).toBe(Buffer.from(comment).toString());
      }),
    );
  });
});

describe('public keys', () => {
  const bare = { ...PUBLIC_KEY, comment: '' };
  const [, base64 = ''] = PUBLIC_LINE.split(' ');
  const other = `ssh-ed25519 ${keyBlob(OTHER_KEY.publicKey.bytes).toString('base64')} bob@corp.example`;

  test.each([
    ['a line', PUBLIC_LINE, [PUBLIC_KEY]],
    ['lines with CRLF, comments and empty ones', `# ours\r\n\r\n${PUBLIC_LINE}\r\n`, [PUBLIC_KEY]],
    ['a line without a comment', `ssh-ed25519 ${base64}`, [bare]],
    [
      'a comment of several words',
      `${PUBLIC_LINE} at work`,
      [{ ...PUBLIC_KEY, comment: 'ann@corp.example at work' }],
    ],
    [
      'authorized_keys',
      `restrict,command="echo \\"ssh-ed25519 AAAA\\"" ${PUBLIC_LINE}`,
      [PUBLIC_KEY],
    ],
    ['allowed_signers', `ann@corp.example,*@x.example ${PUBLIC_LINE}`, [PUBLIC_KEY]],
    ['allowed_signers for us', `ann namespaces="git,mailtrail-*" ${PUBLIC_LINE}`, [PUBLIC_KEY]],
    ['one of several', `ann namespaces="git" ${other}\n${PUBLIC_LINE}\n`, [PUBLIC_KEY]],
    ['keys of other types beside it', `ssh-rsa AAAAB3NzaC1yc2E= x\n${PUBLIC_LINE}`, [PUBLIC_KEY]],
    ['PEM', PUBLIC_PEM, [bare]],
    [
      'PEM of another type beside it',
      `${String(RSA.publicKey.export({ format: 'pem', type: 'spki' }))}${PUBLIC_PEM}`,
      [bare],
    ],
    ['PEM and lines', `${PUBLIC_PEM}${PUBLIC_LINE}\n`, [bare, PUBLIC_KEY]],
  ])('%s', (_, content, keys) => {
    expect(parsePublicKeys(content, 'keys')).toEqual(keys);
  });

  test.each([
    ['an empty file', '', 'key-unknown'],
    ['another text', 'hello', 'key-unknown'],
    ['RSA alone', 'ssh-rsa AAAAB3NzaC1yc2E= x', 'key-unknown'],
    ['a key for other purposes', `ann namespaces="git,file" ${PUBLIC_LINE}`, 'key-unknown'],
    ['a key that is commented out', `# ${PUBLIC_LINE}`, 'key-unknown'],
    ['a private key', PEM, 'key-is-private'],
    ['a private key of OpenSSH', opensshKey(), 'key-is-private'],
    ['a certificate', CERTIFICATE, 'key-in-certificate'],
    ['RFC 4716', '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n', 'key-of-ssh2'],
    ['an authority', `* cert-authority ${PUBLIC_LINE}`, 'key-option'],
    ['a key for a time', `ann namespaces="x",valid-before="20300101" ${PUBLIC_LINE}`, 'key-option'],
    ['no base64', 'ssh-ed25519 ????', 'key-broken'],
    ['no key', 'ssh-ed25519', 'key-broken'],
    [
      'a key of another type',
      `ssh-ed25519 ${wireString('ssh-rsa').toString('base64')}`,
      'key-broken',
    ],
    ['a key that is cut', `ssh-ed25519 ${base64.slice(0, -4)}`, 'key-broken'],
    ['a key with more behind it', `ssh-ed25519 ${base64}AAAA`, 'key-broken'],
    ['PEM that is broken', PUBLIC_PEM.replace('MCow', 'MCox'), 'key-broken'],
  ])('%s is refused', (_, content, code) => {
    expect(codeOf(() => parsePublicKeys(content, 'keys'))).toBe(code);
  });
});

test.each([
  ['AQ==', '01'],
  ['A Q\n=\r=', '01'],
  ['', ''],
  ['AR==', null],
  ['AQ', null],
  ['AQ===', null],
  ['A_8=', null],
  ['AQ==x', null],
])('base64 %j', (text, hex) => {
  expect(decodeBase64(text)?.toString('hex') ?? null).toBe(hex);
});

describe('key files', () => {
  const folder = useTempFolder();

  it('are read where only their owner may', () => {
    const file = folder.write('key.pem', PEM);
    chmodSync(file, 0o600);
    expect(readSigningKeyFile(file).publicKey).toEqual({ ...PUBLIC_KEY, comment: '' });
    expect(readPublicKeysFile(folder.write('key.pub', PUBLIC_LINE))).toEqual([PUBLIC_KEY]);
  });

  test.skipIf(process.platform === 'win32')('are refused where others may read them', () => {
    const file = folder.write('key.pem', PEM);
    chmodSync(file, 0o640);
    expect(codeOf(() => readSigningKeyFile(file))).toBe('key-not-private');
  });

  it('are refused where they are missing, folders or large', () => {
    mkdirSync(folder.at('folder'), { mode: 0o700 });
    const large = folder.write('large', Buffer.alloc(65_537));
    chmodSync(large, 0o600);
    for (const file of [folder.at('missing'), folder.at('folder'), large])
      expect(codeOf(() => readSigningKeyFile(file))).toBe('key-unreadable');
  });
});
