import type { Hop, HostMark } from '../lifecycle/hop.ts';
import type { Mark } from '../lifecycle/order.ts';
import type { Value } from './bulk-insert.ts';
import { packMarks, unpackMarks } from './pack-marks.ts';

/** One row of the table `hop`, as SQLite gives it. Columns `_ms` are milliseconds after `first_seen_at`, copies out of `marks`. */
export interface HopColumns {
  readonly message_id: number;
  readonly recipient_id: number;
  readonly server_id: number;
  readonly first_seen_at: number;
  readonly last_seen_at: number;
  readonly move_code: number | null;
  readonly arrival_ms: number | null;
  readonly end_ms: number | null;
  readonly end_code: number | null;
  readonly next_hop_ms: number | null;
  readonly next_hop_id: number | null;
  readonly client_ms: number | null;
  readonly client_id: number | null;
  readonly stages: number;
  readonly attempts: number;
  readonly retries: number;
  readonly events: number;
  readonly marks: Uint8Array;
}

/** All columns of `hop` but its id, in the order in which `hopValues` gives them. */
export const HOP_COLUMNS = [
  'message_id',
  'recipient_id',
  'server_id',
  'first_seen_at',
  'last_seen_at',
  'move_code',
  'arrival_ms',
  'end_ms',
  'end_code',
  'next_hop_ms',
  'next_hop_id',
  'client_ms',
  'client_id',
  'stages',
  'attempts',
  'retries',
  'events',
  'marks',
] as const satisfies readonly (keyof HopColumns)[];

export interface HopKey {
  readonly message: number;
  /** 0 where the lines name no recipient. */
  readonly recipient: number;
  readonly server: number;
}

/** A hop's values in the order of its columns. Hosts are numbers in the table `host`. */
export function hopValues(key: HopKey, hop: Hop<number>): Value[] {
  const { first, move, arrival, opener, end, nextHop, client } = hop;
  const after = (mark: Mark | null): number | null =>
    mark === null ? null : mark.at - hop.firstAt;
  return [
    key.message,
    key.recipient,
    key.server,
    hop.firstAt,
    hop.lastAt,
    move?.code ?? null,
    after(arrival),
    after(end),
    end?.code ?? null,
    after(nextHop),
    nextHop?.host ?? null,
    after(client),
    client?.host ?? null,
    hop.stages,
    hop.attempts,
    hop.retries,
    hop.events,
    packMarks([first, move, arrival, opener, end, nextHop, client], hop.firstAt),
  ];
}

/** What a hop is read back from, in the order of `STORED_HOP_COLUMNS`: its marks tell the rest. */
export type StoredHop = readonly [
  recipient: number,
  server: number,
  firstAt: number,
  lastAt: number,
  nextHop: number | null,
  client: number | null,
  stages: number,
  attempts: number,
  retries: number,
  events: number,
  marks: Uint8Array,
];

export const STORED_HOP_COLUMNS = [
  'recipient_id',
  'server_id',
  'first_seen_at',
  'last_seen_at',
  'next_hop_id',
  'client_id',
  'stages',
  'attempts',
  'retries',
  'events',
  'marks',
] as const satisfies readonly (keyof HopColumns)[];

/** `host` gives what stands for a host's number. */
export function hopFromStored<H>(
  row: readonly [...StoredHop, ...unknown[]],
  host: (id: number) => H,
): Hop<H> {
  const [, , firstAt, lastAt, nextHop, client, stages, attempts, retries, events, packed] = row;
  const marks = unpackMarks(packed, firstAt);
  return {
    firstAt,
    lastAt,
    first: marks[0] ?? null,
    move: marks[1] ?? null,
    arrival: marks[2] ?? null,
    opener: marks[3] ?? null,
    end: marks[4] ?? null,
    nextHop: hostMark(marks[5], nextHop, host),
    client: hostMark(marks[6], client, host),
    stages,
    attempts,
    retries,
    events,
  };
}

function hostMark<H>(
  mark: Mark | null | undefined,
  id: number | null,
  host: (id: number) => H,
): HostMark<H> | null {
  if (mark === null || mark === undefined || id === null) return null;
  const { at, slot, line, code } = mark;
  return { at, slot, line, code, host: host(id) };
}
