import type { LogEncoding } from './encoding.ts';
import type { RejectCode } from '../catalogue/index.ts';
import type { Layout } from '../formats/format.ts';
import type { LineCounts } from '../model/ingest-report.ts';
import type { LineAddress } from '../model/log-event.ts';
import type { PackedBatch, PackedEnd } from './pack/packed-batch.ts';

/** Up to where a source is stored; the next read begins here. A last line without its end lies behind it. */
export interface Checkpoint {
  readonly offset: number;
  /** Number of the next line. */
  readonly line: number;
  /** SHA-256 (hex) of the bytes before `offset`. */
  readonly sha256: string;
  readonly layout: Layout;
  readonly counts: LineCounts;
}

/** What a file is looked up by. */
export interface FileMark {
  readonly file: string;
  /** SHA-256 (hex) of all up to the end of the first record; empty while there is no whole record. */
  readonly headSha256: string;
  readonly sizeBytes: number;
}

/** A source that the store knows. */
export interface KnownSource {
  readonly id: number;
  readonly file: string;
  readonly headSha256: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly checkpoint: Checkpoint;
  /** Old lines of it were removed for good: its first bytes cannot be had any more, and must not be read again. */
  readonly isPurged: boolean;
}

export interface NewSource {
  readonly file: string;
  readonly slot: string;
  readonly slotDay: number | null;
  readonly format: string;
  readonly encoding: LogEncoding;
  /** The server whose lines name none. */
  readonly server: string | null;
  readonly keepSubject: boolean;
  readonly headSha256: string;
}

export interface RejectedLine extends LineAddress {
  readonly code: RejectCode;
  readonly detail: string;
}

/** Where ingest puts what it reads. The store implements it; ingest knows no SQL. */
export interface IngestSink {
  /** The seed of the hashes in batches. */
  readonly hashSeed: number;
  /** Sources that a file may be, continue or repeat: of the same first record, name or, without records, size. */
  similarSources(mark: FileMark): readonly KnownSource[];
  /** SHA-256 (hex) of the first `length` bytes of a source, from the archive; null where they are not all there. */
  archivedSha256(sourceId: number, length: number): string | null;
  addSource(source: NewSource): number;
  /** The file goes on: it is known as `file` from now on, and a last line without its end is taken back. */
  resumeSource(id: number, mark: FileMark, keepSubject: boolean): void;
  write(sourceId: number, batch: PackedBatch): void;
  endSource(sourceId: number, end: PackedEnd): void;
  addOurs(patterns: readonly string[]): void;
  /** Nothing more is written, and `finish` follows: what that needs may be begun. */
  allRead(): void;
  /** From now on what was written holds, whatever happens: before the run waits for something, as others may want to write. */
  commit(): void;
  /** After the last source. */
  finish(): void;
}
