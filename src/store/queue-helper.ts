import { isMainThread, workerData } from 'node:worker_threads';
import { tuneEngine } from '../ingest/tune-engine.ts';
import { hostResolver } from '../lifecycle/hosts.ts';
import type { Value } from './bulk-insert.ts';
import { foundSkews, readSkews } from './clock-skew.ts';
import { createQueueJudge, queueRoads } from './queue-judge.ts';
import type { QueueTable } from './queue-judge.ts';
import { createHopJoiner } from './join-hops.ts';
import { takePages } from './queue-share.ts';
import type { JoinedPage, JudgedPage, Learned, SharedTask } from './queue-share.ts';
import type { FromQueueThread, QueueThread, ToQueueThread } from './queue-thread.ts';
import { openBesideWriter } from './open.ts';
import { openStore, readOurHosts } from './reader.ts';
import type { Store } from './reader.ts';
import { foundSuffixes } from './our-suffixes.ts';
import { createSystemAddresses } from './system-addresses.ts';
import { trafficRows } from './traffic-tables.ts';

/** Runs the thread of queue-thread.ts; or on the main thread, where it is compiled, one that is started with `given`. */
export function runQueueThread(given?: QueueThread): void {
  const thread: QueueThread | undefined = isMainThread ? given : workerData;
  // Most of what follows is judging, as in a command that answers; a process that goes on reading then reads what is added, which is little.
  if (!isMainThread) tuneEngine('answer');
  if (thread !== undefined) answer(thread);
}

/** Whoever is not asked for anything for so long will not be for longer, in milliseconds. */
const IDLE_MS = 100;

function answer({ file, system, port, beat }: QueueThread): void {
  // Who waits need not wait any longer.
  process.on('exit', () => {
    Atomics.store(beat, 1, 1);
    Atomics.add(beat, 0, 1);
    Atomics.notify(beat, 0);
  });
  const say = (message: FromQueueThread): void => {
    port.postMessage(message);
    Atomics.add(beat, 0, 1);
    Atomics.notify(beat, 0);
  };
  // Else whoever closes the database would do it alone. What is asked for goes first.
  let whenIdle = setTimeout(checkpoint, IDLE_MS, file);
  port.on('message', (message: ToQueueThread) => {
    clearTimeout(whenIdle);
    say(lastWord(message, { file, system, say }));
    if (message.kind === 'traffic') checkpoint(file);
    // After what is asked for last the database is to stay closed.
    if (message.kind === 'join' || message.kind === 'learn')
      whenIdle = setTimeout(checkpoint, IDLE_MS, file);
  });
}

interface Asked extends Pick<QueueThread, 'file' | 'system'> {
  readonly say: (message: FromQueueThread) => void;
}

/** When it is said the database is closed: who hears it may close it for good. What fails the other thread does itself, and tells why it cannot. */
function lastWord(message: ToQueueThread, asked: Asked): FromQueueThread {
  try {
    return answerTo(message, asked);
  } catch {
    return { kind: 'failed', at: message.kind };
  }
}

function answerTo(message: ToQueueThread, { file, system, say }: Asked): FromQueueThread {
  using store = openStore(file);
  // It is read in the order in which it lies.
  store.db.pragma(`cache_size = ${CACHE}`);
  if (message.kind === 'join') {
    for (const page of joined(store, message.task)) say({ kind: 'joined', page });
    return { kind: 'done', of: 'join' };
  }
  if (message.kind === 'learn') return { kind: 'learned', learned: learned(store) };
  const { has } = createSystemAddresses(store.db, system);
  if (message.kind === 'traffic') return { kind: 'traffic', rows: traffic(store, has) };
  for (const page of judged(store, has, message.task)) say({ kind: 'judged', page });
  return { kind: 'done', of: 'judge' };
}

/** KiB. */
const CACHE = -4000;

function learned(store: Store): Learned {
  const suffixes = [...foundSuffixes(store.db)];
  return { suffixes, skews: foundSkews(store.db, readOurHosts(store, suffixes)) };
}

/** Brings what is committed from the journal into the file. Where that cannot be done now it is done at the end, which tells why it cannot. */
function checkpoint(file: string): void {
  try {
    const db = openBesideWriter(file);
    try {
      db.pragma('wal_checkpoint(passive)');
    } finally {
      db.close();
    }
  } catch {
    // The disk may be full.
  }
}

function traffic(store: Store, isSystem: (address: number) => boolean) {
  const { db, hostName } = store;
  return trafficRows(db, { isSystem, hostName, resolve: hostResolver(readOurHosts(store)) });
}

/** Pages of the task as long as any is left. */
function* joined({ db, slots }: Store, task: SharedTask): Generator<JoinedPage, void, undefined> {
  const join = createHopJoiner(db, slots);
  for (const { from, ids } of takePages(task)) yield { from, count: ids.length, joined: join(ids) };
}

/** Likewise. */
function* judged(
  store: Store,
  isSystem: (address: number) => boolean,
  task: SharedTask,
): Generator<JudgedPage, void, undefined> {
  const roads = queueRoads(store.slots, readOurHosts(store), readSkews(store));
  let rows = noRows();
  const judge = createQueueJudge(store.db, roads, isSystem, (table, row) => {
    rows[table].push(...row);
  });
  for (const { from, ids, mayBeOpen } of takePages(task)) {
    judge(ids, mayBeOpen);
    yield { from, count: ids.length, rows };
    rows = noRows();
  }
}

function noRows(): Record<QueueTable, Value[]> {
  return { queue_message: [], queue_person: [], queue_stall: [] };
}
