import type { NewTexts } from '../ingest/pack/intern-table.ts';
import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import type { Value } from './bulk-insert.ts';
import type { Learned } from './dictionary.ts';
import { mergeFacts } from './message-facts.ts';
import type { AddressText, MessageFacts } from './message-facts.ts';
import {
  factsAt,
  factsFrom,
  MESSAGE_COLUMNS,
  NOTHING_TOLD,
  plainValues,
  toldValues,
} from './message-rows.ts';
import type { MessageRow } from './message-rows.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

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

/** Columns that no index holds: to write only these costs a third. */
const UPDATE_PLAIN = `
  update message set last_at = ?, attr_rank = ?, attr_at = ?, attr_slot = ?, attr_line = ?, subject = ?,
    size_bytes = ?, recipient_count = ?, originated_at = ? where id = ?`;
const UPDATE_INDEXED = 'update message set first_at = ?, sender_id = ? where id = ?';

function createMessageRows(db: Connection): MessageRows {
  const find = db.prepare<[number], MessageRow>(`
    select first_at, last_at, attr_rank, attr_at, attr_slot, attr_line, sender_id, subject, size_bytes,
      recipient_count, originated_at
    from message where id = ?`);
  const updatePlain = db.prepare(UPDATE_PLAIN);
  const updateIndexed = db.prepare(UPDATE_INDEXED);
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined || row.first_at === null ? null : factsFrom(row);
    },
    update(id, before, after) {
      if (before?.firstAt !== after.firstAt || before.sender !== after.sender)
        updateIndexed.run(after.firstAt, after.sender, id);
      const values = plainValues(after);
      const stored = before === null ? null : plainValues(before);
      if (values.some((value, index) => stored?.[index] !== value)) updatePlain.run(...values, id);
    },
  };
}

export function createMessageWriter(
  db: Connection,
  numbers: BatchNumbers,
  slots: SlotOrder,
): MessageWriter {
  const put = new BulkInsert(db, 'insert', 'message', MESSAGE_COLUMNS);
  const rows = createMessageRows(db);
  const address = db.prepare<[number], string>('select text from address where id = ?').pluck();
  const addressText: AddressText = (id) => address.get(id) ?? '';
  /** By number in the batch: what is stored. */
  let known: (MessageFacts | undefined)[] = [];

  function writeTold(lines: PackedLines, learned: Learned, from: ToldFrom): void {
    const { messages } = lines.tables;
    const written = new Uint8Array(messages.texts.length);
    for (let i = 0; i < lines.facts.count; i++) {
      const number = lines.facts.message[i] ?? 0;
      const id = numbers.message(number);
      const told = factsAt(lines.facts, i, from, numbers);
      const index = number - messages.from;
      if (index >= 0 && learned.isNew(index)) {
        written[index] = 1;
        add(messages, index, id, toldValues(told));
        known[number] = told;
      } else {
        const before = known[number] ?? rows.find(id);
        const after = before === null ? told : mergeFacts(before, told, slots, addressText);
        rows.update(id, before, after);
        known[number] = after;
      }
    }
    for (let index = 0; index < messages.texts.length; index++)
      if (learned.isNew(index) && written[index] === 0)
        add(messages, index, learned.ids[index] ?? 0, NOTHING_TOLD);
    put.flush();
  }

  function add(messages: NewTexts, index: number, id: number, told: readonly Value[]): void {
    addRow(put, [id, messages.hashes[index] ?? 0, messages.texts[index] ?? '', ...told]);
  }

  return {
    write(lines, learned, from) {
      if (lines.tables.messages.from === 0) known = [];
      writeTold(lines, learned, from);
    },
    forget() {
      known = [];
    },
  };
}
