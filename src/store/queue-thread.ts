import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { shareTask } from './queue-share.ts';
import type { JudgedRows, QueueHelper, SharedTask } from './queue-share.ts';
import type { KnownSystem } from './system-addresses.ts';
import type { TrafficRow } from './traffic-tables.ts';

/** What the thread is started with. `beat` grows while it works, and with each answer. */
export interface QueueThread {
  readonly file: string;
  readonly system: KnownSystem;
  readonly port: {
    on(event: 'message', hear: (message: ToQueueThread) => void): unknown;
    postMessage(message: FromQueueThread): unknown;
  };
  readonly beat: Int32Array;
}

export type ToQueueThread =
  { readonly kind: 'traffic' } | { readonly kind: 'judge'; readonly task: SharedTask };

/** Null: it could not. */
export interface FromQueueThread {
  readonly traffic?: readonly TrafficRow[] | null;
  readonly judged?: JudgedRows | null;
}

/** The argument that tells the thread from others of the program. */
const QUEUE_THREAD = 'queue';

/** A thread that shows no sign of work for so long is given up, in milliseconds. */
const SILENT_MS = 60_000;

/**
 * Starts a thread that helps to judge what is in the database file. Whoever asks waits without an event loop: it is asked in the midst of a transaction,
 * which nothing else must come into. The thread ends when the helper is disposed of.
 */
export function startQueueThread(file: string, system: KnownSystem): QueueHelper & Disposable {
  const { port1, port2 } = new MessageChannel();
  const beat = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: QueueThread = { file, system, port: port2, beat };
  const thread = new Worker(new URL('./queue-worker.js', import.meta.url), {
    workerData,
    transferList: [port2],
    argv: [QUEUE_THREAD],
  });
  thread.unref();
  // Whoever waits for its answers does without them.
  thread.on('error', () => undefined);
  const send = (message: ToQueueThread): void => port1.postMessage(message);
  const found: { -readonly [Name in keyof FromQueueThread]: FromQueueThread[Name] } = {};
  let isGivenUp = false;

  function wait(name: keyof FromQueueThread): void {
    while (!isGivenUp && found[name] === undefined) {
      const seen = Atomics.load(beat, 0);
      const received: { readonly message: FromQueueThread } | undefined =
        receiveMessageOnPort(port1);
      if (received !== undefined) Object.assign(found, received.message);
      else isGivenUp = Atomics.wait(beat, 0, seen, SILENT_MS) === 'timed-out';
    }
  }

  return {
    countTraffic: () => send({ kind: 'traffic' }),
    judge(ids, mayBeOpen) {
      const task = shareTask(ids, mayBeOpen);
      send({ kind: 'judge', task });
      return task;
    },
    traffic() {
      wait('traffic');
      return found.traffic ?? null;
    },
    judged() {
      wait('judged');
      return found.judged ?? null;
    },
    [Symbol.dispose]() {
      port1.close();
      void thread.terminate();
    },
  };
}
