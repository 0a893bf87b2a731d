import { compareText } from '../lifecycle/person.ts';
import type { FindRecord } from '../model/report.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { findRecord, lastSeen } from './find-record.ts';
import type { OpenRecipient } from './queue-content.ts';

/** Which of them come first: those that arrived first, or last. */
export type QueueOrder = 'oldest' | 'newest';

/**
 * Gives what `find` says of recipients, the first `limit` of them in that order; 0: of all. `upTo`: the last moment that counts, null: all.
 * Work grows with what is listed, but for the sorting.
 */
export function createQueueRecords(
  store: Store,
  upTo: number | null,
): (recipients: readonly OpenRecipient[], order: QueueOrder, limit: number) => FindRecord[] {
  const messageOf = messageCache(store, upTo);
  return (recipients, order, limit) => {
    const sorted = recipients.toSorted((a, b) => ORDERS[order](a.verdict.since, b.verdict.since));
    const last = limit === 0 ? undefined : sorted[limit - 1];
    // Those as old as the last one too: which of them are listed is for their names to say, not for the order of loading.
    const records = sorted
      .slice(
        0,
        last && sorted.findLastIndex(({ verdict }) => verdict.since === last.verdict.since) + 1,
      )
      .flatMap(({ id, verdict }) => {
        const message = messageOf(id);
        return message === undefined ? [] : [findRecord(message, verdict)];
      });
    return records
      .toSorted((a, b) => ORDERS[order](Date.parse(a.since), Date.parse(b.since)) || byName(a, b))
      .slice(0, limit === 0 ? undefined : limit);
  };
}

const ORDERS: Readonly<Record<QueueOrder, (a: number, b: number) => number>> = {
  oldest: (a, b) => a - b,
  newest: (a, b) => b - a,
};

type SeenMessage = Parameters<typeof findRecord>[0];

/** Each message is read once, for however many recipients. */
function messageCache(store: Store, upTo: number | null): (id: number) => SeenMessage | undefined {
  const reader = createMessageReader(store);
  const known = new Map<number, SeenMessage | undefined>();
  return (id) => {
    if (!known.has(id)) {
      const message = reader.message(id);
      known.set(id, message && { ...message, lastAt: lastSeen(reader.hops(id, upTo)) });
    }
    return known.get(id);
  };
}

function byName(a: FindRecord, b: FindRecord): number {
  return compareText(a.messageId, b.messageId) || compareText(a.recipient ?? '', b.recipient ?? '');
}
