import { HOP } from '../lifecycle/packed-hops.ts';
import { BulkInsert } from './bulk-insert.ts';
import { HOP_ROW_COLUMNS } from './hop-rows.ts';
import { createRowMarks } from './pack-marks.ts';
import type { RowMarks } from './pack-marks.ts';
import { lastHopId } from './last-hop-id.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

/** Appends the hops of a batch, as they were packed; all lines are of one slot. Gives the id before the first one. */
export type WriteHops = (hops: Float64Array, numbers: BatchNumbers, slot: number) => number;

/**
 * A hop that an earlier batch told of already gets a second row: whoever reads hops joins them (`mergeHops`), and so does the end of
 * each run. To look for the first row in every batch would cost more than all the rest.
 */
export function createHopWriter(db: Connection): WriteHops {
  const put = new BulkInsert(db, 'insert or fail', 'hop', HOP_ROW_COLUMNS);
  const marks = createRowMarks();
  const lastId = lastHopId(db);
  return (hops, numbers, slot) => {
    const before = lastId();
    let id = before;
    for (let at = 0; at < hops.length; at += HOP.width)
      putPacked(put, marks, hops, at, slot, numbers, ++id);
    put.flush();
    return before;
  };
}

/** Hops are many: their values go from the batch straight into the statement. */
function putPacked(
  put: BulkInsert,
  marks: RowMarks,
  hops: Float64Array,
  at: number,
  slot: number,
  numbers: BatchNumbers,
  id: number,
): void {
  const { values } = put;
  const to = put.row();
  const mark = at + HOP.mark;
  const firstAt = num(hops, at + HOP.firstAt);
  values[to] = id;
  values[to + 1] = numbers.message(num(hops, at + HOP.message));
  values[to + 2] = numbers.recipient(num(hops, at + HOP.recipient));
  values[to + 3] = numbers.server(num(hops, at + HOP.server));
  values[to + 4] = firstAt;
  values[to + 5] = num(hops, at + HOP.lastAt);
  values[to + 6] = markCode(hops, mark + 3);
  values[to + 7] = after(hops, mark + 6, firstAt);
  values[to + 8] = after(hops, mark + 12, firstAt);
  values[to + 9] = markCode(hops, mark + 12);
  values[to + 10] = after(hops, mark + 15, firstAt);
  values[to + 11] = hostOf(hops, mark + 15, at + HOP.nextHop, numbers);
  values[to + 12] = after(hops, mark + 18, firstAt);
  values[to + 13] = hostOf(hops, mark + 18, at + HOP.client, numbers);
  values[to + 14] = num(hops, at + HOP.stages);
  values[to + 15] = num(hops, at + HOP.attempts);
  values[to + 16] = num(hops, at + HOP.retries);
  values[to + 17] = num(hops, at + HOP.events);
  values[to + 18] = marks.pack(to, hops, mark, firstAt, slot);
}

function num(hops: Float64Array, index: number): number {
  return hops[index] ?? 0;
}

function hostOf(
  hops: Float64Array,
  mark: number,
  host: number,
  numbers: BatchNumbers,
): number | null {
  return hops[mark + 1] === 0 ? null : numbers.host(num(hops, host));
}

/** Milliseconds from the first event to a mark; line 0: there is no such mark. */
function after(hops: Float64Array, mark: number, firstAt: number): number | null {
  return hops[mark + 1] === 0 ? null : (hops[mark] ?? 0) - firstAt;
}

function markCode(hops: Float64Array, mark: number): number | null {
  return hops[mark + 1] === 0 ? null : (hops[mark + 2] ?? 0);
}
