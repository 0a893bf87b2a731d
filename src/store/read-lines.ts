import { compareMarks } from '../lifecycle/order.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { listsOf } from './run-events.ts';
import { serverNumbers } from './server-names.ts';

type RunRow = readonly [firstLine: number, firstAt: number, events: string, source: number];

/** The lines of a message (by its number) on one server up to and with `upTo`, in total order. */
export type LineReader = (
  message: number,
  server: string,
  upTo: number | null,
) => readonly LifeEvent[];

export function createLineReader({
  db,
  slots,
  addressText,
}: Pick<Store, 'db' | 'slots' | 'addressText'>): LineReader {
  const runs = db
    .prepare<[number, number], RunRow>(
      `select first_line, first_at, events, source_id from event_run
       where message_id = ? and server_id = ?`,
    )
    .raw();
  const serverOf = serverNumbers(db);
  const slotOf = slotsOfSources(db);
  const { membersOf } = readLives(db);
  return (message, server, upTo) => {
    const lines: LifeEvent[] = [];
    const last = upTo ?? Number.POSITIVE_INFINITY;
    for (const member of membersOf(message))
      for (const [firstLine, firstAt, text, source] of runs.all(member, serverOf(server))) {
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
    return inOrder(lines, slots)
      ? lines
      : lines.toSorted((a, b) => compareMarks(a.mark, b.mark, slots));
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

/** As a rule one file after the other was read. */
function inOrder(lines: readonly LifeEvent[], slots: SlotOrder): boolean {
  return lines.every(
    ({ mark }, index) =>
      index === 0 || compareMarks(lines[index - 1]?.mark ?? mark, mark, slots) <= 0,
  );
}
