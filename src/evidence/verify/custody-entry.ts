import type { CustodyEntry as Entry } from '../../model/custody-report.ts';
import { parseEntry } from '../custody/parse-entry.ts';

/** An entry of custody.jsonl, and where it stands. */
export interface CustodyEntry extends Entry {
  /** Line of the file, from 1. */
  readonly line: number;
  /** What the hash of the entry has to be. */
  readonly actualHash: string;
}

/** Parses a line of custody.jsonl; a text says what is wrong with it. */
export function parseCustodyEntry(bytes: Buffer, line: number): CustodyEntry | string {
  const read = parseEntry(bytes);
  return typeof read === 'string' ? read : { ...read.entry, line, actualHash: read.actualHash };
}
