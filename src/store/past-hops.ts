import { foldHop } from '../lifecycle/hop.ts';
import type { HopEvent } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { consecutive } from '../model/group-by.ts';
import { onceEach } from '../model/once-each.ts';
import { readLives } from './message-lives.ts';
import { hopKey } from './read-hops.ts';
import { inOrder, slotsOfSources } from './read-lines.ts';
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

interface PastHop {
  readonly recipient: number;
  readonly server: number;
  readonly events: HopEvent[];
}

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

/** Groups the lines of a message up to and with a moment by recipient and server. */
function linesGrouped({
  db,
  hostName,
}: Pick<Store, 'db' | 'hostName'>): (rows: readonly RunRow[], upTo: number) => PastHop[] {
  const slotOf = slotsOfSources(db);
  const host = (id: number): string | null => (id === 0 ? null : hostName(id));

  function enter(
    found: Map<number, PastHop>,
    [firstLine, firstAt, text, source, server]: RunRow,
    upTo: number,
  ): void {
    const slot = slotOf(source);
    for (const [line, , , after, code, recipient = 0, partner = 0, client = 0] of listsOf(text)) {
      const at = firstAt + after;
      if (at > upTo) continue;
      const key = hopKey(recipient, server);
      const hop = found.get(key) ?? { recipient, server, events: [] };
      found.set(key, hop);
      hop.events.push({
        mark: { at, slot, line: firstLine + line, code },
        partner: host(partner),
        clientHost: host(client),
      });
    }
  }

  return (rows, upTo) => {
    const found = new Map<number, PastHop>();
    for (const run of rows) enter(found, run, upTo);
    return [...found.values()];
  };
}

export function createPastHops(
  store: Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>,
): PastHops {
  const { db, slots, addressText } = store;
  const runs = db.prepare<[string], RunRow>(RUNS).raw();
  const serverName = serverNames(db);
  const { membersOf } = readLives(db);
  const hopsOf = linesGrouped(store);
  const nameOf = (recipient: number): string | null =>
    recipient === 0 ? null : addressText(recipient);

  function folded({ recipient, server, events }: PastHop): HopRow[] {
    const hop = foldHop(events, slots);
    return hop === null ? [] : [{ recipient: nameOf(recipient), server: serverName(server), hop }];
  }

  function linesOn(server: string, hops: readonly PastHop[]): readonly LifeEvent[] {
    const lines: LifeEvent[] = [];
    for (const hop of hops) {
      if (serverName(hop.server) !== server) continue;
      const recipient = nameOf(hop.recipient);
      for (const { mark } of hop.events) lines.push({ mark, recipient });
    }
    return inOrder(lines, slots);
  }

  function* ofMany(messages: readonly number[], upTo: number): Generator<Past, void, undefined> {
    for (let from = 0; from < messages.length; from += PAGE) {
      const asked = messages
        .slice(from, from + PAGE)
        .flatMap((message) => membersOf(message).map((member) => [message, member] as const));
      const rows = runs.all(JSON.stringify(asked.map(([, member]) => member)));
      const found = consecutive(rows, (row) => asked[row[ASKED]]?.[0] ?? 0).map(
        ([message, own]) => [message, hopsOf(own, upTo)] as const,
      );
      addressText.ahead(found.flatMap(([, hops]) => hops.map(({ recipient }) => recipient)));
      for (const [message, hops] of found)
        yield {
          message,
          hops: hops.flatMap(folded),
          linesOn: onceEach((server: string) => linesOn(server, hops)),
        };
    }
  }

  return { ofMany, of: (message, upTo) => [...ofMany([message], upTo)][0]?.hops ?? [] };
}
