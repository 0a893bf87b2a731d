import type { MessageFacts } from './message-facts.ts';

/** A message that is new to the database: its row is still to be written. */
export interface NewMessage {
  readonly hash: number;
  /** As `messageKey` makes it. */
  readonly key: string;
  /** What lines told of it; null: others only name it. */
  readonly facts: MessageFacts | null;
}

/** What is stored of a message, and what is to be; null: nothing is. */
export interface ChangedMessage {
  readonly before: MessageFacts | null;
  readonly after: MessageFacts;
}

/** About what a message takes beside its texts, counted as characters. */
const WEIGHT = 200;
/** Some thousands of usual messages. */
const MOST = 1_000_000;

/**
 * Messages whose rows wait to be written until the transaction ends: logs of the other services and servers soon tell of them again, and each message is written once
 * then. Bounded.
 */
export class WaitingMessages {
  /** Whether rows may wait: where they are looked for in the database alone, they must be there. */
  mayWait = true;
  readonly #fresh = new Map<number, NewMessage>();
  readonly #changed = new Map<number, ChangedMessage>();
  #weight = 0;
  /** Writes them. */
  #write: ((waiting: WaitingMessages) => void) | null = null;

  /** Who is to write them. */
  writeWith(write: (waiting: WaitingMessages) => void): void {
    this.#write = write;
  }

  isFresh(id: number): boolean {
    return this.#fresh.has(id);
  }

  /** The key of one that is not in the database yet. */
  keyOf(id: number): string | undefined {
    return this.#fresh.get(id)?.key;
  }

  /** What is to be stored of one that waits; null: nothing is; undefined: it does not wait. */
  factsOf(id: number): MessageFacts | null | undefined {
    return this.#changed.get(id)?.after ?? this.#fresh.get(id)?.facts;
  }

  add(id: number, message: NewMessage): void {
    this.#fresh.set(id, message);
    this.#weight += WEIGHT + message.key.length + textIn(message.facts);
  }

  /** `before`: what is known to be stored, or to wait. */
  change(id: number, before: MessageFacts | null, after: MessageFacts): void {
    const fresh = this.#fresh.get(id);
    const waiting = this.#changed.get(id);
    this.#weight += textIn(after);
    if (fresh !== undefined) {
      this.#weight -= textIn(fresh.facts);
      this.#fresh.set(id, { ...fresh, facts: after });
    } else if (waiting !== undefined) {
      this.#weight -= textIn(waiting.after);
      this.#changed.set(id, { before: waiting.before, after });
    } else {
      this.#weight += WEIGHT;
      this.#changed.set(id, { before, after });
    }
  }

  /** In order of their numbers, as they lie in the table. */
  fresh(): [number, NewMessage][] {
    return inOrder(this.#fresh);
  }

  changed(): [number, ChangedMessage][] {
    return inOrder(this.#changed);
  }

  /** At the end of a batch: writes them where they are too many, or must not wait. */
  settle(): void {
    if (!this.mayWait || this.#weight > MOST) this.flush();
  }

  flush(): void {
    if (this.#fresh.size + this.#changed.size > 0) this.#write?.(this);
    this.#fresh.clear();
    this.#changed.clear();
    this.#weight = 0;
  }
}

function textIn(facts: MessageFacts | null): number {
  return facts?.subject?.length ?? 0;
}

function inOrder<T>(messages: ReadonlyMap<number, T>): [number, T][] {
  return [...messages].toSorted(([a], [b]) => a - b);
}
