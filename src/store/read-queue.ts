import { KEPT_STALL_MS } from '../lifecycle/kept-stalls.ts';
import type { KeptStall } from '../lifecycle/kept-stalls.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import type { Standing } from '../lifecycle/standing.ts';
import { STAGES } from '../model/stage.ts';
import { messagesAcross } from './messages-across.ts';
import {
  candidatesOfTask,
  fillQueueTask,
  hashOfHosts,
  lastAtOfTask,
  QUEUE_SLOW_MS,
  readQueueState,
} from './queue-state.ts';
import { readOurHosts } from './reader.ts';
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

/** What the tables of the queue know at the end of the logs, or at an earlier moment. */
export interface KnownQueue {
  /** Recipients that may be open, lost or unlogged, in order of message, but for those of the messages below. */
  standings(): Generator<StoredStanding, void, undefined>;
  /** Messages of which something else is to be told: those that may have such recipients. */
  readonly others: readonly number[];
  /**
   * Messages that may be open and were anywhere for longer than the threshold up to that moment or later, but for what their standings, `stalls` and
   * hops that ended since tell.
   */
  stalledSince(at: number, thresholdMs: number): number[];
  /** What else is to be told of messages with standings and a line of that moment or later. */
  stalls(at: number, thresholdMs: number): StoredStall[];
}

/** Above so many messages that lines told of since all are looked for anew. */
const MOST_OTHERS = 20_000;

/**
 * What the last run left for questions about the end of the logs, or a moment before it; null where there is nothing that holds, or something else is asked.
 * `upTo`: the last moment that counts, null: all.
 */
export function readKnownQueue(
  store: Store,
  upTo: number | null,
  slowMs: number,
  resolve: ResolveHost,
): KnownQueue | null {
  const { db } = store;
  const state = readQueueState(db);
  if (state === null || slowMs < QUEUE_SLOW_MS) return null;
  if (state.hosts !== hashOfHosts(readOurHosts(store))) return null;
  const count = fillQueueTask(db, state.run);
  if (count > MOST_OTHERS) return null;
  const end = Math.max(state.lastAt, count === 0 ? 0 : lastAtOfTask(db));
  if (upTo === null || upTo >= end)
    return knownQueue(
      store,
      count === 0 ? '' : NOT_OF_TASK,
      count === 0 ? [] : Object.values(candidatesOfTask(db, resolve)).flat(),
    );
  // What a run in the midst of its work has stored is not in the tables.
  if (count > 0) return null;
  return knownQueue(store, notSince(upTo), messagesAcross(store, upTo));
}

/** Only messages whose number is as `where` says, a condition that begins with `and`. */
function knownQueue(store: Store, where: string, others: readonly number[]): KnownQueue {
  const { db } = store;
  return {
    standings: () => standingsOf(store, where),
    others,
    stalledSince(at, thresholdMs) {
      const sql = `select message_id from queue_message where may_be_open = 1 and last_at >= @at`;
      const isLong =
        thresholdMs < KEPT_STALL_MS
          ? 'other_until >= @at and other_ms > @thresholdMs'
          : 'ended_until >= @at';
      return db
        .prepare<[{ readonly at: number; readonly thresholdMs: number }], number>(
          `${sql} and ${isLong} ${where}`,
        )
        .pluck()
        .all({ at, thresholdMs });
    },
    stalls: (at, thresholdMs) => (thresholdMs < KEPT_STALL_MS ? [] : stallsOf(store, at, where)),
  };
}

const NOT_OF_TASK = 'and message_id not in (select message_id from queue_task)';

function notSince(upTo: number): string {
  return `and message_id not in (select message_id from queue_message where last_at > ${upTo})`;
}

type StallRow = readonly [
  id: number,
  person: number | null,
  recipient: number,
  sender: number | null,
  server: number,
  at: number,
  pieces: string,
];

/** The bit of its stage, and its times as milliseconds before the event of the last piece; null: no end. */
export type StoredPiece = readonly [stage: number, since: number, from: number, to: number | null];

function stallsOf(store: Store, since: number, where: string): StoredStall[] {
  const { db, addressText } = store;
  const serverName = serverNames(db);
  return db
    .prepare<[number], StallRow>(
      `select message_id, person, recipient_id, sender_id, server_id, at, pieces from queue_stall
       where message_id in (select message_id from queue_message where may_be_open = 1 and last_at >= ?) ${where}
       order by message_id, number`,
    )
    .raw()
    .all(since)
    .map(([id, person, recipient, sender, server, at, pieces]) => ({
      id,
      person,
      sender: sender === null ? null : addressText(sender),
      recipient: recipient === 0 ? null : addressText(recipient),
      server: serverName(server),
      at,
      pieces: piecesOf(pieces, at),
    }));
}

function piecesOf(text: string, at: number): KeptStall['pieces'] {
  const pieces: readonly StoredPiece[] = JSON.parse(text);
  return pieces.flatMap(([stage, since, from, to]) => {
    const name = STAGES[stage];
    return name === undefined
      ? []
      : [{ stage: name, since: at - since, from: at - from, to: to === null ? null : at - to }];
  });
}

type StandingRow = readonly [
  id: number,
  number: number,
  recipient: number,
  sender: number | null,
  server: number,
  code: number | null,
  at: number,
  since: number,
  lastAt: number,
  nextHop: number | null,
  joined: number,
];

function* standingsOf(store: Store, where: string): Generator<StoredStanding, void, undefined> {
  const { db, addressText, hostName } = store;
  const serverName = serverNames(db);
  const rows = db
    .prepare<[], StandingRow>(
      `select message_id, number, recipient_id, sender_id, server_id, code, at, since, last_at, next_hop_id, joined
       from queue_person where true ${where} order by message_id, number`,
    )
    .raw()
    .all();
  for (const row of rows) {
    const [id, number, recipient, sender, server, code, at, since, lastAt, nextHop, joined] = row;
    yield {
      id,
      number,
      sender: sender === null ? null : addressText(sender),
      recipient: recipient === 0 ? null : addressText(recipient),
      server: serverName(server),
      code,
      at,
      since,
      lastAt,
      nextHop: nextHop === null ? null : hostName(nextHop),
      joined: joined === 1,
    };
  }
}
