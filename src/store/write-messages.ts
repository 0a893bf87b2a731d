import type { NewTexts } from '../ingest/pack/intern-table.ts';
import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Learned } from './dictionary.ts';
import { mergeFacts } from './message-facts.ts';
import type { AddressText, MessageFacts } from './message-facts.ts';
import { readMessageKey } from '../model/message-key.ts';
import { factsAt, factsFrom, MESSAGE_COLUMNS, setTold, TOLD_COLUMNS } from './message-rows.ts';
import type { MessageRow } from './message-rows.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';
import { RecentFacts } from './recent-facts.ts';

interface ToldFrom {
  readonly slot: number;
  readonly areWhole: boolean;
}

/** Joins what the lines of a batch tell of messages to what is stored of them. */
export interface MessageWriter {
  /** `areWhole`: sender and subject of a line that is not whole may be cut, and hold only where no other line tells. */
  write(lines: PackedLines, learned: Learned, from: ToldFrom): void;
  /** What is stored was changed by others. */
  forget(): void;
}

interface MessageRows {
  /** Null where nothing is told of it yet. */
  find(id: number): MessageFacts | null;
  update(id: number, before: MessageFacts | null, after: MessageFacts): void;
}

/** To write only the columns that no index holds costs a third; those that one holds change more often. */
const UPDATE_PLAIN = `
  update message set last_at = ?, attr_rank = ?, attr_at = ?, attr_slot = ?, attr_line = ?, subject = ?,
    size_bytes = ?, recipient_count = ?, originated_at = ? where id = ?`;
const UPDATE_INDEXED = 'update message set first_at = ?, sender_id = ? where id = ?';

function createMessageRows(db: Connection): MessageRows {
  const find = db
    .prepare<[number], MessageRow>(`select ${TOLD_COLUMNS.join(', ')} from message where id = ?`)
    .raw();
  const updatePlain = db.prepare(UPDATE_PLAIN);
  const updateIndexed = db.prepare(UPDATE_INDEXED);
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined || row[0] === null ? null : factsFrom(row);
    },
    update(id, before, after) {
      if (before?.firstAt !== after.firstAt || before.sender !== after.sender)
        updateIndexed.run(after.firstAt, after.sender, id);
      if (before !== null && isPlainSame(before, after)) return;
      const { lastAt, rank, at, slot, line, subject, sizeBytes, recipientCount, originatedAt } =
        after;
      // One by one, as in bulk-insert.ts.
      updatePlain.run(
        lastAt,
        rank,
        at,
        slot,
        line,
        subject,
        sizeBytes,
        recipientCount,
        originatedAt,
        id,
      );
    },
  };
}

function isPlainSame(a: MessageFacts, b: MessageFacts): boolean {
  return (
    a.lastAt === b.lastAt &&
    a.rank === b.rank &&
    a.at === b.at &&
    a.slot === b.slot &&
    a.line === b.line &&
    a.subject === b.subject &&
    a.sizeBytes === b.sizeBytes &&
    a.recipientCount === b.recipientCount &&
    a.originatedAt === b.originatedAt
  );
}

export function createMessageWriter(
  db: Connection,
  numbers: BatchNumbers,
  slots: SlotOrder,
): MessageWriter {
  const put = new BulkInsert(db, 'insert or fail', 'message', MESSAGE_COLUMNS);
  const rows = createMessageRows(db);
  const address = db.prepare<[number], string>('select text from address where id = ?').pluck();
  const addressText: AddressText = (id) => address.get(id) ?? '';
  const recent = new RecentFacts();

  function writeTold(lines: PackedLines, learned: Learned, from: ToldFrom): void {
    const { facts, tables } = lines;
    const { messages } = tables;
    const isWritten = new Uint8Array(messages.texts.length);
    for (let i = 0; i < facts.count; i++) {
      const number = facts.message[i] ?? 0;
      const id = numbers.message(number);
      const told = factsAt(facts, i, from, numbers);
      const index = number - messages.from;
      if (index >= 0 && learned.isNew(index)) {
        isWritten[index] = 1;
        add(messages, index, id, told);
        recent.set(id, told);
      } else tellAgain(id, told);
    }
    for (let index = 0; index < isWritten.length; index++)
      if (isWritten[index] === 0 && learned.isNew(index))
        add(messages, index, learned.ids[index] ?? 0, null);
    put.flush();
  }

  function tellAgain(id: number, told: MessageFacts): void {
    const before = recent.get(id) ?? rows.find(id);
    const after = before === null ? told : mergeFacts(before, told, slots, addressText);
    rows.update(id, before, after);
    recent.set(id, after);
  }

  function add(messages: NewTexts, index: number, id: number, told: MessageFacts | null): void {
    const at = put.row();
    put.values[at] = id;
    put.values[at + 1] = messages.hashes[index] ?? 0;
    const { messageId, networkMessageId } = readMessageKey(messages.texts[index] ?? '');
    put.values[at + 2] = messageId;
    put.values[at + 3] = networkMessageId;
    setTold(put.values, at, told);
  }

  return {
    write: writeTold,
    forget() {
      recent.clear();
    },
  };
}
