import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { shareTask } from './queue-share.ts';
import type { JoinedPage, JudgedPage, Learned, QueueHelper, SharedTask } from './queue-share.ts';
import type { KnownSystem } from './system-addresses.ts';
import type { TrafficRow } from './traffic-tables.ts';

/** What the thread is started with. `beat` grows with each word that it says; behind it stands 1 when it has ended. */
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
  | { readonly kind: 'join'; readonly task: SharedTask }
  | { readonly kind: 'learn' }
  | { readonly kind: 'traffic' }
  | { readonly kind: 'judge'; readonly task: SharedTask };

/** `joined` and `judged` are followed by others, up to `done`. */
export type FromQueueThread =
  | { readonly kind: 'learned'; readonly learned: Learned }
  | { readonly kind: 'traffic'; readonly rows: readonly TrafficRow[] }
  | { readonly kind: 'joined'; readonly page: JoinedPage }
  | { readonly kind: 'judged'; readonly page: JudgedPage }
  | { readonly kind: 'done'; readonly of: 'join' | 'judge' }
  /** What was not given it cannot give. */
  | { readonly kind: 'failed'; readonly at: ToQueueThread['kind'] };

/** The argument that tells the thread from others of the program. */
const QUEUE_THREAD = 'queue';

/** A thread that shows no sign of work for so long is given up, in milliseconds. */
const SILENT_MS = 60_000;

/**
 * Starts a thread that helps to join and to judge what is in the database file. Whoever asks waits without an event loop: it is asked in the midst of a transaction,
 * which nothing else must come into. The thread ends when the helper is disposed of.
 */
export function startQueueThread(file: string, system: KnownSystem): QueueHelper & Disposable {
  const { port1, port2 } = new MessageChannel();
  const beat = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const workerData: QueueThread = { file, system, port: port2, beat };
  const thread = new Worker(new URL('./queue-worker.js', import.meta.url), {
    workerData,
    transferList: [port2],
    // It makes many objects that are gone soon.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
    argv: [QUEUE_THREAD],
  });
  thread.unref();
  // Whoever waits for its answers does without them.
  thread.on('error', () => undefined);
  const send = (message: ToQueueThread): void => port1.postMessage(message);
  const inbox = new Inbox(port1, beat);

  return {
    join(ids) {
      const task = shareTask(ids);
      send({ kind: 'join', task });
      return task;
    },
    joined: (all) => inbox.joined(all),
    learn: () => send({ kind: 'learn' }),
    learned: () => inbox.learned(),
    countTraffic: () => send({ kind: 'traffic' }),
    judge(ids, mayBeOpen) {
      const task = shareTask(ids, mayBeOpen);
      send({ kind: 'judge', task });
      return task;
    },
    judged: (all) => inbox.judged(all),
    traffic: () => inbox.traffic(),
    [Symbol.dispose]() {
      port1.close();
      void thread.terminate();
    },
  };
}

/** Pages of one task that were not taken yet, and whether no more will come. */
class Pages<Page> {
  isWhole = false;
  readonly #pages: Page[] = [];

  add(page: Page): void {
    this.#pages.push(page);
  }

  take(): Page[] {
    return this.#pages.splice(0);
  }
}

/** What the thread said. */
class Inbox {
  readonly #port: MessagePort;
  readonly #beat: Int32Array;
  readonly #joined = new Pages<JoinedPage>();
  readonly #judged = new Pages<JudgedPage>();
  #learned: Learned | null | undefined;
  #traffic: readonly TrafficRow[] | null | undefined;
  #isGivenUp = false;

  constructor(port: MessagePort, beat: Int32Array) {
    this.#port = port;
    this.#beat = beat;
  }

  joined(all: boolean): Iterable<JoinedPage> {
    return this.#pagesOf(this.#joined, all);
  }

  judged(all: boolean): Iterable<JudgedPage> {
    return this.#pagesOf(this.#judged, all);
  }

  learned(): Learned | null {
    while (this.#learned === undefined && !this.#isGivenUp) this.#listen(true);
    return this.#learned ?? null;
  }

  traffic(): readonly TrafficRow[] | null {
    while (this.#traffic === undefined && !this.#isGivenUp) this.#listen(true);
    return this.#traffic ?? null;
  }

  *#pagesOf<Page>(pages: Pages<Page>, all: boolean): Generator<Page, void, undefined> {
    this.#listen(false);
    yield* pages.take();
    if (!all) return;
    while (!pages.isWhole && !this.#isGivenUp) {
      this.#listen(true);
      yield* pages.take();
    }
  }

  /** Hears what was said; where that is nothing, waits for a word. */
  #listen(isWaiting: boolean): void {
    const seen = Atomics.load(this.#beat, 0);
    let isHeard = false;
    for (;;) {
      const received: { readonly message: FromQueueThread } | undefined = receiveMessageOnPort(
        this.#port,
      );
      if (received === undefined) break;
      this.#hear(received.message);
      isHeard = true;
    }
    if (!isWaiting || isHeard) return;
    const hasEnded = Atomics.load(this.#beat, 1) === 1;
    this.#isGivenUp = hasEnded || Atomics.wait(this.#beat, 0, seen, SILENT_MS) === 'timed-out';
  }

  #hear(message: FromQueueThread): void {
    if (message.kind === 'joined') this.#joined.add(message.page);
    else if (message.kind === 'judged') this.#judged.add(message.page);
    else if (message.kind === 'learned') this.#learned = message.learned;
    else if (message.kind === 'traffic') this.#traffic = message.rows;
    else this.#end(message.kind === 'done' ? message.of : message.at);
  }

  /** Nothing more comes of that. */
  #end(at: ToQueueThread['kind']): void {
    if (at === 'join') this.#joined.isWhole = true;
    else if (at === 'learn') this.#learned = null;
    else if (at === 'traffic') this.#traffic = null;
    else this.#judged.isWhole = true;
  }
}
