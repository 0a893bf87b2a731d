import { mergeHops } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { createHopLines, hopFolder } from './lines-by-hop.ts';
import type { AskedMoments, HopLines, LineStore } from './lines-by-hop.ts';

/** The hops of a message up to and with each of its moments; the same list where no line came between two. */
export type HopsAtMoments = readonly [message: number, hops: readonly (readonly HopRow[])[]];

/** Reads hops of messages as they were, folded from their lines: messages in their order, but those of which there is no line. */
export function createHopsOverTime(
  store: LineStore,
): (asked: readonly AskedMoments[]) => Generator<HopsAtMoments, void, undefined> {
  const linesOf = createHopLines(store);
  const folded = hopFolder(store);

  function atMoments(hops: readonly HopLines[], moments: readonly number[]): (readonly HopRow[])[] {
    const grown = new Map<HopLines, HopRow>();
    let list: readonly HopRow[] = [];
    return moments.map((_, place) => {
      let isGrown = false;
      for (const hop of hops) {
        const row = folded(hop, place);
        if (row === null) continue;
        const before = grown.get(hop);
        const merged = before === undefined ? row.hop : mergeHops(before.hop, row.hop, store.slots);
        grown.set(hop, { ...row, hop: merged });
        isGrown = true;
      }
      if (isGrown) list = [...grown.values()];
      return list;
    });
  }

  return function* (asked) {
    for (const [message, moments, hops] of linesOf(asked))
      yield [message, atMoments(hops, moments)];
  };
}
