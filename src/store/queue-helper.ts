import { isMainThread, workerData } from 'node:worker_threads';
import { hostResolver } from '../lifecycle/hosts.ts';
import type { Value } from './bulk-insert.ts';
import { readSkews, skewsBetween } from './clock-skew.ts';
import { createQueueJudge } from './queue-judge.ts';
import type { QueueTable } from './queue-judge.ts';
import { takePages } from './queue-share.ts';
import type { JudgedRows, SharedTask } from './queue-share.ts';
import type { FromQueueThread, QueueThread, ToQueueThread } from './queue-thread.ts';
import { openBesideWriter } from './open.ts';
import { openStore, readOurHosts } from './reader.ts';
import type { Store } from './reader.ts';
import { createSystemAddresses } from './system-addresses.ts';
import { trafficRows } from './traffic-tables.ts';

/** Runs the thread of queue-thread.ts; or on the main thread, where it is compiled, one that is started with `given`. */
export function runQueueThread(given?: QueueThread): void {
  const thread: QueueThread | undefined = isMainThread ? given : workerData;
  if (thread !== undefined) answer(thread);
}

function answer({ file, system, port, beat }: QueueThread): void {
  const live = (): void => {
    Atomics.add(beat, 0, 1);
    Atomics.notify(beat, 0);
  };
  // Else whoever closes the database would do it alone.
  checkpoint(file);
  port.on('message', (message: ToQueueThread) => {
    port.postMessage(answerTo(message, file, system, live));
    live();
    if (message.kind === 'traffic') checkpoint(file);
  });
}

/** Each of what is committed when it is asked. What fails here the other thread does itself, and tells why it cannot. */
function answerTo(
  message: ToQueueThread,
  file: string,
  system: QueueThread['system'],
  live: () => void,
): FromQueueThread {
  try {
    using store = openStore(file);
    const { has } = createSystemAddresses(store.db, system);
    return message.kind === 'traffic'
      ? { traffic: traffic(store, has) }
      : { judged: judged(store, has, message.task, live) };
  } catch {
    return message.kind === 'traffic' ? { traffic: null } : { judged: null };
  }
}

/** Brings what is committed from the journal into the file. Where that cannot be done now it is done at the end. */
function checkpoint(file: string): void {
  const db = openBesideWriter(file);
  try {
    db.pragma('wal_checkpoint(passive)');
  } finally {
    db.close();
  }
}

function traffic(store: Store, isSystem: (address: number) => boolean) {
  const { db, hostName } = store;
  return trafficRows(db, { isSystem, hostName, resolve: hostResolver(readOurHosts(store)) });
}

function judged(
  store: Store,
  isSystem: (address: number) => boolean,
  task: SharedTask,
  live: () => void,
): JudgedRows {
  const rows: Record<QueueTable, Value[]> = {
    queue_message: [],
    queue_person: [],
    queue_stall: [],
  };
  const roads = {
    slots: store.slots,
    resolve: hostResolver(readOurHosts(store)),
    skewMs: skewsBetween(readSkews(store)),
  };
  const judge = createQueueJudge(store.db, roads, isSystem, (table, row) => {
    rows[table].push(...row);
  });
  const open = new Set([...task.ids].filter((_, place) => task.areOpen[place] === 1));
  for (const page of takePages(task)) {
    judge(page, (id) => open.has(id));
    live();
  }
  return rows;
}
