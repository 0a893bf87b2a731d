import { keyBlob, publicKeyOf, signingKeyOf } from '../../../src/evidence/signing/ed25519.ts';
import { wireString, wireUint32 } from '../../../src/evidence/signing/ssh-wire.ts';

export const SEED = Buffer.alloc(32, 7);
export const KEY = signingKeyOf(SEED, 'ann@corp.example');
export const OTHER_KEY = signingKeyOf(Buffer.alloc(32, 8), 'bob@corp.example');

export interface OpensshParts {
  magic: string;
  cipher: string;
  derivation: string;
  count: number;
  publicBlob: Buffer;
  checks: [number, number];
  innerType: string;
  innerPublic: Buffer;
  secret: Buffer;
  comment: string;
  padding: number[] | null;
  after: string;
}

/** A private key as OpenSSH writes it, with what a test wants else in it. */
export function opensshKey(changed: Partial<OpensshParts> = {}): string {
  const { bytes } = KEY.publicKey;
  const parts: OpensshParts = {
    magic: 'openssh-key-v1\0',
    cipher: 'none',
    derivation: 'none',
    count: 1,
    publicBlob: keyBlob(bytes),
    checks: [12345, 12345],
    innerType: 'ssh-ed25519',
    innerPublic: bytes,
    secret: Buffer.concat([SEED, bytes]),
    comment: 'ann@corp.example',
    padding: null,
    after: '',
    ...changed,
  };
  const secrets = Buffer.concat([
    ...parts.checks.map(wireUint32),
    ...[parts.innerType, parts.innerPublic, parts.secret, parts.comment].map(wireString),
  ]);
  const missing = (8 - (secrets.length % 8)) % 8;
  const padding = parts.padding ?? Array.from({ length: missing }, (_, index) => index + 1);
  const blob = Buffer.concat([
    Buffer.from(parts.magic),
    ...[parts.cipher, parts.derivation, ''].map(wireString),
    wireUint32(parts.count),
    wireString(parts.publicBlob),
    wireString(Buffer.concat([secrets, Buffer.from(padding)])),
    Buffer.from(parts.after),
  ]);
  return armoredKey(blob.toString('base64'));
}

export function armoredKey(base64: string): string {
  const lines = base64.match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** `ssh-ed25519 AAAA... ann@corp.example` */
export const PUBLIC_LINE = `ssh-ed25519 ${keyBlob(KEY.publicKey.bytes).toString('base64')} ann@corp.example`;

/** What reading it gives. */
export const PUBLIC_KEY = publicKeyOf(KEY.publicKey.bytes, 'ann@corp.example');
