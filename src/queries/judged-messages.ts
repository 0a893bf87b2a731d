import { isSystemAddress } from '../catalogue/system-mail.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { judgePersons } from '../lifecycle/verdict.ts';
import type { JudgedPerson } from '../lifecycle/verdict.ts';
import { createLineReader } from '../store/read-lines.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';

/** One message with the verdicts of all its recipients. */
export interface JudgedMessage {
  /** Its number. */
  readonly id: number;
  readonly sender: string | null;
  readonly persons: readonly JudgedPerson[];
  /** Its lines on a server up to the moment asked about, in total order; read when first asked for. */
  readonly events: (server: string) => readonly LifeEvent[];
}

/**
 * Judges messages by their numbers, as of `upTo` (null: the end of the logs); those without a line until then are left out. `across`: that all of them have a line
 * until then and a later one.
 */
export function* judgedMessages(
  store: Store,
  ids: Iterable<number>,
  upTo: number | null,
  context: QueryContext,
  across = false,
): Generator<JudgedMessage, void, undefined> {
  const reader = createMessageReader(store);
  const linesOf = createLineReader(store);
  // Messages lie together that came together: in order, each page of the database is read once.
  const sorted = [...new Set(ids)].toSorted((a, b) => a - b);
  const senderOf = reader.senders(sorted);
  const hops =
    across && upTo !== null ? reader.pastHopsOfMany(sorted, upTo) : reader.hopsOfMany(sorted, upTo);
  for (const [id, rows] of hops) {
    const events = new Map<string, readonly LifeEvent[]>();
    yield {
      id,
      sender: senderOf(id),
      persons: judgePersons(rows, context),
      events(server) {
        const known = events.get(server) ?? linesOf(id, server, upTo);
        events.set(server, known);
        return known;
      },
    };
  }
}

/** Whether a recipient of a message is mail of the system that nobody waits for. */
export function isSystemMail(sender: string | null, recipient: string | null): boolean {
  return isSystemAddress(sender) || isSystemAddress(recipient);
}
