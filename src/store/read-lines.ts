import { compareMarks } from '../lifecycle/order.ts';
import type { Mark, SlotOrder } from '../lifecycle/order.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { groupBy } from '../model/group-by.ts';
import { readLives } from './message-lives.ts';
import { hopKey } from './read-hops.ts';
import type { Store } from './reader.ts';
import { listsOf } from './run-events.ts';
import { serverNumbers } from './server-names.ts';

type RunRow = readonly [
  firstLine: number,
  firstAt: number,
  events: string,
  source: number,
  asked: number,
];
const ASKED = 4;

/** A message, by its number, on a server. */
export type Told = readonly [message: number, server: string];

/** The lines of a message on a server up to and with a moment, in total order. */
export type Lines = (message: number, server: string) => readonly LifeEvent[];

/** Those of many in one statement: one for each costs as much again as the reading. */
const RUNS = `
  select first_line, first_at, events, source_id, asked.key
  from json_each(?) as asked
  cross join event_run on event_run.message_id = asked.value ->> 0 and event_run.server_id = asked.value ->> 1`;

/** Reads lines of messages on servers ahead; what was not asked for has none. */
export type LineReader = (asked: readonly Told[], upTo: number | null) => Lines;

export function createLineReader({
  db,
  slots,
  addressText,
}: Pick<Store, 'db' | 'slots' | 'addressText'>): LineReader {
  const runs = db.prepare<[string], RunRow>(RUNS).raw();
  const serverOf = serverNumbers(db);
  const slotOf = slotsOfSources(db);
  const { membersOf } = readLives(db);

  function linesOf(rows: readonly RunRow[], last: number): readonly LifeEvent[] {
    const lines: LifeEvent[] = [];
    for (const [firstLine, firstAt, text, source] of rows) {
      const slot = slotOf(source);
      for (const [line, , , after, code, recipient = 0] of listsOf(text)) {
        const at = firstAt + after;
        if (at <= last)
          lines.push({
            mark: { at, slot, line: firstLine + line, code },
            recipient: recipient === 0 ? null : addressText(recipient),
          });
      }
    }
    return inOrder(lines, slots);
  }

  return (asked, upTo) => {
    const keys = asked.flatMap(([message, server]) => {
      const number = serverOf(server);
      return membersOf(message).map((member) => [member, number, hopKey(message, number)]);
    });
    const rows = keys.length === 0 ? [] : runs.all(JSON.stringify(keys));
    const found = new Map<number, readonly LifeEvent[]>();
    const ofKey = groupBy(rows, (row) => keys[row[ASKED]]?.[2] ?? 0);
    for (const [key, own] of ofKey) found.set(key, linesOf(own, upTo ?? Number.POSITIVE_INFINITY));
    return (message, server) => found.get(hopKey(message, serverOf(server))) ?? [];
  };
}

/** The slot of a source; a message is told of by few. */
export function slotsOfSources(db: Store['db']): (source: number) => number {
  const find = db.prepare<[number], number>('select slot_id from source where id = ?').pluck();
  const known = new Map<number, number>();
  return (source) => {
    const slot = known.get(source) ?? find.get(source) ?? 0;
    known.set(source, slot);
    return slot;
  };
}

/** Lines in total order; as a rule they are, as one file after the other was read. */
export function inOrder(lines: readonly LifeEvent[], slots: SlotOrder): readonly LifeEvent[] {
  let before: Mark | null = null;
  for (const { mark } of lines) {
    if (before !== null && compareMarks(before, mark, slots) > 0)
      return lines.toSorted((a, b) => compareMarks(a.mark, b.mark, slots));
    before = mark;
  }
  return lines;
}
