import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { Kind, RedactionRecord, RevealedToken, Sealed } from './redaction-record.ts';
import { KINDS } from './redaction-record.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What the seal holds together with the map: none of it can be changed unnoticed. */
export type SealedWith = Omit<RedactionRecord, 'sealed' | 'rules'>;

function derived(key: Uint8Array, use: string, caseName: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `mailtrail redaction ${use} 1\n${caseName}`, 32));
}

/** 16 hex digits that tell keys apart. */
export function keyIdOf(key: Uint8Array): string {
  return derived(key, 'key id', '').toString('hex', 0, 8);
}

function boundTo(record: SealedWith): Buffer {
  const { schema, parentManifestSha256, keepDomains, keyId } = record;
  return Buffer.from(
    JSON.stringify([schema, record.case, parentManifestSha256, keepDomains, keyId]),
  );
}

/** Encrypts the map. The nonce is made from the content, so that two exports are the same bytes; other content has another nonce. */
export function sealTokens(
  key: Uint8Array,
  record: SealedWith,
  tokens: readonly RevealedToken[],
): Sealed {
  const plain = Buffer.from(
    JSON.stringify(tokens.map(({ token, kind, original }) => [token, kind, original])),
  );
  const bound = boundTo(record);
  const nonce = createHmac('sha256', derived(key, 'nonce', record.case))
    .update(`${bound.length} `)
    .update(bound)
    .update(plain)
    .digest()
    .subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', derived(key, 'seal', record.case), nonce);
  cipher.setAAD(bound);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    algorithm: 'aes-256-gcm',
    nonce: nonce.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
    data: data.toString('hex'),
  };
}

/** The map; null where it, or what it was sealed with, is not what it was. */
export function openSeal(
  key: Uint8Array,
  record: SealedWith,
  sealed: Sealed,
): RevealedToken[] | null {
  const nonce = Buffer.from(sealed.nonce, 'hex');
  const tag = Buffer.from(sealed.tag, 'hex');
  if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', derived(key, 'seal', record.case), nonce);
  decipher.setAAD(boundTo(record));
  decipher.setAuthTag(tag);
  try {
    const data = Buffer.from(sealed.data, 'hex');
    const plain = Buffer.concat([decipher.update(data), decipher.final()]);
    return tokensOf(JSON.parse(plain.toString('utf8')));
  } catch {
    return null;
  }
}

function tokensOf(value: unknown): RevealedToken[] | null {
  if (!Array.isArray(value)) return null;
  const tokens: RevealedToken[] = [];
  for (const row of value as readonly unknown[]) {
    if (!Array.isArray(row)) return null;
    const [token, kind, original] = row as readonly unknown[];
    if (typeof token !== 'string' || !isKind(kind) || typeof original !== 'string') return null;
    tokens.push({ token, kind, original });
  }
  return tokens;
}

function isKind(value: unknown): value is Kind {
  return KINDS.some((kind) => kind === value);
}
