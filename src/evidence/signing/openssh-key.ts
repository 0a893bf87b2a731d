import { KEY_BYTES, readKeyBlob, signingKeyOf, SSH_ED25519 } from './ed25519.ts';
import type { SigningKey } from './ed25519.ts';
import { decodeBase64, readWire, WireError } from './ssh-wire.ts';
import type { WireReader } from './ssh-wire.ts';

/** What a private key of OpenSSH is: usable, behind a passphrase, of another kind, or broken. */
export type OpensshKey =
  | { readonly kind: 'key'; readonly key: SigningKey }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'broken'; readonly reason: string };

const MAGIC = 'openssh-key-v1\0';

/** Reads the base64 between the lines BEGIN and END (openssh-portable, PROTOCOL.key). node:crypto reads PKCS#8 only. */
export function readOpensshKey(base64: string): OpensshKey {
  const bytes = decodeBase64(base64);
  if (bytes === null) return { kind: 'broken', reason: 'it is not base64' };
  try {
    return readKey(readWire(bytes));
  } catch (error) {
    if (error instanceof WireError) return { kind: 'broken', reason: error.message };
    throw error;
  }
}

function readKey(reader: WireReader): OpensshKey {
  if (reader.take(MAGIC.length).toString('latin1') !== MAGIC)
    throw new WireError('it does not begin with openssh-key-v1');
  const cipher = reader.name();
  const derivation = reader.name();
  reader.string();
  const count = reader.uint32();
  const publicBlob = reader.string();
  const secrets = reader.string();
  reader.end();
  if (count !== 1) throw new WireError(`it holds ${count} keys`);
  const type = readWire(publicBlob).name();
  if (type !== SSH_ED25519) return { kind: 'other', type };
  if (cipher !== 'none' || derivation !== 'none') return { kind: 'encrypted' };
  return { kind: 'key', key: readSecrets(readWire(secrets), readKeyBlob(publicBlob)) };
}

function readSecrets(reader: WireReader, publicBytes: Buffer): SigningKey {
  // In an encrypted key these two tell a wrong passphrase.
  if (reader.uint32() !== reader.uint32()) throw new WireError('its check numbers differ');
  if (reader.name() !== SSH_ED25519) throw new WireError('its two halves are of different types');
  const inner = reader.string();
  const secret = reader.string();
  const comment = reader.string().toString('utf8');
  if (secret.length !== 2 * KEY_BYTES) throw new WireError('its secret is not 64 bytes long');
  checkPadding(reader.rest());
  const key = signingKeyOf(secret.subarray(0, KEY_BYTES), comment);
  for (const told of [publicBytes, inner, secret.subarray(KEY_BYTES)])
    if (!told.equals(key.publicKey.bytes))
      throw new WireError('its public half does not belong to its secret half');
  return key;
}

/** 1, 2, 3 ... up to a multiple of 8 bytes. */
function checkPadding(padding: Buffer): void {
  if (padding.length >= 8 || padding.some((byte, index) => byte !== index + 1))
    throw new WireError('it does not end as it should');
}
