import { isSystemAddress } from '../catalogue/system-mail.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { judgePersons } from '../lifecycle/verdict.ts';
import type { JudgedPerson } from '../lifecycle/verdict.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';

/** One message with the verdicts of all its recipients. */
export interface JudgedMessage {
  /** Its number. */
  readonly id: number;
  readonly sender: string | null;
  readonly persons: readonly JudgedPerson[];
  /** Its lines on a server up to the moment asked about, in total order; null: they were not read. */
  readonly linesOn: ((server: string) => readonly LifeEvent[]) | null;
}

/** Judges messages by their numbers, as of `upTo` (null: the end of the logs); those without a line until then are left out. */
export function* judgedMessages(
  store: Store,
  ids: Iterable<number>,
  upTo: number | null,
  context: QueryContext,
): Generator<JudgedMessage, void, undefined> {
  const reader = createMessageReader(store);
  const sorted = inOrder(ids);
  const senderOf = reader.senders(sorted);
  for (const [id, hops] of reader.hopsOfMany(sorted, upTo))
    yield { id, sender: senderOf(id), persons: judgePersons(hops, context), linesOn: null };
}

/** The same of messages all of which have a line until then and a later one. */
export function* messagesJudgedThen(
  store: Store,
  ids: Iterable<number>,
  upTo: number,
  context: QueryContext,
): Generator<JudgedMessage, void, undefined> {
  const reader = createMessageReader(store);
  const sorted = inOrder(ids);
  const senderOf = reader.senders(sorted);
  for (const { message: id, hops, linesOn } of reader.pastOfMany(sorted, upTo))
    yield { id, sender: senderOf(id), persons: judgePersons(hops, context), linesOn };
}

/** Messages lie together that came together: in order, each page of the database is read once. */
function inOrder(ids: Iterable<number>): number[] {
  return [...new Set(ids)].toSorted((a, b) => a - b);
}

/** Whether a recipient of a message is mail of the system that nobody waits for. */
export function isSystemMail(sender: string | null, recipient: string | null): boolean {
  return isSystemAddress(sender) || isSystemAddress(recipient);
}
