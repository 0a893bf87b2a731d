/** What a redacted case hides; each kind has tokens of its own. */
export const KINDS = [
  'address',
  'domain',
  'host',
  'ip',
  'message-id',
  'folder',
  'file',
  'query',
] as const;
export type Kind = (typeof KINDS)[number];

/** What became of one kind of field. */
export interface RedactionRule {
  readonly kind: Kind | 'subject' | 'reject' | 'other-field';
  /** The form of what stands for it; null: it is gone. */
  readonly becomes: string | null;
  /** Different originals. Null where they are not told apart. */
  readonly originals: number | null;
  /** Places where one was replaced. */
  readonly places: number;
}

/** The map from tokens to originals, encrypted with the key file. All hex. */
export interface Sealed {
  readonly algorithm: 'aes-256-gcm';
  readonly nonce: string;
  readonly tag: string;
  readonly data: string;
}

/** `data/redaction.json` of a redacted bag (docs/evidence-format.md). */
export interface RedactionRecord {
  readonly schema: 'mailtrail/redaction/1';
  readonly case: string;
  /** SHA-256 of `manifest-sha256.txt` of the same export unredacted. */
  readonly parentManifestSha256: string;
  readonly keepDomains: boolean;
  /** Tells keys apart, and nothing of the key. */
  readonly keyId: string;
  readonly rules: readonly RedactionRule[];
  readonly sealed: Sealed;
}

/** One token and what it stands for. Of several spellings the last one in code-unit order is told, as the database does. */
export interface RevealedToken {
  readonly token: string;
  readonly kind: Kind;
  readonly original: string;
}
