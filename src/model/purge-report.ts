/** What was removed for good, or with `--dry-run` would be. */
export interface PurgedReport {
  /** Log lines that told events. */
  readonly lines: number;
  /** Lines that could not be read, around those. */
  readonly rejects: number;
  /** Messages that the lines tell of. */
  readonly messages: number;
  /** Those of them that no line is left of. */
  readonly messagesGone: number;
  /** Those that keep the sender, subject, size and links they had: lines that are left cannot be read again. 0 with `--dry-run`. */
  readonly messagesNotRetold: number;
  /** Servers that no line is left of, in order of name. */
  readonly serversGone: readonly string[];
}

/** The shape of `purge --json`: `mailtrail/purge/1`. */
export interface PurgeReport extends PurgedReport {
  readonly schema: 'mailtrail/purge/1';
  /** ISO 8601, UTC: older lines go. */
  readonly before: string;
  readonly dryRun: boolean;
  /** Of the database file. */
  readonly bytesBefore: number;
  /** Null with `--dry-run`. */
  readonly bytesAfter: number | null;
  /** Another program was reading: until it is run again, the database's files may still hold what was removed. */
  readonly unfinished: boolean;
}
