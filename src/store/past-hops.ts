import type { HopRow } from '../lifecycle/person.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { onceEach } from '../model/once-each.ts';
import { createHopLines, hopFolder } from './lines-by-hop.ts';
import type { AskedMoments, HopLines, LinesOfMessage, LineStore } from './lines-by-hop.ts';
import { inOrder } from './read-lines.ts';
import type { Store } from './reader.ts';
import { serverNumbers } from './server-names.ts';

/** What lines of a message up to and with a moment come to. */
export interface Past {
  readonly message: number;
  readonly hops: readonly HopRow[];
  /** Those lines on a server, in total order. */
  readonly linesOn: (server: string) => readonly LifeEvent[];
}

/** Messages by their numbers, folded anew from their lines up to and with a moment, milliseconds UTC. */
export interface PastHops {
  of(message: number, upTo: number): readonly HopRow[];
  /** Many messages, in their order. What is read of them is kept, where they are not too many. */
  ofMany(messages: readonly number[], upTo: number): Generator<Past, void, undefined>;
}

/** Lines of more messages are read anew: those of so many take tens of megabytes. */
const MOST_KEPT = 5000;

/** The only moment that is asked about. */
const THEN = 0;

export function createPastHops(store: LineStore & Pick<Store, 'kept'>): PastHops {
  const { db, slots, addressText, kept } = store;
  const linesOf = createHopLines(store);
  const folded = hopFolder(store);
  const serverOf = serverNumbers(db);

  function linesOn(name: string, hops: readonly HopLines[]): readonly LifeEvent[] {
    const lines: LifeEvent[] = [];
    for (const { recipient: number, server, events } of hops) {
      if (server !== serverOf(name)) continue;
      const recipient = number === 0 ? null : addressText(number);
      for (const { mark } of events[THEN] ?? []) lines.push({ mark, recipient });
    }
    return inOrder(lines, slots);
  }

  function* past(read: Iterable<LinesOfMessage>): Generator<Past, void, undefined> {
    for (const [message, , hops] of read)
      yield {
        message,
        hops: hops.flatMap((hop) => folded(hop, THEN) ?? []),
        linesOn: onceEach((server: string) => linesOn(server, hops)),
      };
  }

  const lines = (messages: readonly number[], upTo: number): Iterable<LinesOfMessage> => {
    const moments = [upTo];
    return linesOf(
      messages.map((message): AskedMoments => [message, moments]),
      upTo,
    );
  };

  return {
    of: (message, upTo) => [...past(lines([message], upTo))][0]?.hops ?? [],
    ofMany(messages, upTo) {
      if (kept === null || messages.length > MOST_KEPT) return past(lines(messages, upTo));
      const key = `lines ${upTo} ${messages.join(' ')}`;
      return past(kept.get(key, () => [...lines(messages, upTo)]));
    },
  };
}
