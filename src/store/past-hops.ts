import { foldHop } from '../lifecycle/hop.ts';
import type { HopEvent } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
import { consecutive } from '../model/group-by.ts';
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
  message: number,
];
const MESSAGE = 5;

/** Rows of a life with the message that stands for it. */
const RUNS = `
  select first_line, first_at, events, source_id, server_id, asked.value ->> 1
  from json_each(?) as asked cross join event_run on event_run.message_id = asked.value ->> 0`;

/** So many messages in one statement. */
const PAGE = 500;

interface PastHop {
  readonly recipient: number;
  readonly server: number;
  readonly events: HopEvent[];
}

/** Hops of messages, by the messages' numbers, folded anew from their lines up to and with a moment, milliseconds UTC. */
export interface PastHops {
  of(message: number, upTo: number): HopRow[];
  /** Those of many messages, in their order. */
  ofMany(
    messages: readonly number[],
    upTo: number,
  ): Generator<readonly [message: number, hops: HopRow[]], void, undefined>;
}

export function createPastHops({
  db,
  slots,
  hostName,
  addressText,
}: Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>): PastHops {
  const runs = db.prepare<[string], RunRow>(RUNS).raw();
  const serverName = serverNames(db);
  const slotOf = slotsOfSources(db);
  const { membersOf } = readLives(db);
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

  function hopsOf(rows: readonly RunRow[], upTo: number): HopRow[] {
    const found = new Map<number, PastHop>();
    for (const run of rows) enter(found, run, upTo);
    return [...found.values()].flatMap(({ recipient, server, events }) => {
      const hop = foldHop(events, slots);
      return hop === null
        ? []
        : [
            {
              recipient: recipient === 0 ? null : addressText(recipient),
              server: serverName(server),
              hop,
            },
          ];
    });
  }

  function* ofMany(
    messages: readonly number[],
    upTo: number,
  ): Generator<readonly [number, HopRow[]], void, undefined> {
    for (let from = 0; from < messages.length; from += PAGE) {
      const page = messages.slice(from, from + PAGE);
      const asked = page.flatMap((message) => membersOf(message).map((one) => [one, message]));
      const rows = runs.all(JSON.stringify(asked));
      for (const [message, own] of consecutive(rows, (row) => row[MESSAGE]))
        yield [message, hopsOf(own, upTo)];
    }
  }

  return { ofMany, of: (message, upTo) => [...ofMany([message], upTo)][0]?.[1] ?? [] };
}
