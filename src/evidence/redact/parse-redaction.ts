import type { RedactionRecord } from './redaction-record.ts';

/** What `reveal` needs of `data/redaction.json`. */
export type SealedRedaction = Omit<RedactionRecord, 'rules'>;

const SHA256 = /^[0-9a-f]{64}$/;
const HEX = /^(?:[0-9a-f]{2})*$/;

/** The record that a file holds; null where it is none of ours, or damaged. */
export function parseRedaction(bytes: Buffer): SealedRedaction | null {
  const value = parsed(bytes);
  if (!isObject(value) || value['schema'] !== 'mailtrail/redaction/1') return null;
  const { case: name, parentManifestSha256, keepDomains, keyId, sealed } = value;
  if (
    typeof name !== 'string' ||
    !isText(parentManifestSha256, SHA256) ||
    typeof keepDomains !== 'boolean' ||
    !isText(keyId, HEX) ||
    !isObject(sealed)
  )
    return null;
  const { algorithm, nonce, tag, data } = sealed;
  if (algorithm !== 'aes-256-gcm' || !isText(nonce, HEX) || !isText(tag, HEX) || !isText(data, HEX))
    return null;
  return {
    schema: 'mailtrail/redaction/1',
    case: name,
    parentManifestSha256,
    keepDomains,
    keyId,
    sealed: { algorithm, nonce, tag, data },
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
