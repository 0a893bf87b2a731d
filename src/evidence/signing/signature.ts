import { createHash } from 'node:crypto';
import {
  isSignedBy,
  keyBlob,
  publicKeyOf,
  readKeyBlob,
  SIGNATURE_BYTES,
  SSH_ED25519,
} from './ed25519.ts';
import type { PublicKey, SigningKey } from './ed25519.ts';
import { decodeBase64, readWire, WireError, wireString, wireUint32 } from './ssh-wire.ts';
import { NAMESPACE, parseStatement } from './statement.ts';

/** The two signatures of one statement. */
export interface Signatures {
  /** `signature-N.sig`: an SSH signature (openssh-portable, PROTOCOL.sshsig), armored. */
  readonly sshsig: string;
  /** `signature-N.bin`: plain Ed25519, 64 bytes. */
  readonly raw: Buffer;
}

const MAGIC = 'SSHSIG';
const VERSION = 1;
const HASH = 'sha512';
const BEGIN = '-----BEGIN SSH SIGNATURE-----\n';
const END = '-----END SSH SIGNATURE-----\n';
const ARMOR_WIDTH = 70;

/** Signs the exact bytes of `signature-N.txt`. */
export function signStatement(key: SigningKey, statement: string): Signatures {
  const bytes = Buffer.from(statement, 'utf8');
  return {
    sshsig: armored(key.publicKey, key.sign(sshMessage(bytes))),
    raw: key.sign(bytes),
  };
}

export interface SignatureCheck {
  /** Both signatures are of this statement, by the key that it names. That anyone trusts this key is not said. */
  readonly ok: boolean;
  /** Of the key that the statement names; null where there is no statement. */
  readonly fingerprint: string | null;
  /** Why it is not ok, a clause without a full stop; else null. */
  readonly reason: string | null;
  /** It is ok and its key is one of those that are trusted. */
  readonly trusted: boolean;
}

/** Checks the files of one signature; null stands for a file that is not there. */
export function checkSignature(files: {
  readonly statement: string | Uint8Array | null;
  readonly sshsig: string | Uint8Array | null;
  readonly raw: Uint8Array | null;
  readonly trusted: readonly PublicKey[];
}): SignatureCheck {
  const { statement, trusted } = files;
  const said = statement === null ? null : parseStatement(statement);
  if (statement === null || said === null) {
    const reason =
      statement === null ? 'the statement is missing' : 'the statement is not of the known form';
    return { ok: false, fingerprint: null, reason, trusted: false };
  }
  const { fingerprint } = said;
  const reason = whyNot(Buffer.from(statement), fingerprint, files.sshsig, files.raw);
  const ok = reason === null;
  return {
    ok,
    fingerprint,
    reason,
    trusted: ok && trusted.some((key) => key.fingerprint === fingerprint),
  };
}

function whyNot(
  bytes: Buffer,
  fingerprint: string,
  sshsig: string | Uint8Array | null,
  raw: Uint8Array | null,
): string | null {
  if (sshsig === null) return 'the SSH signature is missing';
  if (raw === null) return 'the plain signature is missing';
  const read = readArmored(Buffer.from(sshsig).toString('latin1'));
  if (typeof read === 'string') return `the SSH signature cannot be read: ${read}`;
  const { key, signature } = read;
  if (key.fingerprint !== fingerprint)
    return `the SSH signature is by ${key.fingerprint}, not by the key that the statement names`;
  if (!isSignedBy(key, sshMessage(bytes), signature))
    return 'the SSH signature is not of this statement';
  if (raw.length !== SIGNATURE_BYTES)
    return `the plain signature is ${raw.length} bytes long, not ${SIGNATURE_BYTES}`;
  return isSignedBy(key, bytes, raw)
    ? null
    : 'the plain signature is not of this statement by that key';
}

/** What an SSH signature signs in place of the message. */
function sshMessage(message: Uint8Array): Buffer {
  const digest = createHash(HASH).update(message).digest();
  return Buffer.concat([Buffer.from(MAGIC), ...[NAMESPACE, '', HASH, digest].map(wireString)]);
}

function armored(key: PublicKey, signature: Buffer): string {
  const blob = Buffer.concat([
    Buffer.from(MAGIC),
    wireUint32(VERSION),
    wireString(keyBlob(key.bytes)),
    wireString(NAMESPACE),
    wireString(''),
    wireString(HASH),
    wireString(Buffer.concat([wireString(SSH_ED25519), wireString(signature)])),
  ]);
  const lines = blob.toString('base64').match(new RegExp(`.{1,${ARMOR_WIDTH}}`, 'g')) ?? [];
  return `${BEGIN}${lines.join('\n')}\n${END}`;
}

interface ReadSignature {
  readonly key: PublicKey;
  readonly signature: Buffer;
}

/** An armored signature of ours, or why it is none. It must be written as `armored` and `ssh-keygen` write it, to the byte. */
function readArmored(text: string): ReadSignature | string {
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) return 'its first or last line is wrong';
  const blob = decodeBase64(text.slice(BEGIN.length, -END.length));
  if (blob === null) return 'it is not base64';
  try {
    const read = readBlob(blob);
    return armored(read.key, read.signature) === text
      ? read
      : 'its lines are not as they should be';
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

function readBlob(blob: Buffer): ReadSignature {
  const reader = readWire(blob);
  if (reader.take(MAGIC.length).toString('latin1') !== MAGIC)
    throw new WireError('it does not begin with SSHSIG');
  const version = reader.uint32();
  if (version !== VERSION) throw new WireError(`it is of version ${version}`);
  const key = publicKeyOf(readKeyBlob(reader.string()));
  if (reader.name() !== NAMESPACE) throw new WireError(`it is not for ${NAMESPACE}`);
  if (reader.string().length > 0) throw new WireError('it uses a reserved field');
  if (reader.name() !== HASH) throw new WireError(`its hash is not ${HASH}`);
  const signature = readSignatureBlob(reader.string());
  reader.end();
  return { key, signature };
}

function readSignatureBlob(blob: Buffer): Buffer {
  const reader = readWire(blob);
  if (reader.name() !== SSH_ED25519) throw new WireError('it is of no Ed25519 key');
  const signature = reader.string();
  reader.end();
  if (signature.length !== SIGNATURE_BYTES) throw new WireError('it is not 64 bytes long');
  return signature;
}
