import { foldHop, hopOf, mergeHops } from '../lifecycle/hop.ts';
import type { Hop, HopEvent } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { bulkInsert } from './bulk-insert.ts';
import { HOP_COLUMNS, hopFromRow, pushHopValues } from './hop-rows.ts';
import type { HopColumns, HostNumber } from './hop-rows.ts';
import type { Connection } from './open.ts';

export interface HopKey {
  readonly message: number;
  /** 0 where the lines name no recipient. */
  readonly recipient: number;
  readonly server: number;
}

export interface KeyedHop extends HopKey {
  hop: Hop;
}

export interface HopWriter {
  /** Joins folded hops to what is stored of them. `isNew` tells messages that nothing is stored of. */
  merge(hops: Iterable<KeyedHop>, isNew: (message: number) => boolean): void;
  /** Folds one hop anew from its stored events. */
  refold(key: HopKey): void;
  /** Folds all hops anew: the catalogue has changed. */
  refoldAll(): void;
}

/** A connection cannot write while it iterates, so events are read some messages at a time. */
const MESSAGES_PER_PAGE = 5000;

interface EventRow {
  readonly message_id: number;
  readonly recipient_id: number | null;
  readonly server_id: number;
  readonly at: number;
  readonly code: number;
  readonly line: number;
  readonly slot_id: number;
  readonly partner: string | null;
  readonly client: string | null;
}

const EVENTS = `
  select event.message_id, event.recipient_id, event.server_id, event.at, event.code, event.line,
    source.slot_id, partner.text as partner, client.text as client
  from event
  join source on source.id = event.source_id
  left join host as partner on partner.id = event.partner_id
  left join host as client on client.id = event.client_id`;

export function createHopWriter(
  db: Connection,
  hosts: { readonly number: HostNumber; readonly name: (id: number) => string },
  slots: SlotOrder,
): HopWriter {
  const put = bulkInsert(db, 'insert or replace', 'hop', HOP_COLUMNS);
  const find = db.prepare<[number, number, number], HopColumns>(
    'select * from hop where message_id = ? and recipient_id = ? and server_id = ?',
  );
  const remove = db.prepare<[number, number, number]>(
    'delete from hop where message_id = ? and recipient_id = ? and server_id = ?',
  );
  const eventsOf = db.prepare<[number, number, number], EventRow>(
    `${EVENTS} where event.message_id = ? and coalesce(event.recipient_id, 0) = ? and event.server_id = ?`,
  );
  const valuesOf = (key: HopKey, hop: Hop): (number | null)[] => {
    const values: (number | null)[] = [];
    pushHopValues(values, key, hop, hosts.number);
    return values;
  };

  return {
    merge(hops, isNew) {
      const values: (number | null)[] = [];
      for (const keyed of hops) {
        const { message, recipient, server } = keyed;
        const row = isNew(message) ? undefined : find.get(message, recipient, server);
        const hop =
          row === undefined ? keyed.hop : mergeHops(hopFromRow(row, hosts.name), keyed.hop, slots);
        pushHopValues(values, keyed, hop, hosts.number);
      }
      put(values);
    },
    refold(key) {
      const events = eventsOf.all(key.message, key.recipient, key.server).map(hopEvent);
      const hop = foldHop(events, slots);
      if (hop === null) remove.run(key.message, key.recipient, key.server);
      else put(valuesOf(key, hop));
    },
    refoldAll() {
      db.exec('delete from hop');
      const last = db.prepare<[], number>('select max(id) from message').pluck().get() ?? 0;
      const page = db.prepare<[number, number], EventRow>(
        `${EVENTS} where event.message_id >= ? and event.message_id < ?`,
      );
      for (let from = 0; from <= last; from += MESSAGES_PER_PAGE) {
        const hops = new Map<string, KeyedHop>();
        for (const row of page.all(from, from + MESSAGES_PER_PAGE)) {
          const { message_id: message, recipient_id: recipient, server_id: server } = row;
          addHop(hops, { message, recipient: recipient ?? 0, server }, hopEvent(row), slots);
        }
        for (const keyed of hops.values()) put(valuesOf(keyed, keyed.hop));
      }
    },
  };
}

function hopEvent(row: EventRow): HopEvent {
  return {
    mark: { at: row.at, slot: row.slot_id, line: row.line, code: row.code },
    partner: row.partner,
    clientHost: row.client,
  };
}

/** Folds one event into the hops of a batch. */
export function addHop(
  hops: Map<string, KeyedHop>,
  key: HopKey,
  event: HopEvent,
  slots: SlotOrder,
): void {
  const name = `${key.message} ${key.recipient} ${key.server}`;
  const known = hops.get(name);
  const hop = hopOf(event);
  if (known === undefined) hops.set(name, { ...key, hop });
  else known.hop = mergeHops(known.hop, hop, slots);
}
