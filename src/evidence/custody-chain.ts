import { createHash } from 'node:crypto';
import type { CustodyEntry } from '../model/custody-report.ts';
import { safeJson } from '../render/visible.ts';

export type { CustodyEntry } from '../model/custody-report.ts';

/** An entry's line, its hash and line end included. Safe to look at: acting characters are escaped. */
export function custodyLine(entry: Omit<CustodyEntry, 'hash'>): string {
  const { seq, at, action, actor, host, tool, text, manifestSha256, previous } = entry;
  const body = safeJson({ seq, at, action, actor, host, tool, text, manifestSha256, previous });
  return `${body.slice(0, -1)},"hash":"${hashOfBody(body)}"}\n`;
}

/** `hash` of an entry that is written so, without this member. */
export function hashOfBody(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('hex');
}

/** What an appended entry does not take from the chain. */
export type CustodyNote = Pick<CustodyEntry, 'at' | 'actor' | 'host' | 'tool' | 'text'>;

/** The line that follows `head`. */
export function noteLine(head: CustodyEntry, note: CustodyNote): string {
  const { seq, hash, manifestSha256 } = head;
  return custodyLine({ ...note, seq: seq + 1, action: 'note', manifestSha256, previous: hash });
}
