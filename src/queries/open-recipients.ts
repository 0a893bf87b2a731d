import { groupBy } from '../model/group-by.ts';
import type { FindRecord } from '../model/report.ts';
import { findMessages } from '../store/find-messages.ts';
import type { MessageFilter } from '../store/find-messages.ts';
import { lastLineOf } from '../store/open-spans.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { findRecord, lastSeen } from './find-record.ts';
import type { OpenRecipient } from './queue-content.ts';
import type { SearchBudget } from './search-budget.ts';
import { queueContent } from './stuck.ts';

/** Recipients that `stuck` counts, by the number of their message: found as it finds them, without a look at any other message. */
export type OpenByMessage = ReadonlyMap<number, readonly OpenRecipient[]>;

export function openByMessage(
  store: Store,
  withSystem: boolean,
  context: QueryContext,
  fits: (recipient: OpenRecipient) => boolean,
): OpenByMessage {
  const { open } = queueContent(store, withSystem, context);
  return groupBy(open.filter(fits), ({ id }) => id);
}

/** What `find` says of them, the newest message first; messages that `filter` leaves out are left out. */
export function* openRecords(
  store: Store,
  open: OpenByMessage,
  filter: MessageFilter,
  { asOf }: QueryContext,
  budget?: SearchBudget,
): Generator<FindRecord, void, undefined> {
  const reader = createMessageReader(store);
  const lastLine = lastLineOf(store);
  for (const message of findMessages(store, filter, budget?.look)) {
    // Without a moment in the past the last line of all is the last one seen.
    const lastAt = asOf === null ? lastLine(message.id) : lastSeen(reader.hops(message.id, asOf));
    for (const { verdict } of open.get(message.id) ?? [])
      yield findRecord({ ...message, lastAt }, verdict);
  }
}
