/** What is known of logs that are followed while pages are shown. */
export type LiveState =
  /** The first pass is under way; so many events were stored by it so far. */
  | { readonly kind: 'reading'; readonly events: number }
  /** `at`: when new lines were stored last, by the clock of this machine; `asOf`: the end of the loaded logs. Both milliseconds UTC. */
  | {
      readonly kind: 'read';
      readonly at: number;
      readonly lines: number;
      readonly asOf: number | null;
    }
  /** They are followed no more. `why`: in words for people. */
  | { readonly kind: 'ended'; readonly why: string };

/** A state, and how many there were before it. */
export interface LiveNews {
  readonly version: number;
  readonly state: LiveState;
}

/** Where whoever follows the logs tells all who look at pages. */
export interface LiveFeed {
  current(): LiveNews;
  /** The last state is the end of it: what is told after it is not heard. */
  tell(state: LiveState): void;
  /** `listener` hears what is told from now on, until the function that is given back is called. */
  listen(listener: (news: LiveNews) => void): () => void;
}

export function createLiveFeed(): LiveFeed {
  const listeners = new Set<(news: LiveNews) => void>();
  let news: LiveNews = { version: 0, state: { kind: 'reading', events: 0 } };
  return {
    current: () => news,
    tell(state) {
      if (news.state.kind === 'ended') return;
      news = { version: news.version + 1, state };
      for (const listener of listeners) listener(news);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
