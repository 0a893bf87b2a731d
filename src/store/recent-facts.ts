import type { MessageFacts } from './message-facts.ts';

/** About what the facts of a message take beside its subject, counted as characters. */
const WEIGHT = 100;
/** Some thousands of usual messages. */
const MOST = 1_000_000;

/** What is stored of messages that lines told of lately: as a rule the next server's log soon tells of them again. Bounded. */
export class RecentFacts {
  #young = new Map<number, MessageFacts>();
  #old = new Map<number, MessageFacts>();
  #weight = 0;

  get(id: number): MessageFacts | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }

  set(id: number, facts: MessageFacts): void {
    this.#young.set(id, facts);
    this.#weight += WEIGHT + (facts.subject?.length ?? 0);
    if (this.#weight <= MOST) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#weight = 0;
  }
}
