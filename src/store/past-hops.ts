import type { HopRow } from '../lifecycle/person.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { onceEach } from '../model/once-each.ts';
import { createHopLines, hopFolder } from './lines-by-hop.ts';
import type { AskedMoments, HopLines, LineStore } from './lines-by-hop.ts';
import { inOrder } from './read-lines.ts';
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
  /** Many messages, in their order. */
  ofMany(messages: readonly number[], upTo: number): Generator<Past, void, undefined>;
}

/** The only moment that is asked about. */
const THEN = 0;

export function createPastHops(store: LineStore): PastHops {
  const { db, slots, addressText } = store;
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

  function* ofMany(messages: readonly number[], upTo: number): Generator<Past, void, undefined> {
    const moments = [upTo];
    const asked = messages.map((message): AskedMoments => [message, moments]);
    for (const [message, , hops] of linesOf(asked))
      yield {
        message,
        hops: hops.flatMap((hop) => folded(hop, THEN) ?? []),
        linesOn: onceEach((server: string) => linesOn(server, hops)),
      };
  }

  return { ofMany, of: (message, upTo) => [...ofMany([message], upTo)][0]?.hops ?? [] };
}
