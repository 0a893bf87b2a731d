import type { EventColumns, PackedLines } from '../ingest/pack/packed-batch.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

const COLUMNS = [
  'line',
  'offset',
  'length',
  'at',
  'code',
  'recipient_id',
  'partner_id',
  'client_id',
];

const RUN_COLUMNS = [
  'message_id',
  'first_id',
  'last_id',
  'source_id',
  'server_id',
  'first_hop_id',
  'last_hop_id',
];

/**
 * Writes events of one source, in runs: those of one message that one server logged, which have it, the server and the source
 * in common. Message 0: none. The first run of a message names its hops of the batch, which follow `hopsBefore`. Gives the id of the last event.
 */
export type WriteEvents = (source: number, lines: PackedLines, hopsBefore: number) => number;

export function createEventWriter(db: Connection, numbers: BatchNumbers): WriteEvents {
  const put = new BulkInsert(db, 'insert', 'event', COLUMNS);
  const putRun = new BulkInsert(db, 'insert', 'event_run', RUN_COLUMNS);
  const highest = db.prepare<[], number | null>('select max(id) from event').pluck();
  const { values } = put;

  function putEvent(events: EventColumns, i: number): void {
    const at = put.row();
    const recipient = events.recipient[i] ?? -1;
    const partner = events.partner[i] ?? -1;
    const client = events.client[i] ?? -1;
    values[at] = events.line[i] ?? 0;
    values[at + 1] = events.offset[i] ?? 0;
    values[at + 2] = events.length[i] ?? 0;
    values[at + 3] = events.at[i] ?? 0;
    values[at + 4] = events.code[i] ?? 0;
    values[at + 5] = recipient < 0 ? null : numbers.recipient(recipient);
    values[at + 6] = partner < 0 ? null : numbers.host(partner);
    values[at + 7] = client < 0 ? null : numbers.host(client);
  }

  function putRunOf(
    { events }: PackedLines,
    i: number,
    ids: readonly [number, number],
    source: number,
    hops: HopRange,
  ): void {
    const message = events.message[i] ?? -1;
    addRow(putRun, [
      message < 0 ? 0 : numbers.message(message),
      ...ids,
      source,
      numbers.server(events.server[i] ?? 0),
      ...hops,
    ]);
  }

  return (source, lines, hopsBefore) => {
    const { events } = lines;
    const before = highest.get() ?? 0;
    const hopsOf = hopRanges(lines, hopsBefore);
    let from = 0;
    for (let i = 0; i <= events.count; i++) {
      if (i > 0 && (i === events.count || !isSameRun(events, from, i))) {
        putRunOf(lines, from, [before + from + 1, before + i], source, hopsOf(from));
        from = i;
      }
      if (i < events.count) putEvent(events, i);
    }
    put.flush();
    putRun.flush();
    return before + events.count;
  };
}

/** First and last id; null without hops. */
type HopRange = readonly [number | null, number | null];

/** The hops of the message whose events begin at `i`, if they do: events, facts and hops are in the same order of messages. */
function hopRanges(
  { events, hopCounts }: PackedLines,
  hopsBefore: number,
): (i: number) => HopRange {
  let message = -1;
  let group = -1;
  let last = hopsBefore;
  return (i) => {
    const here = events.message[i] ?? -1;
    if (here < 0 || here === message) return [null, null];
    message = here;
    group += 1;
    const first = last + 1;
    last += hopCounts[group] ?? 0;
    return last < first ? [null, null] : [first, last];
  };
}

function isSameRun(events: EventColumns, a: number, b: number): boolean {
  return events.message[a] === events.message[b] && events.server[a] === events.server[b];
}
