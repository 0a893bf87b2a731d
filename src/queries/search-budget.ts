import type { StoredMessage } from '../store/read-messages.ts';

/** Bounds the work of a search that somebody waits for. It counts work, not time: the same search stops at the same place each time. */
export interface SearchBudget {
  /** Before a message is looked at: whether it may be. */
  look(message: StoredMessage): boolean;
  /** After so many recipients were judged. */
  judged(recipients: number): void;
  /** The newest message that was not looked at any more; null: all were. */
  readonly stoppedAt: StoredMessage | null;
}

/** To judge a recipient takes about so many times what it takes to look at a message. */
const JUDGED = 8;

/** `work`: messages that may be looked at, if none of them has to be judged. */
export function searchBudget(work: number): SearchBudget {
  let left = work;
  let stoppedAt: StoredMessage | null = null;
  return {
    look(message) {
      if (left <= 0) stoppedAt ??= message;
      left -= 1;
      return stoppedAt === null;
    },
    judged(recipients) {
      left -= JUDGED * recipients;
    },
    get stoppedAt() {
      return stoppedAt;
    },
  };
}
