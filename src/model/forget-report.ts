/** A source that a name may mean. */
export interface SourceCandidate {
  /** As `ingest` was given it. */
  readonly file: string;
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
  readonly server: string | null;
  readonly lines: number;
  readonly events: number;
}

/** What was taken out, or with `--dry-run` would be. */
export interface ForgottenReport extends SourceCandidate {
  readonly format: string;
  readonly sizeBytes: number;
  readonly rejects: number;
  /** Messages that its lines tell of. */
  readonly messages: number;
  /** Those of them that no other file tells of. */
  readonly messagesGone: number;
  /** Those of them that keep the sender, subject, size and links they had: lines that tell them cannot be had any more. */
  readonly messagesNotRetold: number;
  /** Servers that no other file tells of, in order of name. */
  readonly serversGone: readonly string[];
}

/** A name that is no one source. */
export interface UnresolvedSource {
  /** Sources that it fits. */
  readonly total: number;
  /** The first MAX_SOURCE_CANDIDATES of them, in order of name. */
  readonly candidates: readonly SourceCandidate[];
  /** Where it fits none: names that are almost the same. */
  readonly closest: readonly string[];
}

export const MAX_SOURCE_CANDIDATES = 20;

/** The shape of `forget --json`: `mailtrail/forget/1`. */
export interface ForgetReport {
  readonly schema: 'mailtrail/forget/1';
  readonly query: string;
  readonly dryRun: boolean;
  /** Null where `unresolved` says why. */
  readonly forgotten: ForgottenReport | null;
  readonly unresolved: UnresolvedSource | null;
}
