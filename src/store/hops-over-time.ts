import { foldHop, mergeHops } from '../lifecycle/hop.ts';
import type { HopEvent } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { groupBy, inPages } from '../model/group-by.ts';
import { readLives } from './message-lives.ts';
import { hopKey } from './read-hops.ts';
import { slotsOfSources } from './read-lines.ts';
import type { Store } from './reader.ts';
import { listsOf } from './run-events.ts';
import { serverNames } from './server-names.ts';

type RunRow = readonly [
  firstLine: number,
  firstAt: number,
  events: string,
  source: number,
  server: number,
  asked: number,
];
const ASKED = 5;

const RUNS = `
  select first_line, first_at, events, source_id, server_id, asked.key
  from json_each(?) as asked cross join event_run on event_run.message_id = asked.value`;

/** So many messages in one statement. */
const PAGE = 100;

/** A message, by its number, and moments, the first one first: milliseconds UTC. */
export type AskedMoments = readonly [message: number, moments: readonly number[]];

/** The hops of a message up to and with each of its moments; the same list where no line came between two. */
export type HopsAtMoments = readonly [message: number, hops: readonly (readonly HopRow[])[]];

/** The lines of a hop: at the place of a moment those that came up to it and after the one before. */
interface GrowingHop {
  readonly recipient: number;
  readonly server: number;
  readonly events: (HopEvent[] | undefined)[];
}

/** Reads hops of messages as they were, folded from their lines: messages in their order, but those of which there is no line. */
export function createHopsOverTime(
  store: Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>,
): (asked: readonly AskedMoments[]) => Generator<HopsAtMoments, void, undefined> {
  const { db, slots, addressText } = store;
  const runs = db.prepare<[string], RunRow>(RUNS).raw();
  const serverName = serverNames(db);
  const { membersOf } = readLives(db);
  const growing = linesGrouped(store);

  /** Null: no line came in between. */
  function rowAt({ recipient, server, events }: GrowingHop, place: number): HopRow | null {
    const hop = foldHop(events[place] ?? [], slots);
    const name = recipient === 0 ? null : addressText(recipient);
    return hop === null ? null : { recipient: name, server: serverName(server), hop };
  }

  function atMoments(rows: readonly RunRow[], moments: readonly number[]): (readonly HopRow[])[] {
    const hops = growing(rows, moments);
    const grown = new Map<GrowingHop, HopRow>();
    let list: readonly HopRow[] = [];
    return moments.map((_, place) => {
      let isGrown = false;
      for (const hop of hops) {
        const row = rowAt(hop, place);
        if (row === null) continue;
        const before = grown.get(hop);
        const merged = before === undefined ? row.hop : mergeHops(before.hop, row.hop, slots);
        grown.set(hop, { ...row, hop: merged });
        isGrown = true;
      }
      if (isGrown) list = [...grown.values()];
      return list;
    });
  }

  return function* (asked) {
    for (const page of inPages(asked, PAGE)) {
      const members = page.flatMap(([message], index) =>
        membersOf(message).map((member) => [member, index] as const),
      );
      const rows = runs.all(JSON.stringify(members.map(([member]) => member)));
      const own = groupBy(rows, (row) => members[row[ASKED]]?.[1] ?? 0);
      for (const [index, [message, moments]] of page.entries()) {
        const its = own.get(index);
        if (its !== undefined) yield [message, atMoments(its, moments)];
      }
    }
  };
}

/** Groups lines of a message by recipient, server and the first moment that is not before them; those after the last moment are left out. */
function linesGrouped({
  db,
  hostName,
}: Pick<Store, 'db' | 'hostName'>): (
  rows: readonly RunRow[],
  moments: readonly number[],
) => GrowingHop[] {
  const slotOf = slotsOfSources(db);
  const host = (id: number): string | null => (id === 0 ? null : hostName(id));

  function enter(
    found: Map<number, GrowingHop>,
    [firstLine, firstAt, text, source, server]: RunRow,
    moments: readonly number[],
  ): void {
    const slot = slotOf(source);
    const last = moments.at(-1) ?? Number.NEGATIVE_INFINITY;
    for (const [line, , , after, code, recipient = 0, partner = 0, client = 0] of listsOf(text)) {
      const at = firstAt + after;
      if (at > last) continue;
      const key = hopKey(recipient, server);
      const hop = found.get(key) ?? { recipient, server, events: [] };
      found.set(key, hop);
      (hop.events[placeOf(moments, at)] ??= []).push({
        mark: { at, slot, line: firstLine + line, code },
        partner: host(partner),
        clientHost: host(client),
      });
    }
  }

  return (rows, moments) => {
    const found = new Map<number, GrowingHop>();
    for (const run of rows) enter(found, run, moments);
    return [...found.values()];
  };
}

/** The place of the first moment that is not before `at`. */
function placeOf(moments: readonly number[], at: number): number {
  let place = 0;
  while ((moments[place] ?? at) < at) place += 1;
  return place;
}
