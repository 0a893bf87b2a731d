import type { DecodedLine } from '../ingest/sink.ts';
import { bulkInsert } from './bulk-insert.ts';
import { factsOf, mergeFacts } from './message-facts.ts';
import type { MessageFacts } from './message-facts.ts';
import { numbersOf } from './names.ts';
import type { Names } from './names.ts';
import type { Connection } from './open.ts';
import { addHop } from './write-hops.ts';
import type { HopWriter, KeyedHop } from './write-hops.ts';
import { createMessageWriter } from './write-messages.ts';
import type { ServerFacts } from './write-servers.ts';

const EVENT_COLUMNS = [
  'source_id',
  'line',
  'offset',
  'length',
  'at',
  'code',
  'message_id',
  'recipient_id',
  'server_id',
  'partner_id',
  'client_id',
];

/**
 * Writes lines of one source: events, and what is folded and learned from them. Runs in the caller's transaction.
 * Sender and subject of a line that is not whole may be cut: they hold only where no other line tells of them.
 */
export type WriteLines = (
  sourceId: number,
  file: { readonly slot: number; readonly day: number | null },
  lines: readonly DecodedLine[],
  options?: { readonly areWhole: boolean },
) => void;

export function createLineWriter(
  db: Connection,
  names: Names,
  hops: HopWriter,
  serverFacts: ServerFacts,
): WriteLines {
  const putEvents = bulkInsert(db, 'insert', 'event', EVENT_COLUMNS);
  const putLink = db.prepare('insert or ignore into link (message_id, linked_id) values (?, ?)');
  const highestMessage = db.prepare<[], number | null>('select max(id) from message').pluck();
  const writeMessages = createMessageWriter(db, names.addresses, names.slots);

  return (sourceId, { slot, day }, lines, { areWhole } = { areWhole: true }) => {
    const newFrom = highestMessage.get() ?? 0;
    const values: (number | null)[] = [];
    const folded = new Map<string, KeyedHop>();
    const facts = new Map<number, MessageFacts>();
    for (const { event, line, offset, length } of lines) {
      const numbers = numbersOf(event, names);
      const { message, recipient, server, partner, client } = numbers;
      serverFacts.add(server, event, day);
      values.push(sourceId, line, offset, length, event.at, event.code, message);
      values.push(recipient === 0 ? null : recipient, server, partner, client);
      if (message === null) continue;
      const mark = { at: event.at, slot, line, code: event.code };
      const hopEvent = { mark, partner: event.partner, clientHost: event.clientHost };
      addHop(folded, { message, recipient, server }, hopEvent, names.slots);
      // Each spelling counts, not only that of the line which is believed.
      if (event.sender !== null) names.addresses.id(event.sender);
      const whole = factsOf(event, slot, line);
      const told = areWhole ? whole : { ...whole, rank: -1 };
      const before = facts.get(message);
      facts.set(message, before === undefined ? told : mergeFacts(before, told, names.slots));
      if (event.linkedMessageId !== null)
        putLink.run(message, names.messages.id(event.linkedMessageId));
    }
    putEvents(values);
    hops.merge(folded.values(), (message) => message > newFrom);
    writeMessages(facts);
  };
}
