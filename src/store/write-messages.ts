import type { NewTexts } from '../ingest/pack/intern-table.ts';
import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Learned } from './dictionary.ts';
import { mergeFacts } from './message-facts.ts';
import type { AddressText, MessageFacts } from './message-facts.ts';
import { readMessageKey } from '../model/message-key.ts';
import {
  factsAt,
  factsFrom,
  MESSAGE_COLUMNS,
  ROW_ID,
  setTold,
  TOLD_COLUMNS,
} from './message-rows.ts';
import type { MessageRow } from './message-rows.ts';
import type { Names } from './names.ts';
import type { Connection } from './open.ts';
import { RecentFacts } from './recent-facts.ts';
import type { ChangedMessage, NewMessage, WaitingMessages } from './waiting-messages.ts';

interface ToldFrom {
  readonly slot: number;
  readonly areWhole: boolean;
}

/** Joins what the lines of a batch tell of messages to what is stored of them. */
export interface MessageWriter {
  /** `areWhole`: sender and subject of a line that is not whole may be cut, and hold only where no other line tells. */
  write(lines: PackedLines, learned: Learned, from: ToldFrom): void;
  /** Writes what waits: before the transaction ends, or others look at messages. */
  flush(): void;
  /** What is stored was changed by others. */
  forget(): void;
}

interface MessageRows {
  /** What is told of messages, by their numbers; nothing of some. */
  find(ids: readonly number[]): Map<number, MessageFacts>;
  update(id: number, changed: ChangedMessage): void;
}

/** Those of many in one statement: one for each costs as much again as the reading. */
const FIND = `
  select ${TOLD_COLUMNS.join(', ')}, message.id
  from json_each(?) as asked cross join message on message.id = asked.value`;

/** Columns that indexes hold are written apart: the others alone cost a third. */
const UPDATE_INDEXED = 'update message set first_at = ?, sender_id = ? where id = ?';
/** As a rule another line is believed from now on, which tells the same. */
const UPDATE_LINE = `
  update message set last_at = ?, attr_rank = ?, attr_at = ?, attr_slot = ?, attr_line = ? where id = ?`;
const UPDATE_REST = `
  update message set subject = ?, size_bytes = ?, recipient_count = ?, originated_at = ? where id = ?`;

function createMessageRows(
  db: Connection,
  recent: RecentFacts,
  waiting: WaitingMessages,
): MessageRows {
  const find = db.prepare<[string], MessageRow>(FIND).raw();
  const updateIndexed = db.prepare(UPDATE_INDEXED);
  const updateLine = db.prepare(UPDATE_LINE);
  const updateRest = db.prepare(UPDATE_REST);
  return {
    find(ids) {
      const found = new Map<number, MessageFacts>();
      const others: number[] = [];
      for (const id of ids) {
        const facts = waiting.factsOf(id) ?? recent.get(id);
        if (facts !== undefined) found.set(id, facts);
        else if (!waiting.isFresh(id)) others.push(id);
      }
      if (others.length === 0) return found;
      for (const row of find.all(JSON.stringify(others)))
        if (row[0] !== null) found.set(row[ROW_ID], factsFrom(row));
      return found;
    },
    // Values are bound one by one, as in bulk-insert.ts.
    update(id, { before, after }) {
      const { firstAt, sender, lastAt, rank, at, slot, line } = after;
      if (before?.firstAt !== firstAt || before.sender !== sender)
        updateIndexed.run(firstAt, sender, id);
      if (before === null || !isSameLine(before, after))
        updateLine.run(lastAt, rank, at, slot, line, id);
      if (before === null || !isRestSame(before, after)) {
        const { subject, sizeBytes, recipientCount, originatedAt } = after;
        updateRest.run(subject, sizeBytes, recipientCount, originatedAt, id);
      }
    },
  };
}

function isSameLine(a: MessageFacts, b: MessageFacts): boolean {
  return (
    a.lastAt === b.lastAt &&
    a.rank === b.rank &&
    a.at === b.at &&
    a.slot === b.slot &&
    a.line === b.line
  );
}

function isRestSame(a: MessageFacts, b: MessageFacts): boolean {
  return (
    a.subject === b.subject &&
    a.sizeBytes === b.sizeBytes &&
    a.recipientCount === b.recipientCount &&
    a.originatedAt === b.originatedAt
  );
}

/** What is stored of so many messages is in memory at once, subjects too: one may be as long as a line. */
const AT_ONCE = 100;

export function createMessageWriter(
  db: Connection,
  { numbers, slots, waiting }: Pick<Names, 'numbers' | 'slots' | 'waiting'>,
): MessageWriter {
  const put = new BulkInsert(db, 'insert or fail', 'message', MESSAGE_COLUMNS);
  const address = db.prepare<[number], string>('select text from address where id = ?').pluck();
  const addressText: AddressText = (id) => address.get(id) ?? '';
  const recent = new RecentFacts();
  const rows = createMessageRows(db, recent, waiting);
  waiting.writeWith(() => {
    for (const [id, message] of waiting.fresh()) putNew(put, id, message);
    put.flush();
    for (const [id, changed] of waiting.changed()) rows.update(id, changed);
  });

  function writeTold(lines: PackedLines, learned: Learned, from: ToldFrom): void {
    const { facts, tables } = lines;
    const { messages } = tables;
    const isTold = new Uint8Array(messages.texts.length);
    const again: [number, MessageFacts][] = [];
    for (let i = 0; i < facts.count; i++) {
      const number = facts.message[i] ?? 0;
      const id = numbers.message(number);
      const told = factsAt(facts, i, from, numbers);
      const index = number - messages.from;
      if (index >= 0 && learned.isNew(index)) {
        isTold[index] = 1;
        waiting.add(id, newMessage(messages, index, told));
        recent.set(id, told);
      } else again.push([id, told]);
    }
    for (let index = 0; index < isTold.length; index++)
      if (isTold[index] === 0 && learned.isNew(index))
        waiting.add(learned.ids[index] ?? 0, newMessage(messages, index, null));
    for (let place = 0; place < again.length; place += AT_ONCE)
      tellAgain(again.slice(place, place + AT_ONCE));
    waiting.settle();
  }

  function tellAgain(again: readonly (readonly [number, MessageFacts])[]): void {
    const known = rows.find(again.map(([id]) => id));
    for (const [id, told] of again) {
      const before = known.get(id) ?? null;
      const after = before === null ? told : mergeFacts(before, told, slots, addressText);
      waiting.change(id, before, after);
      known.set(id, after);
      recent.set(id, after);
    }
  }

  return {
    write: writeTold,
    flush: () => waiting.flush(),
    forget() {
      recent.clear();
    },
  };
}

function newMessage(messages: NewTexts, index: number, facts: MessageFacts | null): NewMessage {
  return { hash: messages.hashes[index] ?? 0, key: messages.texts[index] ?? '', facts };
}

function putNew(put: BulkInsert, id: number, { hash, key, facts }: NewMessage): void {
  const at = put.row();
  const { messageId, networkMessageId } = readMessageKey(key);
  put.values[at] = id;
  put.values[at + 1] = hash;
  put.values[at + 2] = messageId;
  put.values[at + 3] = networkMessageId;
  setTold(put.values, at, facts);
}
