import { compareMarks } from '../lifecycle/order.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { eventsOfRun } from './run-events.ts';

type RunRow = readonly [firstLine: number, firstAt: number, events: string, slot: number];

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
    .prepare<[number, string], RunRow>(
      `select event_run.first_line, event_run.first_at, event_run.events, source.slot_id
       from event_run join source on source.id = event_run.source_id
       where event_run.message_id = ? and event_run.server_id = (select id from server where name = ?)`,
    )
    .raw();
  const { membersOf } = readLives(db);
  return (message, server, upTo) => {
    const lines: LifeEvent[] = [];
    const rows = membersOf(message).flatMap((member) => runs.all(member, server));
    for (const [firstLine, firstAt, events, slot] of rows)
      for (const { at, line, code, recipient } of eventsOfRun({
        first_line: firstLine,
        first_offset: 0,
        first_at: firstAt,
        events,
      }))
        if (upTo === null || at <= upTo)
          lines.push({
            mark: { at, slot, line, code },
            recipient: recipient === 0 ? null : addressText(recipient),
          });
    return inOrder(lines, slots)
      ? lines
      : lines.toSorted((a, b) => compareMarks(a.mark, b.mark, slots));
  };
}

/** As a rule one file after the other was read. */
function inOrder(lines: readonly LifeEvent[], slots: SlotOrder): boolean {
  for (let i = 1; i < lines.length; i++) {
    const before = lines[i - 1];
    const line = lines[i];
    if (
      before !== undefined &&
      line !== undefined &&
      compareMarks(before.mark, line.mark, slots) > 0
    )
      return false;
  }
  return true;
}
