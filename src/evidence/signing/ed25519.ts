import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readWire, WireError, wireString } from './ssh-wire.ts';

/** An Ed25519 public key. */
export interface PublicKey {
  /** Its 32 bytes (RFC 8032). */
  readonly bytes: Buffer;
  /** `SHA256:...`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** What stands behind it in its file; empty in PEM. */
  readonly comment: string;
}

export interface SigningKey {
  readonly publicKey: PublicKey;
  /** Plain Ed25519 over the bytes: 64 bytes. */
  sign(bytes: Uint8Array): Buffer;
}

export const SSH_ED25519 = 'ssh-ed25519';
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** DER up to the 32 bytes of a key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function publicKeyOf(bytes: Buffer, comment = ''): PublicKey {
  return { bytes, fingerprint: fingerprintOf(bytes), comment };
}

/** From the 32 secret bytes. */
export function signingKeyOf(seed: Buffer, comment = ''): SigningKey {
  const der = Buffer.concat([PKCS8, seed]);
  return signingKeyFrom(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), comment);
}

/** From a key of node:crypto of type `ed25519`. */
export function signingKeyFrom(key: KeyObject, comment = ''): SigningKey {
  return {
    publicKey: publicKeyOf(bytesOf(createPublicKey(key)), comment),
    sign: (bytes) => sign(null, bytes, key),
  };
}

/** The 32 bytes of a public key of node:crypto of type `ed25519`. */
export function bytesOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
}

/** Whether this is the plain Ed25519 signature of these bytes. */
export function isSignedBy(
  { bytes }: PublicKey,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  try {
    const der = Buffer.concat([SPKI, bytes]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, signed, key, signature);
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
}

/** A public key as SSH writes it, without base64. */
export function keyBlob(bytes: Uint8Array): Buffer {
  return Buffer.concat([wireString(SSH_ED25519), wireString(bytes)]);
}

/** The 32 bytes in it; throws `WireError`. */
export function readKeyBlob(blob: Uint8Array): Buffer {
  const reader = readWire(blob);
  if (reader.name() !== SSH_ED25519) throw new WireError('it is of no Ed25519 key');
  const bytes = reader.string();
  reader.end();
  if (bytes.length !== KEY_BYTES) throw new WireError('its key is not 32 bytes long');
  return bytes;
}

function fingerprintOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(keyBlob(bytes)).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
