import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { HOP } from '../lifecycle/packed-hops.ts';
import { BulkInsert } from './bulk-insert.ts';
import { GROUPED, HopGroup } from './hop-group.ts';
import { HOP_ROW_COLUMNS } from './hop-rows.ts';
import { createRowMarks } from './pack-marks.ts';
import type { RowMarks } from './pack-marks.ts';
import { lastHopId } from './last-hop-id.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';
import { WholeMessages } from './whole-messages.ts';

/** What became of the hops of a batch: new ones have the ids after `before`, in order of their messages, of which each has so many. */
export interface WrittenHops {
  readonly before: number;
  readonly counts: Int32Array;
}

export interface HopWriter {
  /** Takes in the hops of a batch, as they were packed; all lines are of one slot. */
  write(lines: Pick<PackedLines, 'hops' | 'hopCounts'>, slot: number): WrittenHops;
  /** Writes what waits: before the transaction ends, or others look at hops. */
  flush(): void;
  /** Whether a message has no two hops of one recipient on one server. False where that is not known. */
  isWhole(message: number): boolean;
}

/**
 * Hops of several batches are joined before they are written, as far as they come close together. One that was written already gets a second row: whoever
 * reads hops joins them (`mergeHops`), and so does the end of each run. To look for the first row in every batch would cost more than all the rest.
 */
export function createHopWriter(
  db: Connection,
  numbers: BatchNumbers,
  slots: SlotOrder,
): HopWriter {
  const put = new BulkInsert(db, 'insert or fail', 'hop', HOP_ROW_COLUMNS);
  const marks = createRowMarks();
  const lastId = lastHopId(db);
  const group = new HopGroup(slots);
  const whole = new WholeMessages(
    db.prepare<[], number | null>('select max(id) from message').pluck().get() ?? 0,
  );
  /** The id before those of the group. */
  let before = 0;

  function flush(): void {
    for (let hop = 0; hop < group.count; hop++)
      putGrouped(put, marks, group.hops, hop * GROUPED.width, before + hop + 1);
    put.flush();
    whole.note(group);
    before += group.count;
    group.clear();
  }

  return {
    write({ hops, hopCounts }, slot) {
      if (group.count === 0) before = lastId();
      const first = before + group.count;
      const counts = new Int32Array(hopCounts.length);
      let at = 0;
      for (const [message, count] of hopCounts.entries())
        for (let hop = 0; hop < count; hop++, at += HOP.width) {
          if (group.isFull) flush();
          if (group.add(hops, at, slot, numbers)) counts[message] = (counts[message] ?? 0) + 1;
        }
      return { before: first, counts };
    },
    flush,
    isWhole: (message) => whole.has(message),
  };
}

/** Hops are many: their values go from the group straight into the statement. */
function putGrouped(
  put: BulkInsert,
  marks: RowMarks,
  hops: Float64Array,
  at: number,
  id: number,
): void {
  const { values } = put;
  const to = put.row();
  const mark = at + HOP.mark;
  const firstAt = num(hops, at + HOP.firstAt);
  values[to] = id;
  values[to + 1] = num(hops, at + HOP.message);
  values[to + 2] = num(hops, at + HOP.recipient);
  values[to + 3] = num(hops, at + HOP.server);
  values[to + 4] = firstAt;
  values[to + 5] = num(hops, at + HOP.lastAt);
  values[to + 6] = markCode(hops, mark + 3);
  values[to + 7] = after(hops, mark + 6, firstAt);
  values[to + 8] = after(hops, mark + 12, firstAt);
  values[to + 9] = markCode(hops, mark + 12);
  values[to + 10] = after(hops, mark + 15, firstAt);
  values[to + 11] = hostOf(hops, mark + 15, at + HOP.nextHop);
  values[to + 12] = after(hops, mark + 18, firstAt);
  values[to + 13] = hostOf(hops, mark + 18, at + HOP.client);
  values[to + 14] = num(hops, at + HOP.stages);
  values[to + 15] = num(hops, at + HOP.attempts);
  values[to + 16] = num(hops, at + HOP.retries);
  values[to + 17] = num(hops, at + HOP.events);
  values[to + 18] = marks.pack(to, hops, mark, firstAt, at + GROUPED.slots);
}

function num(hops: Float64Array, index: number): number {
  return hops[index] ?? 0;
}

function hostOf(hops: Float64Array, mark: number, host: number): number | null {
  return hops[mark + 1] === 0 ? null : num(hops, host);
}

/** Milliseconds from the first event to a mark; line 0: there is no such mark. */
function after(hops: Float64Array, mark: number, firstAt: number): number | null {
  return hops[mark + 1] === 0 ? null : (hops[mark] ?? 0) - firstAt;
}

function markCode(hops: Float64Array, mark: number): number | null {
  return hops[mark + 1] === 0 ? null : (hops[mark + 2] ?? 0);
}
