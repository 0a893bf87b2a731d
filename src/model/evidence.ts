import type { DailyReport } from './daily-report.ts';
import type { DailyCoverageReport, TraceReport } from './report.ts';
import type { Stage } from './stage.ts';

/** Where the bytes of a line came from: the log file, still unchanged, or the archive; null: neither has them any more. */
type BytesFrom = 'original' | 'archive' | null;

/** What an evidence bag is made of (docs/evidence-format.md). Two exports of the same database with the same arguments have equal ones. */
export interface EvidenceCase {
  /** What `--case` names. */
  readonly name: string;
  readonly trace: TraceReport;
  /** With `--stuck`. */
  readonly daily: DailyReport | null;
  /** Log files that any line of the case is of, in order of name. */
  readonly sources: readonly EvidenceSource[];
  /** Log files that were read and that no line of the case is of, in order of name: that a message is not in them counts too. */
  readonly otherSources: readonly OtherSource[];
  /** In order of source, then offset. */
  readonly lines: readonly EvidenceLine[];
  /** Lines of these sources that could not be read, in order of source, then line. */
  readonly rejects: readonly EvidenceReject[];
  readonly coverage: DailyCoverageReport;
}

/** A log file as it was when it was read. */
export interface EvidenceSource {
  /** As it was given to `ingest`. */
  readonly file: string;
  /** The server that its lines, else its folder, name; null where neither does. */
  readonly server: string | null;
  readonly format: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly lines: number;
  readonly events: number;
  readonly directives: number;
  readonly blank: number;
  readonly continuations: number;
  readonly rejects: number;
  /** Whether the file is still there with these bytes; more may have been added since. */
  readonly original: 'unchanged' | 'changed' | 'missing';
  /** Column names in order of the fields, by the last header line; lower case. */
  readonly columns: readonly string[];
}

/** A log file as it was when it was read; whether it is still there was not looked at. */
export type OtherSource = Omit<EvidenceSource, 'original' | 'columns'>;

/** One line of a log file, as it lies there; each once. */
export interface EvidenceLine {
  readonly kind: 'directive' | 'event';
  /** Index in `sources`. */
  readonly source: number;
  readonly line: number;
  readonly offset: number;
  /** Bytes in the log file, line end included. */
  readonly length: number;
  /** The exact bytes, in a redacted case what stands for them; null where `from` is. */
  readonly bytes: Uint8Array | null;
  readonly from: BytesFrom;
  /** What it tells of the messages of the case, one for each recipient, in the order of its list; none for a directive. */
  readonly events: readonly EvidenceEvent[];
}

export interface EvidenceEvent {
  /** `id` of the view `events`: all events of one line have the same. */
  readonly id: number;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly code: number;
  /** The event as answers name it: `1034`, `RECEIVE/SMTP`. */
  readonly key: string;
  readonly name: string;
  readonly stage: Stage | null;
  readonly messageId: string;
  readonly recipient: string | null;
  readonly sender: string | null;
  readonly server: string;
  readonly partner: string | null;
  readonly clientHost: string | null;
}

export interface EvidenceReject {
  /** Index in `sources`. */
  readonly source: number;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly code: string;
  readonly detail: string;
  /** How the line begins; null where its bytes cannot be had any more. */
  readonly start: string | null;
}
