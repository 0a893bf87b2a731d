import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { shellQuote } from '../../model/shell-quote.ts';
import type { UserError } from '../../model/user-error.ts';
import { bytesOf, publicKeyOf, readKeyBlob, SSH_ED25519 } from './ed25519.ts';
import type { PublicKey } from './ed25519.ts';
import { keyError, quoted } from './key-error.ts';
import { keyText } from './key-file.ts';
import { decodeBase64, WireError } from './ssh-wire.ts';
import { NAMESPACE } from './statement.ts';

const PEM_BLOCK = /-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g;

/**
 * The Ed25519 public keys in a file: PEM (SPKI), `ssh-ed25519 AAAA... comment`, `authorized_keys` or `allowed_signers`. Keys of other
 * types are passed over, as such files hold them too; a file without one of ours is a `UserError`.
 */
export function parsePublicKeys(content: string | Uint8Array, name: string): PublicKey[] {
  const text = keyText(content);
  if (/-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY-----/.test(text))
    throw keyError(
      'key-is-private',
      `${quoted(name)} is a private key; checking takes the public one`,
      [
        `this prints it: ssh-keygen -y -f ${shellQuote(name)}, or openssl pkey -in ${shellQuote(name)} -pubout`,
      ],
    );
  const keys = [
    ...(text.match(PEM_BLOCK) ?? []).flatMap((pem) => pemKey(pem, name)),
    ...text
      .replace(PEM_BLOCK, '')
      .split(/\r?\n/)
      .flatMap((line, index) => lineKey(line, index + 1, name)),
  ];
  if (keys.length === 0) throw noKey(text, name);
  return keys;
}

function pemKey(pem: string, name: string): PublicKey[] {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: pem, format: 'pem' });
  } catch (error) {
    throw brokenKey(quoted(name), 'it is no SPKI', error);
  }
  return key.asymmetricKeyType === 'ed25519' ? [publicKeyOf(bytesOf(key))] : [];
}

/** Words of a line; quoted parts may hold spaces. */
const WORD = /(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g;

function lineKey(line: string, number: number, name: string): PublicKey[] {
  if (/^\s*(?:#|$)/.test(line)) return [];
  const words: readonly string[] = line.match(WORD) ?? [];
  const type = words.indexOf(SSH_ED25519);
  if (type === -1) return [];
  const options = words.slice(0, type).join(',');
  refuseConditions(options, number, name);
  if (!isForNamespace(options)) return [];
  const blob = decodeBase64(words[type + 1] ?? '');
  try {
    if (blob === null) throw new WireError('it is not base64');
    return [publicKeyOf(readKeyBlob(blob), words.slice(type + 2).join(' '))];
  } catch (error) {
    if (error instanceof WireError)
      throw brokenKey(`line ${number} of ${quoted(name)}`, error.message, error);
    throw error;
  }
}

/** What would make a key count for a while, or for others only, is not judged: rather not trusted than wrongly. */
function refuseConditions(options: string, number: number, name: string): void {
  const found = /(?:^|,)(cert-authority|valid-after|valid-before|expiry-time)(?:[=,]|$)/i.exec(
    options,
  )?.[1];
  if (found === undefined) return;
  throw keyError('key-option', `line ${number} of ${quoted(name)} has the option ${found}`, [
    'it is not judged here: name a file with the key alone, or use ssh-keygen -Y verify',
  ]);
}

/** `namespaces="git,mail*"` of `allowed_signers` lets a key sign for these alone. */
function isForNamespace(options: string): boolean {
  const list = /(?:^|,)namespaces="([^"]*)"/i.exec(options)?.[1];
  if (list === undefined) return true;
  return list.split(',').some((pattern) => fits(pattern.trim(), NAMESPACE));
}

function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

function noKey(text: string, name: string): UserError {
  if (text.includes('-----BEGIN CERTIFICATE-----'))
    return keyError('key-in-certificate', `${quoted(name)} is a certificate`, [
      `this prints the key in it: openssl x509 -pubkey -noout -in ${shellQuote(name)}`,
    ]);
  if (text.includes('---- BEGIN SSH2 PUBLIC KEY ----'))
    return keyError('key-of-ssh2', `${quoted(name)} is a public key in the form of RFC 4716`, [
      `convert it: ssh-keygen -i -f ${shellQuote(name)}`,
    ]);
  return keyError('key-unknown', `${quoted(name)} holds no Ed25519 public key`, [
    'name the file that ends in .pub beside the private key, or what this prints: openssl pkey -in KEY -pubout',
  ]);
}

function brokenKey(name: string, reason: string, cause: unknown): UserError {
  return keyError(
    'key-broken',
    `a public key in ${name} cannot be read: ${reason}`,
    ['copy it again, whole, from where it was made'],
    cause,
  );
}
