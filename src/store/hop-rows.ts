import type { Hop, HostMark } from '../lifecycle/hop.ts';
import type { Mark } from '../lifecycle/order.ts';
import type { Value } from './bulk-insert.ts';
import { MarkReader, packMarks } from './pack-marks.ts';

/**
 * All columns of `hop` but its id, which comes before them in a row, in the order in which `hopValues` gives them. Those that end in `_ms` are milliseconds after
 * `first_seen_at`; they and codes and hosts are copies out of `marks`, for SQL.
 */
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
] as const;

export const HOP_ROW_COLUMNS = ['id', ...HOP_COLUMNS] as const;

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

/** What a hop is read back from, as `STORED_HOP` selects it: its marks tell the rest. */
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
  marks: string,
];

/** Marks come as hex: a text is made quicker than a buffer. */
export const STORED_HOP = `hop.recipient_id, hop.server_id, hop.first_seen_at, hop.last_seen_at, hop.next_hop_id, hop.client_id,
  hop.stages, hop.attempts, hop.retries, hop.events, hex(hop.marks)`;

/** `host` gives what stands for a host's number. */
export function hopFromStored<H>(
  row: readonly [...StoredHop, ...unknown[]],
  host: (id: number) => H,
): Hop<H> {
  const [, , firstAt, lastAt, nextHop, client, stages, attempts, retries, events, packed] = row;
  const marks = new MarkReader(packed, firstAt);
  return {
    firstAt,
    lastAt,
    first: marks.next(),
    move: marks.next(),
    arrival: marks.next(),
    opener: marks.next(),
    end: marks.next(),
    nextHop: hostMark(marks.next(), nextHop, host),
    client: hostMark(marks.next(), client, host),
    stages,
    attempts,
    retries,
    events,
  };
}

function hostMark<H>(
  mark: Mark | null,
  id: number | null,
  host: (id: number) => H,
): HostMark<H> | null {
  if (mark === null || id === null) return null;
  const { at, slot, line, code } = mark;
  return { at, slot, line, code, host: host(id) };
}
