import { KEPT_STALL_MS } from '../lifecycle/kept-stalls.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import { keptOr } from './kept.ts';
import { messagesAcross } from './messages-across.ts';
import { stallsOf, standingsOf } from './queue-rows.ts';
import type { StoredStall, StoredStanding } from './queue-rows.ts';
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

/** What the tables of the queue know at the end of the logs, or at an earlier moment. */
export interface KnownQueue {
  /** Recipients that may be open, lost or unlogged, in order of message, but for those of the messages below. */
  standings(): Generator<StoredStanding, void, undefined>;
  /** Messages of which something else is to be told: those that may have such recipients. */
  readonly others: readonly number[];
  /** The same, each of which has a line up to the moment asked about and a later one. */
  readonly across: readonly number[];
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
      count === 0 ? '' : OF_TASK,
      count === 0 ? [] : Object.values(candidatesOfTask(db, resolve)).flat(),
      [],
    );
  // What a run in the midst of its work has stored is not in the tables.
  if (count > 0) return null;
  return knownQueue(store, since(upTo), [], acrossOf(store, upTo));
}

function acrossOf(store: Store, upTo: number): readonly number[] {
  return keptOr(store.kept, `across ${upTo}`, () => messagesAcross(store, upTo));
}

/** Without the messages that the query `without` gives the numbers of; empty: all. */
function knownQueue(
  store: Store,
  without: string,
  others: readonly number[],
  across: readonly number[],
): KnownQueue {
  const { db } = store;
  const where = without === '' ? '' : `and message_id not in (${without})`;
  return {
    standings: () => standingsOf(store, without),
    others,
    across,
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

const OF_TASK = 'select message_id from queue_task';

function since(upTo: number): string {
  return `select message_id from queue_message where last_at > ${upTo}`;
}
