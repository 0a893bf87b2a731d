import type { FactColumns } from '../ingest/pack/packed-batch.ts';
import type { Value } from './bulk-insert.ts';
import type { MessageFacts } from './message-facts.ts';
import type { BatchNumbers } from './names.ts';

/** What the table `message` holds of a message but its text. */
export interface MessageRow {
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly attr_rank: number;
  readonly attr_at: number | null;
  readonly attr_slot: number | null;
  readonly attr_line: number | null;
  readonly sender_id: number | null;
  readonly subject: string | null;
  readonly size_bytes: number | null;
  readonly recipient_count: number | null;
  readonly originated_at: number | null;
}

export const MESSAGE_COLUMNS = [
  'id',
  'hash',
  'text',
  'first_at',
  'sender_id',
  'last_at',
  'attr_rank',
  'attr_at',
  'attr_slot',
  'attr_line',
  'subject',
  'size_bytes',
  'recipient_count',
  'originated_at',
];

/** A message that others only name. */
export const NOTHING_TOLD: readonly Value[] = [
  null,
  null,
  null,
  -1,
  null,
  null,
  null,
  null,
  null,
  null,
  null,
];

/** What follows the text in a row. */
export function toldValues(facts: MessageFacts): Value[] {
  return [facts.firstAt, facts.sender, ...plainValues(facts)];
}

/** Values of the columns that no index holds. */
export function plainValues(facts: MessageFacts): Value[] {
  return [
    facts.lastAt,
    facts.rank,
    facts.at,
    facts.slot,
    facts.line,
    facts.subject,
    facts.sizeBytes,
    facts.recipientCount,
    facts.originatedAt,
  ];
}

export function factsAt(
  facts: FactColumns,
  i: number,
  { slot, areWhole }: { readonly slot: number; readonly areWhole: boolean },
  numbers: BatchNumbers,
): MessageFacts {
  const sender = facts.sender[i] ?? -1;
  // What may be cut off is no number or time.
  const told = (column: Float64Array): number | null => (areWhole ? numberOrNull(column[i]) : null);
  return {
    firstAt: num(facts.firstAt, i),
    lastAt: num(facts.lastAt, i),
    rank: areWhole ? num(facts.rank, i) : -1,
    at: num(facts.at, i),
    slot,
    line: num(facts.line, i),
    sender: sender < 0 ? null : numbers.recipient(sender),
    subject: facts.subject[i] ?? null,
    sizeBytes: told(facts.sizeBytes),
    recipientCount: told(facts.recipientCount),
    originatedAt: told(facts.originatedAt),
  };
}

function num(column: Int32Array | Float64Array, i: number): number {
  return column[i] ?? 0;
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

export function factsFrom(row: MessageRow): MessageFacts {
  return {
    firstAt: row.first_at ?? 0,
    lastAt: row.last_at ?? 0,
    rank: row.attr_rank,
    at: row.attr_at ?? 0,
    slot: row.attr_slot ?? 0,
    line: row.attr_line ?? 0,
    sender: row.sender_id,
    subject: row.subject,
    sizeBytes: row.size_bytes,
    recipientCount: row.recipient_count,
    originatedAt: row.originated_at,
  };
}
