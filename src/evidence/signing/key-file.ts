import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { shellQuote } from '../../model/shell-quote.ts';
import type { UserError } from '../../model/user-error.ts';
import { signingKeyFrom } from './ed25519.ts';
import type { SigningKey } from './ed25519.ts';
import { keyError, quoted } from './key-error.ts';
import { readOpensshKey } from './openssh-key.ts';

const MAKE =
  'make one: openssl genpkey -algorithm ed25519 -out key.pem, or ssh-keygen -t ed25519 -f key';

/**
 * The Ed25519 private key in the text of a file, PEM (PKCS#8) or OpenSSH, without a passphrase; `name` is the file, for messages.
 * What else people have in such files is named, with the next step.
 */
export function readSigningKey(content: string | Uint8Array, name: string): SigningKey {
  const text = keyText(content);
  const block = privateBlock(text);
  if (block === null) throw noPrivateKey(text, name);
  const { label, base64, pem } = block;
  if (label === 'OPENSSH PRIVATE KEY') return opensshKey(base64, name);
  if (label === 'ENCRYPTED PRIVATE KEY') throw encrypted(name);
  if (label !== 'PRIVATE KEY') throw otherKey(name, label.replace(/ PRIVATE KEY$/, ''));
  return pkcs8Key(pem, name);
}

/** The text of a key file: UTF-8, or UTF-16 with a BOM as editors of Windows write it. */
export function keyText(content: string | Uint8Array): string {
  if (typeof content === 'string') return content.replace(/^\ufeff/, '');
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(content);
}

interface Block {
  /** `PRIVATE KEY`, `OPENSSH PRIVATE KEY` ... */
  readonly label: string;
  readonly base64: string;
  /** The block with its first and last line. */
  readonly pem: string;
}

/** The first private key in PEM; certificates and parameters may stand around it. */
function privateBlock(text: string): Block | null {
  const begin = /-----BEGIN ((?:[A-Z0-9]+ )?PRIVATE KEY)-----/.exec(text);
  const label = begin?.[1];
  if (begin === null || label === undefined) return null;
  const last = `-----END ${label}-----`;
  const from = begin.index + begin[0].length;
  const end = text.indexOf(last, from);
  const to = end === -1 ? text.length : end;
  return { label, base64: text.slice(from, to), pem: text.slice(begin.index, to + last.length) };
}

function opensshKey(base64: string, name: string): SigningKey {
  const read = readOpensshKey(base64);
  switch (read.kind) {
    case 'key':
      return read.key;
    case 'encrypted':
      throw encrypted(name);
    case 'other':
      throw otherKey(name, read.type);
    case 'broken':
      throw brokenKey(name, read.reason);
  }
}

function pkcs8Key(pem: string, name: string): SigningKey {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem' });
  } catch (error) {
    throw brokenKey(name, 'it is no PKCS#8', error);
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw otherKey(name, key.asymmetricKeyType ?? 'another kind');
  return signingKeyFrom(key);
}

function noPrivateKey(text: string, name: string): UserError {
  if (/^PuTTY-User-Key-File-/m.test(text))
    return keyError('key-of-putty', `${quoted(name)} is a key of PuTTY`, [
      `convert it: puttygen ${shellQuote(name)} -O private-openssh -o key`,
    ]);
  if (/-----BEGIN (?:[A-Z0-9]+ )?PUBLIC KEY-----|^(?:ssh|ecdsa|sk)-\S+ AAAA/m.test(text))
    return keyError(
      'key-is-public',
      `${quoted(name)} is a public key; signing takes the private one`,
      ['it lies beside it, mostly under the same name without .pub'],
    );
  return keyError('key-unknown', `${quoted(name)} is no private key`, [
    'name an Ed25519 key in PEM (PKCS#8) or OpenSSH form',
    MAKE,
  ]);
}

function encrypted(name: string): UserError {
  return keyError('key-encrypted', `${quoted(name)} is protected by a passphrase`, [
    `take it off a copy, sign with that, and delete it: cp ${shellQuote(name)} key.tmp && ssh-keygen -p -N '' -f key.tmp`,
    `in PEM: (umask 077 && openssl pkey -in ${shellQuote(name)} -out key.tmp)`,
  ]);
}

function otherKey(name: string, type: string): UserError {
  return keyError(
    'key-not-ed25519',
    `${quoted(name)} is a key of type ${type}; signing takes Ed25519`,
    [MAKE],
  );
}

function brokenKey(name: string, reason: string, cause?: unknown): UserError {
  return keyError(
    'key-broken',
    `${quoted(name)} cannot be read as a key: ${reason}`,
    ['copy it again, whole, from where it was made', MAKE],
    cause,
  );
}
