import type { ArchiveBlock } from '../archiver.ts';
import type { RejectedLine, Checkpoint } from '../sink.ts';
import type { NewTexts } from './intern-table.ts';

/** What lines name, by table: each text is sent once, and is its number in that table from then on. */
export interface Tables {
  readonly messages: NewTexts;
  readonly addresses: NewTexts;
  readonly hosts: NewTexts;
  readonly servers: NewTexts;
}

/** Columns of the events of a batch, those of one message together, in order of reading within it. Numbers -1: none. */
export interface EventColumns {
  readonly count: number;
  readonly line: Int32Array;
  readonly offset: Float64Array;
  readonly length: Int32Array;
  readonly at: Float64Array;
  readonly code: Int32Array;
  readonly message: Int32Array;
  readonly recipient: Int32Array;
  readonly server: Int32Array;
  readonly partner: Int32Array;
  readonly client: Int32Array;
}

/** What the lines of a batch tell of each message, which of them by rank, time and line. NaN, -1, null: nothing. */
export interface FactColumns {
  readonly count: number;
  readonly message: Int32Array;
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  readonly rank: Int32Array;
  readonly at: Float64Array;
  readonly line: Int32Array;
  readonly sender: Int32Array;
  readonly subject: readonly (string | null)[];
  readonly sizeBytes: Float64Array;
  readonly recipientCount: Float64Array;
  readonly originatedAt: Float64Array;
}

/** Lines of one server in one hour. */
export interface HourCount {
  readonly server: number;
  /** Hours since 1970. */
  readonly hour: number;
  readonly events: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What its lines tell of a server. */
export interface ServerTraits {
  readonly server: number;
  readonly saw2003: boolean;
  readonly sawWindows2000: boolean;
}

/** Decoded lines of one source, packed to cross threads: numbers of `tables`, folded and in order. */
export interface PackedLines {
  /** What the columns of events, hops and facts lie in. */
  readonly memory: ArrayBufferLike;
  readonly tables: Tables;
  readonly events: EventColumns;
  /** Packed as lifecycle/packed-hops.ts says; `hops.length / HOP.width` of them. */
  readonly hops: Float64Array;
  /** How many of them each message has, in the order of `facts`, which is that of hops and events too. */
  readonly hopCounts: Int32Array;
  readonly facts: FactColumns;
  /** Message and linked message, in turn. */
  readonly links: Int32Array;
  /** What stands for a submission from a mailbox, and the message that came of it, in turn. */
  readonly submissions: Int32Array;
  /** What the modern events of the batch are called, by code. */
  readonly eventNames: readonly (readonly [number, string])[];
  /** Servers that wrote the lines, and their DNS suffixes, lower case, as far as lines tell. */
  readonly suffixes: readonly (readonly [server: number, suffix: string])[];
  readonly hours: readonly HourCount[];
  readonly servers: readonly ServerTraits[];
  /** The server that the first event names; -1 without events. */
  readonly firstServer: number;
  /** Its name; null without events. */
  readonly serverName: string | null;
}

/** Lines of one source, stored with its checkpoint in one transaction. */
export interface PackedBatch {
  readonly lines: PackedLines;
  readonly rejects: readonly RejectedLine[];
  /** The bytes up to the checkpoint; nothing where none are kept. */
  readonly archive: readonly ArchiveBlock[];
  readonly checkpoint: Checkpoint;
}

/** What follows the checkpoint when all bytes were read: a last line without its end, or nothing. */
export interface PackedEnd {
  readonly sizeBytes: number;
  /** SHA-256 (hex) of all bytes. */
  readonly sha256: string;
  /** One event, shown, and read anew when the file grows. What may be cut of it is only believed where no other line tells. */
  readonly lastLine: PackedLines | null;
  /** The bytes behind the checkpoint. */
  readonly archive: readonly ArchiveBlock[];
}

/** The end of a file that was left early. */
export const NOT_READ: PackedEnd = { sizeBytes: 0, sha256: '', lastLine: null, archive: [] };
