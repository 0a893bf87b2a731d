import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkSignature, signStatement } from '../../../src/evidence/signing/signature.ts';
import {
  isCaseName,
  parseStatement,
  SIGNED_TAG_FILES,
  statementText,
  tagDigests,
} from '../../../src/evidence/signing/statement.ts';
import type { Statement } from '../../../src/evidence/signing/statement.ts';
import { KEY, OTHER_KEY } from './sample-keys.ts';

const STATEMENT: Statement = {
  case: 'Tender 2004-17',
  manifestSha256: 'a'.repeat(64),
  manifestSha512: 'b'.repeat(128),
  tagSha256: tagDigests(() => 'd'.repeat(64)),
  custodySeq: 1,
  custodyHash: 'c'.repeat(64),
  fingerprint: KEY.publicKey.fingerprint,
};
const TEXT = statementText(STATEMENT);
const SIGNED = signStatement(KEY, TEXT);
const FILES = { statement: TEXT, ...SIGNED, trusted: [KEY.publicKey] };

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: length,
    maxLength: length,
  });

function digestAt(digests: string, path: (typeof SIGNED_TAG_FILES)[number]): string {
  const at = SIGNED_TAG_FILES.indexOf(path) * 64;
  return digests.slice(at, at + 64);
}

describe('statements', () => {
  it('are as the format says', () => {
    expect(TEXT).toBe(
      `mailtrail evidence signature 1
case: Tender 2004-17
manifest-sha256.txt: ${'a'.repeat(64)}
manifest-sha512.txt: ${'b'.repeat(128)}
bag-info.txt: ${'d'.repeat(64)}
bagit.txt: ${'d'.repeat(64)}
certification-template.md: ${'d'.repeat(64)}
method.md: ${'d'.repeat(64)}
profile.json: ${'d'.repeat(64)}
custody.jsonl: 1 ${'c'.repeat(64)}
key: ${KEY.publicKey.fingerprint}
`,
    );
  });

  it('are read as they were written, whatever the case is called', () => {
    const statements = fc.record({
      case: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isCaseName),
      manifestSha256: hex(64),
      manifestSha512: hex(128),
      tagSha256: hex(320).map((digests) => tagDigests((path) => digestAt(digests, path))),
      custodySeq: fc.integer({ min: 1, max: 999_999_999 }),
      custodyHash: hex(64),
      fingerprint: fc.constant(KEY.publicKey.fingerprint),
    });
    fc.assert(
      fc.property(statements, (statement) => {
        const text = statementText(statement);
        expect(text.split('\n')).toHaveLength(12);
        expect(parseStatement(text)).toEqual(statement);
        expect(parseStatement(Buffer.from(text))).toEqual(statement);
      }),
    );
  });

  test.each([
    '',
    ' ',
    ' a',
    'a\n',
    'a\nkey: b',
    'a\rb',
    'a\tb',
    'a\u0000b',
    'a\u001b[2Jb',
    'a\u0085b',
    'a\u2028b',
    'a\u202eb',
    'a\u200bb',
    '\ufeffa',
    'a\ud800b',
    'x'.repeat(201),
  ])('no case is called %j', (name) => {
    expect(isCaseName(name)).toBe(false);
    expect(() => statementText({ ...STATEMENT, case: name })).toThrow(RangeError);
  });

  test.each([
    ['other capitals', TEXT.toUpperCase()],
    ['another version', TEXT.replace('signature 1', 'signature 2')],
    ['CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['a BOM', `\ufeff${TEXT}`],
    ['no last line end', TEXT.trimEnd()],
    ['an empty line behind it', `${TEXT}\n`],
    ['a line more', `${TEXT}case: other\n`],
    ['a line twice', TEXT.replace(/(case: .*\n)/, '$1$1')],
    ['lines in another order', TEXT.replace(/(case: .*\n)(manifest-sha256.*\n)/, '$2$1')],
    ['a digest in capitals', TEXT.replace('aaa', 'AAA')],
    ['a short digest', TEXT.replace('aaaa', 'aaa')],
    ['entry 0', TEXT.replace(' 1 c', ' 0 c')],
    ['entry 01', TEXT.replace(' 1 c', ' 01 c')],
    ['two spaces', TEXT.replace('case: ', 'case:  ')],
    ['another kind of fingerprint', TEXT.replace('SHA256:', 'MD5:')],
    ['bytes that are no UTF-8', Buffer.from(TEXT.replace('Tender', 'T\u00e4nder'), 'latin1')],
    ['nothing', ''],
  ])('%s is no statement', (_, content) => {
    expect(parseStatement(content)).toBe(null);
    expect(checkSignature({ ...FILES, statement: content })).toEqual({
      ok: false,
      fingerprint: null,
      reason: 'the statement is not of the known form',
      trusted: false,
    });
  });
});

const by = (reason: string | null, trusted = false) => ({
  ok: reason === null,
  fingerprint: KEY.publicKey.fingerprint,
  reason,
  trusted,
});

const arm = (bytes: Uint8Array): string =>
  `-----BEGIN SSH SIGNATURE-----\n${(
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,70}/g) ?? []
  ).join('\n')}\n-----END SSH SIGNATURE-----\n`;

const unread = (why: string): string => `the SSH signature cannot be read: ${why}`;

describe('signatures', () => {
  it('are good whether or not anyone trusts the key', () => {
    expect(checkSignature(FILES)).toEqual(by(null, true));
    expect(checkSignature({ ...FILES, trusted: [] })).toEqual(by(null, false));
    expect(checkSignature({ ...FILES, trusted: [OTHER_KEY.publicKey] })).toEqual(by(null, false));
  });

  const theirs = signStatement(OTHER_KEY, TEXT);
  const later = signStatement(KEY, statementText({ ...STATEMENT, custodySeq: 2 }));
  const blob = Buffer.from(SIGNED.sshsig.replace(/-----.*\n/g, ''), 'base64');
  const swap = (from: string, to: string): string =>
    arm(Buffer.from(blob.toString('latin1').replace(from, to), 'latin1'));
  const notTheKey = `the SSH signature is by ${OTHER_KEY.publicKey.fingerprint}, not by the key that the statement names`;

  test.each([
    ['no SSH signature', { sshsig: null }, 'the SSH signature is missing'],
    ['no plain signature', { raw: null }, 'the plain signature is missing'],
    ['both by another key', theirs, notTheKey],
    ['the SSH signature by another key', { sshsig: theirs.sshsig }, notTheKey],
    [
      'the plain one by another key',
      { raw: theirs.raw },
      'the plain signature is not of this statement by that key',
    ],
    [
      'the SSH signature of another statement',
      { sshsig: later.sshsig },
      'the SSH signature is not of this statement',
    ],
    [
      'the plain one of another statement',
      { raw: later.raw },
      'the plain signature is not of this statement by that key',
    ],
    ['an empty plain one', { raw: Buffer.alloc(0) }, 'the plain signature is 0 bytes long, not 64'],
    [
      'a long plain one',
      { raw: Buffer.concat([SIGNED.raw, SIGNED.raw]) },
      'the plain signature is 128 bytes long, not 64',
    ],
    [
      'a plain one of zeros',
      { raw: Buffer.alloc(64) },
      'the plain signature is not of this statement by that key',
    ],
    ['an empty file', { sshsig: '' }, unread('its first or last line is wrong')],
    ['no armor', { sshsig: blob }, unread('its first or last line is wrong')],
    ['no base64', { sshsig: arm(blob).replace('U1NI', 'U1N*') }, unread('it is not base64')],
    [
      'CRLF',
      { sshsig: SIGNED.sshsig.replaceAll('\n', '\r\n') },
      unread('its first or last line is wrong'),
    ],
    [
      'one long line',
      { sshsig: arm(blob).replace(/(?<=[^-])\n(?=[^-])/g, '') },
      unread('its lines are not as they should be'),
    ],
    ['nothing inside', { sshsig: arm(Buffer.alloc(0)) }, unread('it ends too early')],
    [
      'another magic',
      { sshsig: swap('SSHSIG', 'SSHSIH') },
      unread('it does not begin with SSHSIG'),
    ],
    [
      'version 2',
      { sshsig: swap('SSHSIG\0\0\0\u0001', 'SSHSIG\0\0\0\u0002') },
      unread('it is of version 2'),
    ],
    [
      'another namespace',
      { sshsig: swap('mailtrail-evidence', 'mailtrail-evidencE') },
      unread('it is not for mailtrail-evidence'),
    ],
    ['another hash', { sshsig: swap('sha512', 'sha256') }, unread('its hash is not sha512')],
    [
      'a key of another type',
      { sshsig: swap('ssh-ed25519', 'ssh-ed25518') },
      unread('it is of no Ed25519 key'),
    ],
    [
      'a length beyond its end',
      { sshsig: swap('\0\0\0\u0033', '\u007f\u00ff\u00ff\u00ff') },
      unread('it ends too early'),
    ],
    [
      'more behind it',
      { sshsig: arm(Buffer.concat([blob, Buffer.of(0)])) },
      unread('more follows than belongs to it'),
    ],
    ['cut', { sshsig: arm(blob.subarray(0, -1)) }, unread('it ends too early')],
  ])('%s', (_, files, reason) => {
    expect(checkSignature({ ...FILES, ...files })).toEqual(by(reason));
  });

  it('a missing statement', () => {
    const check = checkSignature({ ...FILES, statement: null });
    expect(check).toMatchObject({ ok: false, reason: 'the statement is missing' });
  });

  it('a key that is no point of the curve is no error', () => {
    const bad = swap(KEY.publicKey.bytes.toString('latin1'), '\u0002'.repeat(32));
    expect(checkSignature({ ...FILES, sshsig: bad }).ok).toBe(false);
  });

  it('no bit of any of the three files can be turned', () => {
    const whole = {
      statement: Buffer.from(TEXT),
      sshsig: Buffer.from(SIGNED.sshsig),
      raw: SIGNED.raw,
    };
    for (const [name, bytes] of Object.entries(whole))
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        expect(checkSignature({ ...FILES, [name]: changed }).ok, `${name} ${at}`).toBe(false);
      }
  });

  it('any bytes are judged without an error', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.uint8Array().map((part) => Buffer.from(arm(part))),
    );
    fc.assert(
      fc.property(bytes, bytes, bytes, (statement, sshsig, raw) => {
        expect(checkSignature({ ...FILES, statement, sshsig, raw }).ok).toBe(false);
        expect(checkSignature({ ...FILES, sshsig, raw }).ok).toBe(false);
      }),
    );
  });
});
