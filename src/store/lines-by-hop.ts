import { foldHop } from '../lifecycle/hop.ts';
import type { HopEvent } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { consecutive, inPages } from '../model/group-by.ts';
import { readLives } from './message-lives.ts';
import { hopKey } from './read-hops.ts';
import { slotsOfSources } from './read-lines.ts';
import type { Store } from './reader.ts';
import { listsOf } from './run-events.ts';
import { serverNames } from './server-names.ts';

/** What hops are folded from. */
export type LineStore = Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>;

/** A message, by its number, and moments, the first one first: milliseconds UTC. */
export type AskedMoments = readonly [message: number, moments: readonly number[]];

/** The lines of a hop, by the numbers of its recipient and its server: at the place of a moment those that came up to it and after the one before. */
export interface HopLines {
  readonly recipient: number;
  readonly server: number;
  readonly events: readonly (HopEvent[] | undefined)[];
}

/** Those of a message. */
export type LinesOfMessage = readonly [...AskedMoments, hops: readonly HopLines[]];

type RunRow = readonly [
  firstLine: number,
  firstAt: number,
  events: string,
  source: number,
  server: number,
  asked: number,
];
const ASKED = 5;

/** Events of a run are in order of line: one is before the first in time only where a clock was set back, and there its list has a number below 0. */
const RUNS = `
  select first_line, first_at, events, source_id, server_id, asked.key
  from json_each(@members) as asked cross join event_run on event_run.message_id = asked.value
  where first_at <= @upTo or instr(events, '-') > 0`;

/** So many messages in one statement: more would live longer than garbage does. */
const PAGE = 100;

/**
 * Reads lines of messages up to and with the last moment of each: messages in their order, but those of which there is no line. `upTo`: no moment
 * is after it, and of messages whose lines all are nothing needs to come.
 */
export function createHopLines(
  store: LineStore,
): (asked: Iterable<AskedMoments>, upTo?: number) => Generator<LinesOfMessage, void, undefined> {
  const runs = store.db
    .prepare<[{ readonly members: string; readonly upTo: number }], RunRow>(RUNS)
    .raw();
  const { membersOf } = readLives(store.db);
  const hopsOf = linesGrouped(store);

  return function* (asked, upTo = Number.MAX_SAFE_INTEGER) {
    for (const page of inPages(asked, PAGE)) {
      const members = page.flatMap((one) =>
        membersOf(one[0]).map((member) => [member, one] as const),
      );
      const rows = runs.all({ members: JSON.stringify(members.map(([member]) => member)), upTo });
      const found = consecutive(rows, (row) => members[row[ASKED]]?.[1]).flatMap(([one, own]) =>
        one === undefined ? [] : [[...one, hopsOf(own, one[1])] as const],
      );
      store.addressText.ahead(
        found.flatMap(([, , hops]) => hops.map(({ recipient }) => recipient)),
      );
      yield* found;
    }
  };
}

/** Groups lines of a message by recipient, server and the first moment that is not before them; those after the last moment are left out. */
function linesGrouped({
  db,
  hostName,
}: LineStore): (rows: readonly RunRow[], moments: readonly number[]) => HopLines[] {
  const slotOf = slotsOfSources(db);
  const host = (id: number): string | null => (id === 0 ? null : hostName(id));

  interface GrowingLines extends HopLines {
    readonly events: (HopEvent[] | undefined)[];
  }

  function enter(
    found: Map<number, GrowingLines>,
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
    const found = new Map<number, GrowingLines>();
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

/** Folds what came to a hop up to a moment and after the one before, by its place; null: nothing. */
export function hopFolder({
  db,
  slots,
  addressText,
}: LineStore): (hop: HopLines, place: number) => HopRow | null {
  const serverName = serverNames(db);
  return ({ recipient, server, events }, place) => {
    const hop = foldHop(events[place] ?? [], slots);
    const name = recipient === 0 ? null : addressText(recipient);
    return hop === null ? null : { recipient: name, server: serverName(server), hop };
  };
}
