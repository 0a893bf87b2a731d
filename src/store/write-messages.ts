import type { SlotOrder } from '../lifecycle/order.ts';
import type { Dictionary } from './dictionary.ts';
import { mergeFacts } from './message-facts.ts';
import type { MessageFacts } from './message-facts.ts';
import type { Connection } from './open.ts';

interface MessageRow {
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly attr_rank: number;
  readonly attr_at: number | null;
  readonly attr_slot: number | null;
  readonly attr_line: number | null;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly size_bytes: number | null;
  readonly recipient_count: number | null;
  readonly originated_at: number | null;
}

/** Joins what a batch tells of messages to what is stored of them. */
export function createMessageWriter(
  db: Connection,
  addresses: Dictionary,
  slots: SlotOrder,
): (facts: ReadonlyMap<number, MessageFacts>) => void {
  const find = db.prepare<[number], MessageRow>(`
    select first_at, last_at, attr_rank, attr_at, attr_slot, attr_line, sender.text as sender, subject,
      size_bytes, recipient_count, originated_at
    from message left join address as sender on sender.id = message.sender_id
    where message.id = ? and first_at is not null`);
  const update = db.prepare(`
    update message set first_at = ?, last_at = ?, attr_rank = ?, attr_at = ?, attr_slot = ?, attr_line = ?,
      sender_id = ?, subject = ?, size_bytes = ?, recipient_count = ?, originated_at = ?
    where id = ?`);

  return (facts) => {
    for (const [id, told] of facts) {
      const row = find.get(id);
      const merged = row === undefined ? told : mergeFacts(factsFrom(row), told, slots);
      update.run(
        merged.firstAt,
        merged.lastAt,
        merged.rank,
        merged.at,
        merged.slot,
        merged.line,
        merged.sender === null ? null : addresses.id(merged.sender),
        merged.subject,
        merged.sizeBytes,
        merged.recipientCount,
        merged.originatedAt,
        id,
      );
    }
  };
}

function factsFrom(row: MessageRow): MessageFacts {
  return {
    firstAt: row.first_at ?? 0,
    lastAt: row.last_at ?? 0,
    rank: row.attr_rank,
    at: row.attr_at ?? 0,
    slot: row.attr_slot ?? 0,
    line: row.attr_line ?? 0,
    sender: row.sender,
    subject: row.subject,
    sizeBytes: row.size_bytes,
    recipientCount: row.recipient_count,
    originatedAt: row.originated_at,
  };
}
