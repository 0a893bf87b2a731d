import { hopOf, mergeHops } from '../lifecycle/hop.ts';
import type { Hop } from '../lifecycle/hop.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import { HOP_ROW_COLUMNS, hopValues } from './hop-rows.ts';
import type { HopKey } from './hop-rows.ts';
import { lastHopId } from './last-hop-id.ts';
import type { Connection } from './open.ts';
import { eventsOfRun } from './run-events.ts';
import type { RunColumns } from './run-events.ts';
import { createTextCache } from './text-cache.ts';
import { touchTraffic } from './traffic-tables.ts';

export interface HopRefolder {
  /** Folds all hops of a message anew from its stored events. */
  refold(message: number): void;
  /** Folds all hops anew: the catalogue has changed. */
  refoldAll(): void;
}

/** A connection cannot write while it iterates, so messages are read some at a time. */
const MESSAGES_PER_PAGE = 5000;

interface RunRow extends RunColumns {
  readonly message_id: number;
  readonly server_id: number;
  readonly slot_id: number;
}

const RUNS = `
  select event_run.message_id, event_run.server_id, source.slot_id, first_line, first_offset, first_at, event_run.events
  from event_run
  join source on source.id = event_run.source_id
  where event_run.message_id = ?`;

interface KeyedHop extends HopKey {
  hop: Hop;
}

export function createHopRefolder(db: Connection, slots: SlotOrder): HopRefolder {
  const put = new BulkInsert(db, 'insert or fail', 'hop', HOP_ROW_COLUMNS);
  const lastId = lastHopId(db);
  const runs = db.prepare<[number], RunRow>(RUNS);
  const hostName = createTextCache(db, 'host');
  const touch = touchTraffic(db);
  const remove = db.prepare<[number]>(`
    delete from hop where id in (
      select hop.id from event_run join hop on hop.id between first_hop_id and last_hop_id
      where event_run.message_id = ?)`);
  const clear = db.prepare<[number]>(
    'update event_run set first_hop_id = null, last_hop_id = null where message_id = ?',
  );
  const assign = db.prepare<[number, number, number, number]>(`
    update event_run set first_hop_id = ?, last_hop_id = ? where message_id = ?
      and id = (select min(id) from event_run where message_id = ?)`);

  function putHop(id: number, key: HopKey, hop: Hop, hosts: ReadonlyMap<string, number>): void {
    const number = ({ host }: { host: string }): number => hosts.get(host) ?? 0;
    const { nextHop, client } = hop;
    const numbered: Hop<number> = {
      ...hop,
      nextHop: nextHop && { ...nextHop, host: number(nextHop) },
      client: client && { ...client, host: number(client) },
    };
    addRow(put, [id, ...hopValues(key, numbered)]);
  }

  function foldAnew(message: number): void {
    remove.run(message);
    clear.run(message);
    const rows = runs.all(message);
    if (rows.length === 0) return;
    const before = lastId();
    const hosts = new Map<string, number>();
    const hops = hopsOf(rows, slots, (id) => {
      if (id === 0) return null;
      const name = hostName(id);
      hosts.set(name, id);
      return name;
    });
    for (const [index, keyed] of hops.entries())
      putHop(before + 1 + index, keyed, keyed.hop, hosts);
    put.flush();
    assign.run(before + 1, before + hops.length, message, message);
  }

  return {
    refold(message) {
      touch(message);
      foldAnew(message);
    },
    refoldAll() {
      for (const message of messagesOf(db)) foldAnew(message);
    },
  };
}

/** All messages that lines tell of. */
function* messagesOf(db: Connection): Generator<number, void, undefined> {
  const page = db
    .prepare<[number], number>(
      `select distinct message_id from event_run where message_id > ? order by message_id
       limit ${MESSAGES_PER_PAGE}`,
    )
    .pluck();
  for (let messages = page.all(0); messages.length > 0; messages = page.all(messages.at(-1) ?? 0))
    yield* messages;
}

function hopsOf(
  runs: readonly RunRow[],
  slots: SlotOrder,
  hostName: (id: number) => string | null,
): readonly KeyedHop[] {
  const hops = new Map<string, KeyedHop>();
  for (const run of runs) {
    const { message_id: message, server_id: server, slot_id: slot } = run;
    for (const { at, line, code, recipient, partner, client } of eventsOfRun(run)) {
      const name = `${recipient} ${server}`;
      const hop = hopOf({
        mark: { at, slot, line, code },
        partner: hostName(partner),
        clientHost: hostName(client),
      });
      const known = hops.get(name);
      if (known === undefined) hops.set(name, { message, recipient, server, hop });
      else known.hop = mergeHops(known.hop, hop, slots);
    }
  }
  return [...hops.values()];
}
