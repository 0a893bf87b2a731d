import type { KeptStall } from '../lifecycle/kept-stalls.ts';
import type { Standing } from '../lifecycle/standing.ts';
import type { OpenPiece } from '../lifecycle/stalls.ts';
import { STAGES } from '../model/stage.ts';
import { readColumns } from './columns.ts';
import { NumberSet } from './number-set.ts';
import type { Store } from './reader.ts';
import { serverNames } from './server-names.ts';

/** Where one recipient of a message stands at the end of the logs. */
export interface StoredStanding extends Standing {
  /** The number of the message. */
  readonly id: number;
  /** Its place among those of the message. */
  readonly number: number;
  readonly sender: string | null;
  /** Its mail is of the system. */
  readonly isSystem: boolean;
}

/** A time that no standing tells of. */
export interface StoredStall extends KeptStall {
  /** The number of the message. */
  readonly id: number;
  /** The number of the standing of who is there still; null: gone. */
  readonly person: number | null;
  readonly isSystem: boolean;
}

/** The bit of its stage, and its times as milliseconds before the event of the last piece; null: no end. */
export type StoredPiece = readonly [stage: number, since: number, from: number, to: number | null];

/** Of one column. */
type Values<Value = number> = readonly Value[];

type StallColumns = readonly [
  ids: Values,
  persons: Values<number | null>,
  recipients: Values,
  servers: Values,
  times: Values,
  pieces: Values<readonly StoredPiece[]>,
  areSystem: Values,
];

const STALL = [
  'message_id',
  'person',
  'recipient_id',
  'server_id',
  'at',
  'pieces',
  'is_system',
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
  const [ids, persons, recipients, servers, times, pieces, areSystem] = columns;
  return ids.map((id, row) => {
    const last = num(times, row);
    return {
      id,
      person: persons[row] ?? null,
      recipient: named(recipients[row], addressText),
      server: serverName(num(servers, row)),
      at: last,
      pieces: piecesOf(pieces[row] ?? [], last),
      isSystem: areSystem[row] === 1,
    };
  });
}

function piecesOf(pieces: readonly StoredPiece[], at: number): KeptStall['pieces'] {
  const found: OpenPiece[] = [];
  for (const [stage, since, from, to] of pieces) {
    const name = STAGES[stage];
    if (name !== undefined)
      found.push({
        stage: name,
        since: at - since,
        from: at - from,
        to: to === null ? null : at - to,
      });
  }
  return found;
}

/** 0 and null: none. A text is the name itself. */
function named(
  name: string | number | null | undefined,
  textOf: (number: number) => string,
): string | null {
  if (typeof name === 'string') return name;
  return name === null || name === undefined || name === 0 ? null : textOf(name);
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
  areSystem: Values,
  senderTexts: Values<string | null>,
  recipientTexts: Values<string | null>,
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
  'is_system',
  'sender',
  'recipient',
] as const;

/** In order of message, but for those of messages that the query `without` gives the numbers of; empty: all. */
export function* standingsOf(
  store: Store,
  without: string,
): Generator<StoredStanding, void, undefined> {
  const serverName = serverNames(store.db);
  const pages = keptPages(store);
  const isLeftOut = pages === null ? NOBODY : isIn(store, without);
  const read = pages ?? pagesOf(store, without === '' ? '' : `and message_id not in (${without})`);
  for (const page of read) yield* rowsOf(page, isLeftOut, serverName, store);
}

const NOBODY = (): boolean => false;

function isIn({ db }: Store, query: string): (id: number) => boolean {
  if (query === '') return NOBODY;
  const found = new NumberSet();
  for (const id of db.prepare<[], number>(query).pluck().iterate()) found.add(id);
  return (id) => found.has(id);
}

/** So many at once: a text for all of millions of rows would be none that SQLite makes. */
const PAGE = 16_384;
/** Of more rows all columns would take tens of megabytes. */
const MOST_KEPT = 6;

/** All that are stored, for who asks about one moment after another; null: they are too many, or nothing is kept. */
function keptPages(store: Store): readonly StandingColumns[] | null {
  const { kept } = store;
  if (kept === null) return null;
  return kept.get('standings', () => {
    const pages: StandingColumns[] = [];
    for (const page of pagesOf(store, '')) {
      if (pages.length === MOST_KEPT) return { pages: null };
      pages.push(page);
    }
    return { pages };
  }).pages;
}

/** `where`: as above. */
function* pagesOf({ db }: Store, where: string): Generator<StandingColumns, void, undefined> {
  let last: readonly [id: number, number: number] = [-1, -1];
  for (;;) {
    const columns: StandingColumns = JSON.parse(
      readColumns(
        db,
        STANDING.map((column) => (isText(column) ? `json_quote(${column})` : column)),
        `( select * from queue_person where (message_id, number) > (?, ?) ${where}
          order by message_id, number limit ${PAGE})`,
        last,
      ),
    );
    yield columns;
    const [ids, numbers] = columns;
    if (ids.length < PAGE) return;
    last = [ids[PAGE - 1] ?? 0, numbers[PAGE - 1] ?? 0];
  }
}

function* rowsOf(
  columns: StandingColumns,
  isLeftOut: (id: number) => boolean,
  serverName: (id: number) => string,
  names: Pick<Store, 'addressText' | 'hostName'>,
): Generator<StandingRow, void, undefined> {
  const [ids, numbers, recipients, senders, servers, codes, times, ...more] = columns;
  const [sinces, lasts, nextHops, joins, areSystem, senderTexts, recipientTexts] = more;
  for (let row = 0; row < ids.length; row++) {
    if (isLeftOut(num(ids, row))) continue;
    const found = new StandingRow(
      names,
      recipientTexts[row] ?? num(recipients, row),
      senderTexts[row] ?? senders[row] ?? null,
      nextHops[row] ?? null,
    );
    found.id = num(ids, row);
    found.number = num(numbers, row);
    found.server = serverName(num(servers, row));
    found.code = codes[row] ?? null;
    found.at = num(times, row);
    found.since = num(sinces, row);
    found.lastAt = num(lasts, row);
    found.joined = joins[row] === 1;
    found.isSystem = areSystem[row] === 1;
    yield found;
  }
}

function isText(column: (typeof STANDING)[number]): boolean {
  return column === 'sender' || column === 'recipient';
}

/** Most recipients are gone, of whom few answers tell the names: one that is not kept is read when it is asked for. */
class StandingRow implements StoredStanding {
  id = 0;
  number = 0;
  server = '';
  code: number | null = null;
  at = 0;
  since = 0;
  lastAt = 0;
  joined = false;
  isSystem = false;
  readonly #recipient: string | number;
  readonly #sender: string | number | null;
  readonly #nextHop: number | null;
  readonly #names: Pick<Store, 'addressText' | 'hostName'>;

  constructor(
    names: Pick<Store, 'addressText' | 'hostName'>,
    recipient: string | number,
    sender: string | number | null,
    nextHop: number | null,
  ) {
    this.#names = names;
    this.#recipient = recipient;
    this.#sender = sender;
    this.#nextHop = nextHop;
  }

  get recipient(): string | null {
    return named(this.#recipient, this.#names.addressText);
  }

  get sender(): string | null {
    return named(this.#sender, this.#names.addressText);
  }

  get nextHop(): string | null {
    return named(this.#nextHop, this.#names.hostName);
  }
}

function num(column: Values, row: number): number {
  return column[row] ?? 0;
}
