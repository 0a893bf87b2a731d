import { mergeHops } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { hopFromStored, STORED_HOP } from './hop-rows.ts';
import type { StoredHop } from './hop-rows.ts';
import { consecutive } from '../model/group-by.ts';
import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { serverNames } from './server-names.ts';

/** Hops of messages, by the messages' numbers. */
export interface HopReader {
  of(id: number): HopRow[];
  /** Those of many messages, in their order; a message without hops is passed over. */
  ofMany(ids: readonly number[]): Generator<readonly [id: number, hops: HopRow[]], void, undefined>;
}

type MessageHop = readonly [...StoredHop, message: number];
const MESSAGE = 11;

/** So many messages in one statement: one for each costs as much again as the reading. */
const PAGE = 100;

const OF_ONE = `
  select ${STORED_HOP}, event_run.message_id
  from event_run
  cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
  where event_run.message_id = ?`;

const OF_MANY = `
  select ${STORED_HOP}, event_run.message_id
  from json_each(?) as asked
  cross join event_run on event_run.message_id = asked.value
  cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id`;

/** Rows of a life with the message that stands for it. */
const OF_MANY_LIVES = `
  select ${STORED_HOP}, asked.value ->> 1
  from json_each(?) as asked
  cross join event_run on event_run.message_id = asked.value ->> 0
  cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id`;

export function createHopReader({
  db,
  slots,
  hostName,
  addressText,
}: Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>): HopReader {
  const lives = readLives(db);
  // Values, not objects: hops are what every answer reads most of.
  const one = db.prepare<[number], MessageHop>(OF_ONE).raw();
  const many = db.prepare<[string], MessageHop>(lives.areAlone ? OF_MANY : OF_MANY_LIVES).raw();
  const server = serverNames(db);

  const newHop = (row: MessageHop): HopRow => ({
    recipient: row[0] === 0 ? null : addressText(row[0]),
    server: server(row[1]),
    hop: hopFromStored(row, hostName),
  });

  /** Several batches may have told of one hop. */
  function hopsOf(rows: readonly MessageHop[]): HopRow[] {
    const hops = new Map<number, HopRow>();
    for (const row of rows) {
      const key = hopKey(row[0], row[1]);
      const before = hops.get(key);
      const next = newHop(row);
      hops.set(
        key,
        before === undefined ? next : { ...before, hop: mergeHops(before.hop, next.hop, slots) },
      );
    }
    return [...hops.values()];
  }

  const withMembers = (id: number): (readonly [number, number])[] =>
    lives.membersOf(id).map((member) => [member, id]);

  return {
    of: (id) => hopsOf(lives.membersOf(id).flatMap((member) => one.all(member))),
    *ofMany(ids) {
      for (let from = 0; from < ids.length; from += PAGE) {
        const page = ids.slice(from, from + PAGE);
        const rows = many.all(JSON.stringify(lives.areAlone ? page : page.flatMap(withMembers)));
        addressText.ahead(rows.map(([recipient]) => recipient));
        for (const [id, own] of consecutive(rows, (row) => row[MESSAGE])) yield [id, hopsOf(own)];
      }
    },
  };
}

/** More than any log names; a number of both is still exact. */
const MOST_SERVERS = 2 ** 20;

/** What the hops of a message differ in, as one number: those of its recipient and its server. */
export function hopKey(recipient: number, server: number): number {
  return recipient * MOST_SERVERS + server;
}
