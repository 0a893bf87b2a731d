/** What became of one file. Counts are of the lines read in this run. */
export interface FileReport {
  readonly file: string;
  readonly format: string | null;
  readonly server: string | null;
  readonly lines: number;
  readonly events: number;
  readonly directives: number;
  readonly blank: number;
  readonly continuations: number;
  readonly rejected: number;
  /** `already-ingested`, `copy-of FILE`, `not-a-log`, `unsupported: WHAT`, `empty`, or why it could not be read; null when it was read. */
  readonly skipped: string | null;
  /** It went on after what was stored of it. */
  readonly continued: boolean;
  /** Other content was loaded under its name before; both are kept. */
  readonly replaces: boolean;
  /** Columns of its header that nobody knows: they are left unread. */
  readonly unknownColumns: readonly string[];
  /** The last line has no line end: `read` is shown but read anew later, `cut` cannot be read yet. */
  readonly lastLine: 'read' | 'cut' | null;
  /** A file that could not be read. */
  readonly error: string | null;
}

export interface RejectReport {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** How many lines of a source were what: `lines = events + directives + blank + continuations + rejects`. */
export interface LineCounts {
  readonly lines: number;
  readonly events: number;
  readonly directives: number;
  readonly blank: number;
  /** Lines that belong to the record of another line (5.5). */
  readonly continuations: number;
  readonly rejects: number;
}

export type IngestTotals = LineCounts & {
  readonly files: number;
  readonly filesRead: number;
  readonly bytes: number;
};

/** The shape of `ingest --json`: `mailtrail/ingest/1`. */
export interface IngestReport {
  readonly schema: 'mailtrail/ingest/1';
  readonly files: readonly FileReport[];
  readonly totals: IngestTotals;
  /** The first MAX_LISTED_REJECTS rejects of this run; all are stored. */
  readonly rejects: readonly RejectReport[];
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly peakRssBytes: number;
  readonly interrupted: boolean;
}

export const MAX_LISTED_REJECTS = 1000;

/** How far a run is; `totalBytes` counts what there is to read, as far as known. */
export interface IngestProgress {
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly events: number;
}
