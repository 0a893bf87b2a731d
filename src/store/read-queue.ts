import type { ResolveHost } from '../lifecycle/route.ts';
import type { Standing } from '../lifecycle/standing.ts';
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

/** Where one recipient of a message stands at the end of the logs. */
export interface StoredStanding extends Standing {
  /** The number of the message. */
  readonly id: number;
  readonly sender: string | null;
}

/** What the tables of the queue know at the end of the logs. */
export interface KnownQueue {
  /** Recipients that may be open, lost or unlogged, in order of message, but for those of the messages below. */
  standings(): Generator<StoredStanding, void, undefined>;
  /** Messages that lines told of since: those that may have such recipients. */
  readonly others: readonly number[];
  /** Messages that may be open and have a line of that moment or later, but for those above. */
  openSince(at: number): number[];
}

/** Above so many messages that lines told of since all are looked for anew. */
const MOST_OTHERS = 20_000;

/**
 * What the last run left for questions about the end of the logs; null where there is nothing that holds, or something else is asked.
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
  if (upTo !== null && upTo < Math.max(state.lastAt, lastAtOfTask(db))) return null;
  return {
    standings: () => standingsOf(store, count === 0 ? '' : NOT_OF_TASK),
    others: count === 0 ? [] : Object.values(candidatesOfTask(db, resolve)).flat(),
    openSince: (at) =>
      db
        .prepare<[number], number>(
          'select message_id from queue_message where may_be_open = 1 and last_at >= ?',
        )
        .pluck()
        .all(at),
  };
}

type StandingRow = readonly [
  id: number,
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

const NOT_OF_TASK = 'where message_id not in (select message_id from queue_task)';

function* standingsOf(
  { db, addressText, hostName }: Store,
  where: string,
): Generator<StoredStanding, void, undefined> {
  const servers = new Map(
    db
      .prepare<[], { id: number; name: string }>('select id, name from server')
      .all()
      .map(({ id, name }) => [id, name]),
  );
  const rows = db
    .prepare<[], StandingRow>(
      `select message_id, recipient_id, sender_id, server_id, code, at, since, last_at, next_hop_id, joined
       from queue_person ${where} order by message_id, number`,
    )
    .raw()
    .all();
  for (const [id, recipient, sender, server, code, at, since, lastAt, nextHop, joined] of rows)
    yield {
      id,
      sender: sender === null ? null : addressText(sender),
      recipient: recipient === 0 ? null : addressText(recipient),
      server: servers.get(server) ?? '',
      code,
      at,
      since,
      lastAt,
      nextHop: nextHop === null ? null : hostName(nextHop),
      joined: joined === 1,
    };
}
