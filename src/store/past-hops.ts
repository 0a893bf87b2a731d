import { foldHop } from '../lifecycle/hop.ts';
import type { HopEvent } from '../lifecycle/hop.ts';
import type { HopRow } from '../lifecycle/person.ts';
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
];

interface PastHop {
  readonly recipient: number;
  readonly server: number;
  readonly events: HopEvent[];
}

/** Folds the hops of a message (by its number) anew from its lines up to and with a moment, milliseconds UTC. */
export function createPastHops({
  db,
  slots,
  hostName,
  addressText,
}: Pick<Store, 'db' | 'slots' | 'hostName' | 'addressText'>): (
  message: number,
  upTo: number,
) => HopRow[] {
  const runs = db
    .prepare<[number], RunRow>(
      'select first_line, first_at, events, source_id, server_id from event_run where message_id = ?',
    )
    .raw();
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

  return (message, upTo) => {
    const found = new Map<number, PastHop>();
    for (const member of membersOf(message))
      for (const run of runs.all(member)) enter(found, run, upTo);
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
  };
}
