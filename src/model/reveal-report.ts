/** `reveal --json`. */
export interface RevealReport {
  readonly schema: 'mailtrail/reveal/1';
  /** The case, as `export --case` named it. */
  readonly case: string;
  /** SHA-256 of `manifest-sha256.txt` of the same export unredacted. */
  readonly parentManifestSha256: string;
  readonly keepDomains: boolean;
  /** In order of token; those asked for, or all. */
  readonly tokens: readonly {
    readonly token: string;
    readonly kind: string;
    readonly original: string;
  }[];
  /** Tokens asked for that the bag does not know. */
  readonly unknown: readonly string[];
}
