import type { Hop, HostMark } from '../lifecycle/hop.ts';
import type { Mark } from '../lifecycle/order.ts';
import { MARKS } from './schema.ts';

/** One row of the table `hop`, as SQLite gives it: numbers by column name. */
export type HopColumns = Readonly<Record<string, number | null>>;

const KEY = ['message_id', 'recipient_id', 'server_id'];
const MARK_PARTS = ['at', 'slot', 'line', 'code'] as const;

/** All columns of `hop` in the order in which `pushHopValues` gives them. */
export const HOP_COLUMNS: readonly string[] = [
  ...KEY,
  'first_seen_at',
  'last_seen_at',
  ...MARKS.flatMap((mark) => MARK_PARTS.map((part) => `${mark}_${part}`)),
  'next_hop_id',
  'client_id',
  'stages',
  'attempts',
  'retries',
  'events',
];

/** Hosts of a hop are numbers in the table `host`; the fold works on names. */
export type HostNumber = (host: string) => number;

/** Appends one row's values. Hops are many, so no list is made for each. */
export function pushHopValues(
  values: (number | null)[],
  key: { readonly message: number; readonly recipient: number; readonly server: number },
  hop: Hop,
  hostNumber: HostNumber,
): void {
  values.push(key.message, key.recipient, key.server, hop.firstAt, hop.lastAt);
  pushMark(values, hop.first);
  pushMark(values, hop.move);
  pushMark(values, hop.arrival);
  pushMark(values, hop.opener);
  pushMark(values, hop.end);
  pushMark(values, hop.nextHop);
  pushMark(values, hop.client);
  values.push(
    hop.nextHop === null ? null : hostNumber(hop.nextHop.host),
    hop.client === null ? null : hostNumber(hop.client.host),
    hop.stages,
    hop.attempts,
    hop.retries,
    hop.events,
  );
}

function pushMark(values: (number | null)[], mark: Mark | null): void {
  if (mark === null) values.push(null, null, null, null);
  else values.push(mark.at, mark.slot, mark.line, mark.code);
}

export function hopFromRow(row: HopColumns, hostName: (id: number) => string): Hop {
  return {
    firstAt: row['first_seen_at'] ?? 0,
    lastAt: row['last_seen_at'] ?? 0,
    first: markFrom(row, 'first'),
    move: markFrom(row, 'move'),
    arrival: markFrom(row, 'arrival'),
    opener: markFrom(row, 'opener'),
    end: markFrom(row, 'end'),
    nextHop: hostMark(markFrom(row, 'next_hop'), row['next_hop_id'], hostName),
    client: hostMark(markFrom(row, 'client'), row['client_id'], hostName),
    stages: row['stages'] ?? 0,
    attempts: row['attempts'] ?? 0,
    retries: row['retries'] ?? 0,
    events: row['events'] ?? 0,
  };
}

function markFrom(row: HopColumns, name: string): Mark | null {
  const at = row[`${name}_at`];
  if (at === null || at === undefined) return null;
  return {
    at,
    slot: row[`${name}_slot`] ?? 0,
    line: row[`${name}_line`] ?? 0,
    code: row[`${name}_code`] ?? 0,
  };
}

function hostMark(
  mark: Mark | null,
  host: number | null | undefined,
  hostName: (id: number) => string,
): HostMark | null {
  return mark === null || host === null || host === undefined
    ? null
    : { ...mark, host: hostName(host) };
}
