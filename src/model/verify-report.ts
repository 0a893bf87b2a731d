/** What is wrong with an evidence bag. `catalogue/bag-failures.ts` says what each means. */
export type BagFailureCode =
  | 'missing-file'
  | 'unlisted-file'
  | 'wrong-checksum'
  | 'unreadable-file'
  | 'bad-manifest-line'
  | 'manifest-order'
  | 'manifests-differ'
  | 'duplicate-entry'
  | 'case-collision'
  | 'unsafe-path'
  | 'bad-encoding'
  | 'link'
  | 'special-file'
  | 'too-deep'
  | 'too-large'
  | 'too-many-entries'
  | 'zip-damaged'
  | 'zip-top-folder'
  | 'zip-encrypted'
  | 'zip-method'
  | 'zip-overlap'
  | 'zip-header'
  | 'fetch-file'
  | 'bad-bag-declaration'
  | 'bad-bag-info'
  | 'oxum-mismatch'
  | 'custody-bad-line'
  | 'custody-wrong-hash'
  | 'custody-broken-chain'
  | 'custody-reordered'
  | 'custody-dropped'
  | 'custody-wrong-manifest'
  | 'provenance-bad-row'
  | 'provenance-order'
  | 'provenance-out-of-range'
  | 'provenance-bytes-differ'
  | 'provenance-not-covered'
  | 'provenance-no-part'
  | 'provenance-mixed-sources'
  | 'source-missing'
  | 'source-unknown'
  | 'source-line-differs'
  | 'event-bad-row'
  | 'event-without-line'
  | 'event-missing'
  | 'trace-bad'
  | 'trace-without-line'
  | 'redaction-mismatch'
  | 'log-missing'
  | 'log-differs'
  | 'log-line-differs'
  | 'signature-bad-statement'
  | 'signature-invalid'
  | 'signature-other-key'
  | 'signature-wrong-manifest'
  | 'signature-wrong-custody'
  | 'signature-missing'
  | 'timestamp-invalid'
  | 'timestamp-missing';

/** One thing that is wrong. */
export interface BagFailure {
  readonly code: BagFailureCode;
  /** In the bag, or of an original log; null where it is the bag as a whole. */
  readonly path: string | null;
  /** Line of that file, from 1. */
  readonly line: number | null;
  readonly detail: string;
}

/** What was not checked, or what a reader should know; nothing is wrong by it. */
export interface BagNote {
  readonly code: string;
  readonly detail: string;
}

export interface VerifiedSignature {
  /** `signature-1` */
  readonly name: string;
  readonly case: string | null;
  /** `SHA256:...`, as OpenSSH prints it. */
  readonly key: string | null;
  /** Whether it is a signature of that key over these manifests and custody entries. */
  readonly ok: boolean;
  /** Whether the key is one of `--key`; null without that option. */
  readonly trusted: boolean | null;
  /** `seq` of the newest custody entry that it covers. */
  readonly custodySeq: number | null;
  /** Custody entries after that one. */
  readonly laterEntries: number;
}

export interface VerifiedTimestamp {
  readonly ok: boolean;
  /** What the authority says: ISO 8601 UTC; null where it could not be read. */
  readonly at: string | null;
  /** As it calls itself; null where the stamp does not say. */
  readonly authority: string | null;
  /** Whether the authority's own signature was checked against `--tsa-ca`. */
  readonly trusted: boolean;
}

/** What was looked at. */
export interface VerifiedCounts {
  readonly files: number;
  readonly bytes: number;
  /** Of the manifests, such as `sha256`. */
  readonly algorithms: readonly string[];
  /** Files under data/raw/. */
  readonly parts: number;
  /** Rows of provenance.jsonl. */
  readonly lines: number;
  /** Those whose bytes were compared with `raw/`. */
  readonly linesInRaw: number;
  /** Rows of events.jsonl. */
  readonly events: number;
  /** Log files that the rows are of. */
  readonly sources: number;
  /** Those that lie in the bag whole, under data/sources/. */
  readonly wholeSources: number;
}

/** The shape of `verify --json`: `mailtrail/verify/1`. */
export interface VerifyReport {
  readonly schema: 'mailtrail/verify/1';
  /** As it was named. */
  readonly bag: string;
  readonly ok: boolean;
  /** `bagit`: a bag of another program, of which only what BagIt says was checked; null where it was refused before that could be told. */
  readonly kind: 'mailtrail' | 'bagit' | null;
  readonly container: 'folder' | 'zip';
  /** As `bag-info.txt` names it. */
  readonly case: string | null;
  /** SHA-256 of `manifest-sha256.txt` of the unredacted bag, of a redacted one. */
  readonly redactionOf: string | null;
  readonly checked: VerifiedCounts;
  /** The newest entry; null where there is none. */
  readonly custody: {
    readonly entries: number;
    readonly seq: number;
    readonly hash: string;
  } | null;
  /** With `--logs`. */
  readonly logs: {
    /** As it was named. */
    readonly folder: string;
    /** Sources of the bag that were found there, of `checked.sources`. */
    readonly found: number;
    /** Lines that were compared with them. */
    readonly lines: number;
  } | null;
  readonly signatures: readonly VerifiedSignature[];
  readonly timestamp: VerifiedTimestamp | null;
  readonly notes: readonly BagNote[];
  /** In order of the checks. */
  readonly failures: readonly BagFailure[];
  /** More of them than are listed. */
  readonly failuresNotListed: number;
}

/** How far a run of `verify` is. */
export interface VerifyProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  /** What it is at. */
  readonly what: string;
}
