import type { EventColumns } from '../ingest/pack/packed-batch.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';
import { RunEncoder } from './run-events.ts';
import type { WrittenHops } from './write-hops.ts';

const COLUMNS = [
  'message_id',
  'source_id',
  'server_id',
  'first_line',
  'first_offset',
  'first_at',
  'first_hop_id',
  'last_hop_id',
  'events',
];

/**
 * Writes events of one source, in runs: those of one message that one server logged, which have it, the server and the source
 * in common. Message 0: none. The first run of a message names its hops that are new with the batch. Gives the id of the last run.
 */
export type WriteEvents = (source: number, events: EventColumns, hops: WrittenHops) => number;

export function createEventWriter(db: Connection, numbers: BatchNumbers): WriteEvents {
  const put = new BulkInsert(db, 'insert or fail', 'event_run', COLUMNS);
  const highest = db.prepare<[], number | null>('select max(id) from event_run').pluck();
  const encoder = new RunEncoder(numbers);
  const { values } = put;

  function putRun(
    events: EventColumns,
    from: number,
    to: number,
    source: number,
    [firstHop, lastHop]: HopRange,
  ): void {
    const message = events.message[from] ?? -1;
    const at = put.row();
    values[at] = message < 0 ? 0 : numbers.message(message);
    values[at + 1] = source;
    values[at + 2] = numbers.server(events.server[from] ?? 0);
    values[at + 3] = events.line[from] ?? 0;
    values[at + 4] = events.offset[from] ?? 0;
    values[at + 5] = events.at[from] ?? 0;
    values[at + 6] = firstHop;
    values[at + 7] = lastHop;
    values[at + 8] = encoder.encode(events, from, to);
  }

  return (source, events, hops) => {
    const hopsOf = hopRanges(events, hops);
    let from = 0;
    for (let i = 1; i <= events.count; i++) {
      if (i < events.count && isSameRun(events, from, i)) continue;
      putRun(events, from, i, source, hopsOf(from));
      from = i;
    }
    put.flush();
    return highest.get() ?? 0;
  };
}

/** First and last id; null without hops. */
type HopRange = readonly [number | null, number | null];

/** The hops of the message whose events begin at `i`, if they do: events, facts and hops are in the same order of messages. */
function hopRanges(events: EventColumns, { before, counts }: WrittenHops): (i: number) => HopRange {
  let message = -1;
  let group = -1;
  let last = before;
  return (i) => {
    const here = events.message[i] ?? -1;
    if (here < 0 || here === message) return [null, null];
    message = here;
    group += 1;
    const first = last + 1;
    last += counts[group] ?? 0;
    return last < first ? [null, null] : [first, last];
  };
}

function isSameRun(events: EventColumns, a: number, b: number): boolean {
  return events.message[a] === events.message[b] && events.server[a] === events.server[b];
}
