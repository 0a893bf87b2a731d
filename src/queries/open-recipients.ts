import { groupBy } from '../model/group-by.ts';
import { findMessages } from '../store/find-messages.ts';
import type { MessageFilter } from '../store/find-messages.ts';
import { lastLineUntil } from '../store/line-times.ts';
import { lastLineOf } from '../store/open-spans.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { findRecord } from './find-record.ts';
import type { FoundRecord } from './find-record.ts';
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
): Generator<FoundRecord, void, undefined> {
  const lastLine = lastLineOf(store);
  const lastLineThen = asOf === null ? lastLine : lastLineUntil(store, asOf);
  for (const message of findMessages(store, filter, budget?.look)) {
    const last = lastLine(message.id);
    // Before a later line another one was the last.
    const lastAt = asOf === null || last <= asOf ? last : lastLineThen(message.id);
    for (const { verdict } of open.get(message.id) ?? [])
      yield { message, record: findRecord({ ...message, lastAt }, verdict) };
  }
}
