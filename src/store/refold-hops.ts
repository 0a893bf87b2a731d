import { hopOf, mergeHops } from '../lifecycle/hop.ts';
import type { Hop, HopEvent } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import { HOP_COLUMNS, hopValues } from './hop-rows.ts';
import type { HopKey } from './hop-rows.ts';
import type { Connection } from './open.ts';

export interface HopRefolder {
  /** Folds all hops of a message anew from its stored events. */
  refold(message: number): void;
  /** Folds all hops anew: the catalogue has changed. */
  refoldAll(): void;
}

/** A connection cannot write while it iterates, so messages are read some at a time. */
const MESSAGES_PER_PAGE = 5000;

interface EventRow {
  readonly message_id: number;
  readonly recipient_id: number | null;
  readonly server_id: number;
  readonly at: number;
  readonly code: number;
  readonly line: number;
  readonly slot_id: number;
  readonly partner_id: number | null;
  readonly partner: string | null;
  readonly client_id: number | null;
  readonly client: string | null;
}

const EVENTS = `
  select event_run.message_id, event.recipient_id, event_run.server_id, event.at, event.code, event.line,
    source.slot_id, event.partner_id, partner.text as partner, event.client_id, client.text as client
  from event_run
  join event on event.id between event_run.first_id and event_run.last_id
  join source on source.id = event_run.source_id
  left join host as partner on partner.id = event.partner_id
  left join host as client on client.id = event.client_id
  where event_run.message_id = ?`;

interface KeyedHop extends HopKey {
  hop: Hop;
}

export function createHopRefolder(db: Connection, slots: SlotOrder): HopRefolder {
  const put = new BulkInsert(db, 'insert', 'hop', HOP_COLUMNS);
  const highest = db.prepare<[], number | null>('select max(id) from hop').pluck();
  const events = db.prepare<[number], EventRow>(EVENTS);
  const remove = db.prepare<[number]>(`
    delete from hop where id in (
      select hop.id from event_run join hop on hop.id between first_hop_id and last_hop_id
      where event_run.message_id = ?)`);
  const clear = db.prepare<[number]>(
    'update event_run set first_hop_id = null, last_hop_id = null where message_id = ?',
  );
  const assign = db.prepare<[number, number, number, number]>(`
    update event_run set first_hop_id = ?, last_hop_id = ? where message_id = ?
      and first_id = (select min(first_id) from event_run where message_id = ?)`);

  function putHop(key: HopKey, hop: Hop, hosts: ReadonlyMap<string, number>): void {
    const number = ({ host }: { host: string }): number => hosts.get(host) ?? 0;
    const { nextHop, client } = hop;
    const numbered: Hop<number> = {
      ...hop,
      nextHop: nextHop && { ...nextHop, host: number(nextHop) },
      client: client && { ...client, host: number(client) },
    };
    addRow(put, hopValues(key, numbered));
  }

  function refold(message: number): void {
    remove.run(message);
    clear.run(message);
    const rows = events.all(message);
    if (rows.length === 0) return;
    const before = highest.get() ?? 0;
    const hosts = hostsOf(rows);
    const hops = hopsOf(rows, slots);
    for (const keyed of hops) putHop(keyed, keyed.hop, hosts);
    put.flush();
    assign.run(before + 1, before + hops.length, message, message);
  }

  return {
    refold,
    refoldAll() {
      const page = db
        .prepare<[number], number>(
          `select distinct message_id from event_run where message_id > ? order by message_id
           limit ${MESSAGES_PER_PAGE}`,
        )
        .pluck();
      for (
        let messages = page.all(0);
        messages.length > 0;
        messages = page.all(messages.at(-1) ?? 0)
      )
        for (const message of messages) refold(message);
    },
  };
}

function hopsOf(rows: readonly EventRow[], slots: SlotOrder): readonly KeyedHop[] {
  const hops = new Map<string, KeyedHop>();
  for (const row of rows) {
    const { message_id: message, recipient_id, server_id: server } = row;
    const recipient = recipient_id ?? 0;
    const name = `${recipient} ${server}`;
    const hop = hopOf(hopEvent(row));
    const known = hops.get(name);
    if (known === undefined) hops.set(name, { message, recipient, server, hop });
    else known.hop = mergeHops(known.hop, hop, slots);
  }
  return [...hops.values()];
}

function hostsOf(rows: readonly EventRow[]): Map<string, number> {
  const hosts = new Map<string, number>();
  for (const { partner, partner_id, client, client_id } of rows) {
    if (partner !== null && partner_id !== null) hosts.set(partner, partner_id);
    if (client !== null && client_id !== null) hosts.set(client, client_id);
  }
  return hosts;
}

function hopEvent(row: EventRow): HopEvent {
  return {
    mark: { at: row.at, slot: row.slot_id, line: row.line, code: row.code },
    partner: row.partner,
    clientHost: row.client,
  };
}
