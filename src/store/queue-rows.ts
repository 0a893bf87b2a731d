import type { KeptStall } from '../lifecycle/kept-stalls.ts';
import type { Standing } from '../lifecycle/standing.ts';
import { STAGES } from '../model/stage.ts';
import { readColumns } from './columns.ts';
import type { Store } from './reader.ts';
import { serverNames } from './server-names.ts';

/** Where one recipient of a message stands at the end of the logs. */
export interface StoredStanding extends Standing {
  /** The number of the message. */
  readonly id: number;
  /** Its place among those of the message. */
  readonly number: number;
  readonly sender: string | null;
}

/** A time that no standing tells of. */
export interface StoredStall extends KeptStall {
  /** The number of the message. */
  readonly id: number;
  /** The number of the standing of who is there still; null: gone. */
  readonly person: number | null;
  readonly sender: string | null;
}

/** The bit of its stage, and its times as milliseconds before the event of the last piece; null: no end. */
export type StoredPiece = readonly [stage: number, since: number, from: number, to: number | null];

/** Of one column. */
type Values<Value = number> = readonly Value[];

type StallColumns = readonly [
  ids: Values,
  persons: Values<number | null>,
  recipients: Values,
  senders: Values<number | null>,
  servers: Values,
  times: Values,
  pieces: Values<readonly StoredPiece[]>,
];

const STALL = [
  'message_id',
  'person',
  'recipient_id',
  'sender_id',
  'server_id',
  'at',
  'pieces',
] as const;

/** Those of messages with a line of that moment (milliseconds UTC) or later. `where`: a condition that begins with `and`. */
export function stallsOf(store: Store, since: number, where: string): StoredStall[] {
  const { db, addressText } = store;
  const serverName = serverNames(db);
  const columns: StallColumns = JSON.parse(
    readColumns(
      db,
      STALL,
      `( select * from queue_stall
        where message_id in (select message_id from queue_message where may_be_open = 1 and last_at >= ?) ${where}
        order by message_id, number)`,
      [since],
    ),
  );
  const [ids, persons, recipients, senders, servers, times, pieces] = columns;
  return ids.map((id, row) => {
    const last = num(times, row);
    return {
      id,
      person: persons[row] ?? null,
      sender: named(senders[row], addressText),
      recipient: named(recipients[row], addressText),
      server: serverName(num(servers, row)),
      at: last,
      pieces: piecesOf(pieces[row] ?? [], last),
    };
  });
}

function piecesOf(pieces: readonly StoredPiece[], at: number): KeptStall['pieces'] {
  return pieces.flatMap(([stage, since, from, to]) => {
    const name = STAGES[stage];
    return name === undefined
      ? []
      : [{ stage: name, since: at - since, from: at - from, to: to === null ? null : at - to }];
  });
}

/** 0 and null: none. */
function named(
  number: number | null | undefined,
  textOf: (number: number) => string,
): string | null {
  return number === null || number === undefined || number === 0 ? null : textOf(number);
}

type StandingColumns = readonly [
  ids: Values,
  numbers: Values,
  recipients: Values,
  senders: Values<number | null>,
  servers: Values,
  codes: Values<number | null>,
  times: Values,
  sinces: Values,
  lasts: Values,
  nextHops: Values<number | null>,
  joins: Values,
];

/** All columns of `queue_person`. */
export const STANDING = [
  'message_id',
  'number',
  'recipient_id',
  'sender_id',
  'server_id',
  'code',
  'at',
  'since',
  'last_at',
  'next_hop_id',
  'joined',
] as const;

/** In order of message. `where`: as above. */
export function* standingsOf(
  store: Store,
  where: string,
): Generator<StoredStanding, void, undefined> {
  const { db, addressText, hostName } = store;
  const serverName = serverNames(db);
  const columns: StandingColumns = JSON.parse(
    readColumns(
      db,
      STANDING,
      `( select * from queue_person where true ${where} order by message_id, number)`,
    ),
  );
  const [ids, numbers, recipients, senders, servers, codes, ...more] = columns;
  const [times, sinces, lasts, nextHops, joins] = more;
  for (const [row, id] of ids.entries())
    yield {
      id,
      number: num(numbers, row),
      sender: named(senders[row], addressText),
      recipient: named(recipients[row], addressText),
      server: serverName(num(servers, row)),
      code: codes[row] ?? null,
      at: num(times, row),
      since: num(sinces, row),
      lastAt: num(lasts, row),
      nextHop: named(nextHops[row], hostName),
      joined: joins[row] === 1,
    };
}

function num(column: Values, row: number): number {
  return column[row] ?? 0;
}
