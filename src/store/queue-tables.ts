import type { SlotOrder } from '../lifecycle/order.ts';
import type { Roads } from '../lifecycle/route.ts';
import { STANDING_VERSION } from '../lifecycle/standing.ts';
import { readSkews } from './clock-skew.ts';
import { unfollowedMessages } from './hand-overs.ts';
import type { Connection } from './open.ts';
import { queueRoads } from './queue-judge.ts';
import { openMessages } from './open-messages.ts';
import {
  candidatesOfTask,
  fillQueueTask,
  hashOf,
  hashOfHosts,
  lastAtOfTask,
  QUEUE_SLOW_MS,
  readQueueState,
} from './queue-state.ts';
import type { QueueCandidates, QueueState } from './queue-state.ts';
import { readOurHosts } from './reader.ts';
import { lastRunOf } from './run-events.ts';
import { createTextCache } from './text-cache.ts';
import {
  TRAFFIC_VERSION,
  trafficRows,
  trafficState,
  updateTraffic,
  writeTraffic,
} from './traffic-tables.ts';
import type { QueueHelper } from './queue-share.ts';
import { writeQueue } from './write-queue.ts';

/** What is asked of slots and of addresses, by their numbers. */
interface QueueNames {
  readonly slots: SlotOrder;
  readonly isSystem: (address: number) => boolean;
}

/**
 * Brings the tables of the queue up to date, within a transaction: messages that this run told of, those that were noted, and where the
 * ways between servers are known otherwise than before, all that it matters for. `helper`: where all are made anew, and what they are made of is committed.
 */
export function updateQueue(
  db: Connection,
  { slots, isSystem }: QueueNames,
  helper: QueueHelper | null = null,
): void {
  const before = readQueueState(db);
  const skews = readSkews({ db });
  const ours = readOurHosts({ db });
  const state = {
    version: STANDING_VERSION,
    run: lastRunOf(db),
    hosts: hashOfHosts(ours),
    skews: hashOf(skews.map(({ from, to, aheadMs }) => [`${from}\n${to}`, aheadMs])),
    traffic: trafficState(db),
  };
  const roads = queueRoads(slots, ours, skews);
  if (before === null && state.run === 0) {
    emptyTables(db);
    return;
  }
  const names = { isSystem, resolve: roads.resolve, hostName: createTextCache(db, 'host') };
  let lastAt: number;
  if (before === null || before.hosts !== state.hosts) {
    helper?.countTraffic();
    writeQueue(db, allMessages(db, roads), roads, isSystem, helper);
    writeTraffic(db, helper?.traffic() ?? trafficRows(db, names));
    lastAt = db.prepare<[], number | null>('select max(last_at) from message').pluck().get() ?? 0;
  } else {
    fillQueueTask(db, before.run);
    writeQueue(db, someMessages(db, roads, before.skews !== state.skews), roads, isSystem);
    if (before.traffic?.version === TRAFFIC_VERSION) updateTraffic(db, before.traffic, names);
    else writeTraffic(db, trafficRows(db, names));
    lastAt = Math.max(before.lastAt, lastAtOfTask(db));
  }
  db.exec('delete from queue_touched');
  db.prepare("insert or replace into meta (key, value) values ('queue', ?)").run(
    JSON.stringify({ ...state, lastAt } satisfies QueueState),
  );
}

function emptyTables(db: Connection): void {
  db.exec(
    `delete from queue_message; delete from queue_person; delete from queue_stall; delete from queue_touched;
     delete from traffic; delete from traffic_touched`,
  );
}

/** Empties the tables and gives all messages that are to be judged. */
function allMessages(db: Connection, { resolve }: Roads): QueueCandidates {
  emptyTables(db);
  return {
    open: openMessages({ db }, null, QUEUE_SLOW_MS),
    unfollowed: unfollowedMessages({ db }, null, resolve),
  };
}

/** Takes out the messages of the task, and gives those to be judged; where skews changed, all that they matter for. */
function someMessages(db: Connection, { resolve }: Roads, skewsChanged: boolean): QueueCandidates {
  const found = candidatesOfTask(db, resolve);
  db.exec(`
    delete from queue_message where message_id in (select message_id from queue_task);
    delete from queue_person where message_id in (select message_id from queue_task);
    delete from queue_stall where message_id in (select message_id from queue_task)`);
  if (!skewsChanged) return found;
  const several = db
    .prepare<[number], number>(
      'select message_id from queue_message where servers > 1 and may_be_open = ?',
    )
    .pluck();
  const open = several.all(1);
  const unfollowed = several.all(0);
  db.exec(`
    delete from queue_person where message_id in (select message_id from queue_message where servers > 1);
    delete from queue_stall where message_id in (select message_id from queue_message where servers > 1);
    delete from queue_message where servers > 1`);
  return {
    open: [...found.open, ...open],
    unfollowed: [...found.unfollowed, ...unfollowed],
  };
}
