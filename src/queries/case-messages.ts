import { compareText } from '../lifecycle/person.ts';
import type { StoredMessage } from '../store/read-messages.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { findRecipients } from './find.ts';
import type { FindQuery } from './find.ts';
import { isSystemMail, judgedMessages } from './judged-messages.ts';
import { queueCandidates } from './stuck.ts';

type Seen = Pick<StoredMessage, 'id' | 'messageId' | 'firstAt'>;

/** Numbers of the messages that `find` finds, the first seen first. */
export function foundMessages(store: Store, query: FindQuery, context: QueryContext): number[] {
  const found = new Map<number, Seen>();
  for (const { message } of findRecipients(store, query, context)) found.set(message.id, message);
  return inOrder([...found.values()]);
}

const STUCK = new Set(['waiting', 'retrying', 'lost', 'held']);

/**
 * Numbers of the messages with a recipient that is stuck or lost as of the context's moment, the first seen first. Hand-overs to servers whose
 * logs are not loaded are no sign of a problem and are left out.
 */
export function stuckMessages(store: Store, withSystem: boolean, context: QueryContext): number[] {
  const reader = createMessageReader(store);
  const found: Seen[] = [];
  const candidates = queueCandidates(store, context);
  for (const { id, sender, persons } of judgedMessages(store, candidates, context.asOf, context)) {
    const isStuck = persons.some(
      ({ verdict: { state, stall, recipient } }) =>
        stall !== null && STUCK.has(state) && (withSystem || !isSystemMail(sender, recipient)),
    );
    const message = isStuck ? reader.message(id) : undefined;
    if (message !== undefined) found.push(message);
  }
  return inOrder(found);
}

/** An order that does not tell which log was loaded first. */
function inOrder(messages: readonly Seen[]): number[] {
  return messages
    .toSorted((a, b) => a.firstAt - b.firstAt || compareText(a.messageId, b.messageId))
    .map(({ id }) => id);
}
