import { createHash } from 'node:crypto';
import { safeJson } from '../render/visible.ts';

export type CustodyAction = 'export' | 'note';

/** One line of `custody.jsonl` (docs/evidence-format.md); keys in the order that they are written in. */
export interface CustodyEntry {
  /** 1, 2, 3 ... */
  readonly seq: number;
  /** ISO 8601 UTC, by the clock of that machine. */
  readonly at: string;
  /** `export` for the first, then `note`. */
  readonly action: CustodyAction;
  readonly actor: string;
  /** The machine's name; null in a redacted bag. */
  readonly host: string | null;
  /** `mailtrail` and its version. */
  readonly tool: string;
  readonly text: string;
  /** SHA-256 of `manifest-sha256.txt`, lower-case hex. */
  readonly manifestSha256: string;
  /** `hash` of the entry before; null for the first. */
  readonly previous: string | null;
  /** SHA-256 of this line without this last member. */
  readonly hash: string;
}

/** An entry's line, its hash and line end included. Safe to look at: acting characters are escaped. */
export function custodyLine(entry: Omit<CustodyEntry, 'hash'>): string {
  const { seq, at, action, actor, host, tool, text, manifestSha256, previous } = entry;
  const body = safeJson({ seq, at, action, actor, host, tool, text, manifestSha256, previous });
  return `${body.slice(0, -1)},"hash":"${sha256(body)}"}\n`;
}

/** What an appended entry does not take from the chain. */
export type CustodyNote = Pick<CustodyEntry, 'at' | 'actor' | 'host' | 'tool' | 'text'>;

/** The entry that follows `head`. */
export function noteAfter(
  head: CustodyEntry,
  note: CustodyNote,
  manifestSha256: string,
): Omit<CustodyEntry, 'hash'> {
  return { ...note, seq: head.seq + 1, action: 'note', manifestSha256, previous: head.hash };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
