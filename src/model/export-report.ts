import type { UnresolvedReport } from './report.ts';

/** `export --json`. */
export interface ExportReport {
  readonly schema: 'mailtrail/export/1';
  readonly case: string;
  /** The bag, as `--out` named it. */
  readonly bag: string;
  readonly messages: number;
  readonly recipients: number;
  /** Log lines that are events of these messages. */
  readonly lines: number;
  /** Of these, how many have their bytes from where; `none`: they cannot be had any more. */
  readonly linesFrom: {
    readonly original: number;
    readonly archive: number;
    readonly none: number;
  };
  readonly sources: number;
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 of `manifest-sha256.txt`: who has noted it elsewhere can tell a bag that was made anew. */
  readonly manifestSha256: string;
  readonly custodyHash: string;
  /** Fingerprint of the key; null: not signed. */
  readonly signedBy: string | null;
  readonly redacted: boolean;
  /** SHA-256 of `manifest-sha256.txt` of the same export unredacted; null: nothing was redacted. */
  readonly redactionOf: string | null;
  /** The request for a time stamp in the bag; null: none was asked for. */
  readonly timestampQuery: string | null;
  /** Ids that were asked for and are not in the logs. */
  readonly unresolved: readonly UnresolvedReport[];
}
