import type { SlotOrder } from '../lifecycle/order.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { readLives } from './message-lives.ts';
import { createPastHops } from './past-hops.ts';
import type { Past } from './past-hops.ts';
import { createHopReader } from './read-hops.ts';
import type { Store } from './reader.ts';
import { eventsOfRun } from './run-events.ts';
import type { RunColumns } from './run-events.ts';
import { createSenderReader } from './senders.ts';

/** What is stored of one message. Times are milliseconds UTC. */
export interface StoredMessage {
  readonly id: number;
  readonly messageId: string;
  /** The GUID that all copies of it keep; null where no line tells one. */
  readonly networkMessageId: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  readonly originatedAt: number | null;
}

/** One log line about a message. */
export interface StoredEvent {
  readonly at: number;
  readonly code: number;
  /** The event as answers name it: `1034`, `RECEIVE/SMTP`. */
  readonly key: string;
  readonly messageId: string;
  readonly recipient: string | null;
  readonly server: string;
  readonly partner: string | null;
  readonly clientHost: string | null;
  readonly slot: number;
  readonly file: string;
  readonly sourceId: number;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

export const MESSAGE_COLUMNS = `
  message.id, message.text as messageId, message.network_id as networkMessageId, message.first_at as firstAt, message.last_at as lastAt,
  sender.text as sender, message.subject, message.size_bytes as sizeBytes,
  message.recipient_count as recipientCount, message.originated_at as originatedAt`;

export const MESSAGE_TABLES = `message left join address as sender on sender.id = message.sender_id`;

export interface MessageReader {
  message(id: number): StoredMessage | undefined;
  sender(id: number): string | null;
  /** The same of many messages, whose numbers rise; they are asked about in that order. */
  senders(ids: readonly number[]): (id: number) => string | null;
  /** Hops with names; up to and with `asOf` where one is given. */
  hops(id: number, asOf: number | null): readonly HopRow[];
  /** The same of many messages, in their order; those without a line until then are passed over. */
  hopsOfMany(
    ids: readonly number[],
    asOf: number | null,
  ): Generator<readonly [id: number, hops: readonly HopRow[]], void, undefined>;
  /** Messages that have a line after `asOf`, with the lines until then that their hops are folded from. */
  pastOfMany(ids: readonly number[], asOf: number): Generator<Past, void, undefined>;
  /** In total order. */
  events(id: number, asOf: number | null): StoredEvent[];
}

interface RunRow extends RunColumns {
  readonly messageId: string;
  readonly server: string;
  readonly slot: number;
  readonly file: string;
  readonly sourceId: number;
}

const RUN_SQL = `
  select event_run.first_line, event_run.first_offset, event_run.first_at, event_run.events,
    message.text as messageId, server.name as server, source.slot_id as slot, source.file, source.id as sourceId
  from event_run
  join message on message.id = event_run.message_id
  join source on source.id = event_run.source_id
  join server on server.id = event_run.server_id
  where event_run.message_id = ?`;

export function createMessageReader(store: Store): MessageReader {
  const { db, slots, hostName, addressText } = store;
  const message = db.prepare<[number], StoredMessage>(
    `select ${MESSAGE_COLUMNS} from ${MESSAGE_TABLES} where message.id = ?`,
  );
  const sender = db
    .prepare<[number], number | null>('select sender_id from message where id = ?')
    .pluck();
  const senders = createSenderReader(db);
  const textOrNull = (address: number | null): string | null =>
    address === null ? null : addressText(address);
  const hops = createHopReader(store);
  const pastHops = createPastHops(store);
  const lives = readLives(db);
  const runs = db.prepare<[number], RunRow>(RUN_SQL);
  const eventsIn = eventReader(addressText, hostName, store.eventKey);
  const eventsOf = (id: number, asOf: number | null): StoredEvent[] =>
    lives
      .membersOf(id)
      .flatMap((member) => runs.all(member))
      .flatMap(eventsIn)
      .filter((event) => asOf === null || event.at <= asOf)
      .toSorted((a, b) => compareEvents(a, b, slots));

  function hopsUpTo(id: number, all: HopRow[], asOf: number | null): readonly HopRow[] {
    if (asOf === null) return all;
    const rows = all.filter(({ hop }) => hop.firstAt <= asOf);
    return rows.some(({ hop }) => hop.lastAt > asOf) ? pastHops.of(id, asOf) : rows;
  }

  return {
    message: (id) => message.get(id),
    sender: (id) => textOrNull(sender.get(id) ?? null),
    senders(ids) {
      const senderOf = senders(ids);
      return (id) => textOrNull(senderOf(id));
    },
    hops: (id, asOf) => hopsUpTo(id, hops.of(id), asOf),
    *hopsOfMany(ids, asOf) {
      for (const [id, all] of hops.ofMany(ids)) {
        const rows = hopsUpTo(id, all, asOf);
        if (rows.length > 0) yield [id, rows];
      }
    },
    pastOfMany: pastHops.ofMany,
    events: eventsOf,
  };
}

type TextOf = (id: number) => string;

function eventReader(address: TextOf, host: TextOf, key: TextOf): (run: RunRow) => StoredEvent[] {
  const named = (text: TextOf, id: number): string | null => (id === 0 ? null : text(id));
  return (run) => {
    const { messageId, server, slot, file, sourceId } = run;
    return eventsOfRun(run).map(
      ({ at, code, line, offset, length, recipient, partner, client }) => ({
        at,
        code,
        key: key(code),
        messageId,
        recipient: named(address, recipient),
        server,
        partner: named(host, partner),
        clientHost: named(host, client),
        slot,
        file,
        sourceId,
        line,
        offset,
        length,
      }),
    );
  };
}

/** Total order: time, log slot, file, line. */
function compareEvents(a: StoredEvent, b: StoredEvent, slots: SlotOrder): number {
  return (
    a.at - b.at ||
    slots(a.slot, b.slot) ||
    (a.file < b.file ? -1 : Number(a.file > b.file)) ||
    a.line - b.line
  );
}
