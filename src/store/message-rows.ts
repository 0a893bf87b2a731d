import type { FactColumns } from '../ingest/pack/packed-batch.ts';
import type { Value } from './bulk-insert.ts';
import type { MessageFacts } from './message-facts.ts';
import type { BatchNumbers } from './names.ts';

/** What the table `message` holds of a message but its text, in the order of TOLD_COLUMNS; then its number. */
export type MessageRow = readonly [
  firstAt: number | null,
  sender: number | null,
  lastAt: number | null,
  rank: number,
  at: number | null,
  slot: number | null,
  line: number | null,
  subject: string | null,
  sizeBytes: number | null,
  recipientCount: number | null,
  originatedAt: number | null,
  id: number,
];
/** Where it stands in such a row. */
export const ROW_ID = 11;

export const MESSAGE_COLUMNS = [
  'id',
  'hash',
  'text',
  'network_id',
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

/** Columns before these are set once. */
const FIRST_TOLD = MESSAGE_COLUMNS.indexOf('first_at');

export const TOLD_COLUMNS = MESSAGE_COLUMNS.slice(FIRST_TOLD);

/** Sets the values of a row that begins at `at`; null: others only name the message. */
export function setTold(values: Value[], at: number, facts: MessageFacts | null): void {
  const to = at + FIRST_TOLD;
  if (facts === null) {
    values.fill(null, to, to + TOLD_COLUMNS.length);
    values[to + 3] = -1;
    return;
  }
  values[to] = facts.firstAt;
  values[to + 1] = facts.sender;
  values[to + 2] = facts.lastAt;
  values[to + 3] = facts.rank;
  values[to + 4] = facts.at;
  values[to + 5] = facts.slot;
  values[to + 6] = facts.line;
  values[to + 7] = facts.subject;
  values[to + 8] = facts.sizeBytes;
  values[to + 9] = facts.recipientCount;
  values[to + 10] = facts.originatedAt;
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
  const [firstAt, sender, lastAt, rank, at, slot, line] = row;
  const [, , , , , , , subject, sizeBytes, recipientCount, originatedAt] = row;
  return {
    firstAt: firstAt ?? 0,
    lastAt: lastAt ?? 0,
    rank,
    at: at ?? 0,
    slot: slot ?? 0,
    line: line ?? 0,
    sender,
    subject,
    sizeBytes,
    recipientCount,
    originatedAt,
  };
}
