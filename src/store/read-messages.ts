import { foldHop, mergeHops } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { hopFromRow } from './hop-rows.ts';
import type { HopColumns } from './hop-rows.ts';
import type { Store } from './reader.ts';
import { eventsOfRun } from './run-events.ts';
import type { RunColumns } from './run-events.ts';
import { createTextCache } from './text-cache.ts';

/** What is stored of one message. Times are milliseconds UTC. */
export interface StoredMessage {
  readonly id: number;
  readonly messageId: string;
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
  message.id, message.text as messageId, message.first_at as firstAt, message.last_at as lastAt,
  sender.text as sender, message.subject, message.size_bytes as sizeBytes,
  message.recipient_count as recipientCount, message.originated_at as originatedAt`;

export const MESSAGE_TABLES = `message left join address as sender on sender.id = message.sender_id`;

export interface MessageReader {
  message(id: number): StoredMessage | undefined;
  /** Hops with names; up to and with `asOf` where one is given. */
  hops(id: number, asOf: number | null): HopRow[];
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

const HOP_SQL = `
  select hop.*, address.text as recipient, server.name as server
  from event_run
  join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
  join server on server.id = hop.server_id
  left join address on address.id = hop.recipient_id
  where event_run.message_id = ?
  order by hop.recipient_id, hop.server_id, hop.id`;

export function createMessageReader(store: Store): MessageReader {
  const { db, slots, hostName } = store;
  const message = db.prepare<[number], StoredMessage>(
    `select ${MESSAGE_COLUMNS} from ${MESSAGE_TABLES} where message.id = ?`,
  );
  const hops = db.prepare<[number], HopColumns & { recipient: string | null; server: string }>(
    HOP_SQL,
  );
  const runs = db.prepare<[number], RunRow>(RUN_SQL);
  const eventsIn = eventReader(createTextCache(db, 'address'), hostName);
  const eventsOf = (id: number, asOf: number | null): StoredEvent[] =>
    runs
      .all(id)
      .flatMap(eventsIn)
      .filter((event) => asOf === null || event.at <= asOf)
      .toSorted((a, b) => compareEvents(a, b, slots));

  return {
    message: (id) => message.get(id),
    hops(id, asOf) {
      const all = joined(
        hops.all(id).map((row) => ({
          recipient: row.recipient,
          server: row.server,
          hop: hopFromRow(row, hostName),
        })),
        slots,
      );
      if (asOf === null) return all;
      const rows = all.filter(({ hop }) => hop.firstAt <= asOf);
      return rows.some(({ hop }) => hop.lastAt > asOf) ? refold(eventsOf(id, asOf), slots) : rows;
    },
    events: eventsOf,
  };
}

type TextOf = (id: number) => string;

function eventReader(address: TextOf, host: TextOf): (run: RunRow) => StoredEvent[] {
  const named = (text: TextOf, id: number): string | null => (id === 0 ? null : text(id));
  return (run) => {
    const { messageId, server, slot, file, sourceId } = run;
    return eventsOfRun(run).map(
      ({ at, code, line, offset, length, recipient, partner, client }) => ({
        at,
        code,
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

/** Several batches may have told of one hop; its rows come one after the other. */
function joined(rows: readonly HopRow[], slots: SlotOrder): HopRow[] {
  const hops: HopRow[] = [];
  for (const row of rows) {
    const last = hops.at(-1);
    if (last !== undefined && last.recipient === row.recipient && last.server === row.server)
      hops[hops.length - 1] = { ...last, hop: mergeHops(last.hop, row.hop, slots) };
    else hops.push(row);
  }
  return hops;
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

/** For a moment in the past, hops are folded again from their own events up to it. */
function refold(past: readonly StoredEvent[], slots: SlotOrder): HopRow[] {
  const groups = new Map<string, StoredEvent[]>();
  for (const event of past) {
    const key = JSON.stringify([event.recipient, event.server]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()].flatMap((group) => {
    const hop = foldHop(group.map(hopEvent), slots);
    const [first] = group;
    return hop === null || first === undefined
      ? []
      : [{ recipient: first.recipient, server: first.server, hop }];
  });
}

function hopEvent(event: StoredEvent) {
  return {
    mark: { at: event.at, slot: event.slot, line: event.line, code: event.code },
    partner: event.partner,
    clientHost: event.clientHost,
  };
}
