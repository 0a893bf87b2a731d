import type { Span } from '../lifecycle/stalls.ts';
import { addCounts, emptyCounts, emptyTraffic } from '../lifecycle/traffic.ts';
import type { Traffic, TrafficCounts } from '../lifecycle/traffic.ts';
import { STAGES } from '../model/stage.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import { lastHopId } from './last-hop-id.ts';
import type { Connection } from './open.ts';
import { QUARTER_MS, readTraffic } from './traffic-rows.ts';
import type { TrafficNames } from './traffic-rows.ts';

/** To be raised with each change to what the table holds of the same hops. */
export const TRAFFIC_VERSION = 3;

/** What the table was made of. */
export interface TrafficState {
  readonly version: number;
  /** The highest ids of hops and messages that there were. */
  readonly hop: number;
  readonly message: number;
}

const COUNTS = ['new_messages', 'recipients_in', 'recipients_out', 'slow', 'ends'] as const;
const COLUMNS = ['quarter', ...COUNTS, 'took'] as const;

type CountsRow = readonly [
  newMessages: number,
  recipientsIn: number,
  recipientsOut: number,
  slow: string,
  ends: string,
];

/** Of the table of traffic. */
export type TrafficRow = readonly [quarter: number, ...CountsRow, took: string];

export function trafficState(db: Connection): TrafficState {
  const message = db.prepare<[], number | null>('select max(id) from message').pluck().get() ?? 0;
  return { version: TRAFFIC_VERSION, hop: lastHopId(db)(), message };
}

/** Makes the whole table anew. */
export function writeTraffic(db: Connection, rows: Iterable<TrafficRow>): void {
  db.exec('delete from traffic; delete from traffic_touched');
  putRows(db, rows);
}

/**
 * Makes the quarters of an hour anew that hops and messages count in which are newer than `before`, or of messages in the table `queue_task`, or that
 * were noted.
 */
export function updateTraffic(db: Connection, before: TrafficState, names: TrafficNames): void {
  db.prepare(NEWS).run(before);
  const noted = db
    .prepare<[], number>('select quarter from traffic_touched order by quarter')
    .pluck()
    .all();
  db.exec(
    'delete from traffic where quarter in (select quarter from traffic_touched); delete from traffic_touched',
  );
  for (const span of spansOf(noted)) putRows(db, trafficRows(db, names, span));
}

const IN_QUARTERS = `
  select first_seen_at / ${QUARTER_MS} as quarter from found_hop
  union select (first_seen_at + end_ms) / ${QUARTER_MS} from found_hop where end_ms is not null`;

const NEWS = `
  insert or ignore into traffic_touched
  with found_hop as (select first_seen_at, end_ms from hop where id > @hop) ${IN_QUARTERS}
  union select first_at / ${QUARTER_MS} from message where id > @message and first_at is not null
  union select first_at / ${QUARTER_MS} from queue_task cross join message on message.id = queue_task.message_id
    where first_at is not null and queue_task.message_id <= @message
  union select quarter from (
    with found_hop as (
      select first_seen_at, end_ms from queue_task
      cross join event_run on event_run.message_id = queue_task.message_id
      cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
      where queue_task.message_id <= @message) ${IN_QUARTERS})`;

const OF_MESSAGE = `
  insert or ignore into traffic_touched
  with found_hop as (
    select first_seen_at, end_ms from event_run
    cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
    where event_run.message_id = ?) ${IN_QUARTERS}`;

/** Hops of the message are about to change: notes the quarters that they count in. */
export function touchTraffic(db: Connection): (message: number) => void {
  const note = db.prepare<[number]>(OF_MESSAGE);
  return (message) => {
    note.run(message);
  };
}

/** Hops that have these ids, as a JSON list, are about to change. */
export function touchTrafficOf(db: Connection): (hops: string) => void {
  const note = db.prepare<[string]>(`
    insert or ignore into traffic_touched
    with found_hop as (
      select first_seen_at, end_ms from hop where id in (select value from json_each(?)))
    ${IN_QUARTERS}`);
  return (hops) => {
    note.run(hops);
  };
}

function spansOf(quarters: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (const quarter of quarters) {
    const from = quarter * QUARTER_MS;
    const last = spans.at(-1);
    if (last?.to === from) spans[spans.length - 1] = { from: last.from, to: from + QUARTER_MS };
    else spans.push({ from, to: from + QUARTER_MS });
  }
  return spans;
}

const ALL: Span = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** What the table holds of a span, or of all that is stored. */
export function trafficRows(db: Connection, names: TrafficNames, span: Span = ALL): TrafficRow[] {
  const first = span.from / QUARTER_MS;
  return [...readTraffic(db, span, names)].map(([quarter, traffic]) =>
    rowOf(first + quarter, traffic),
  );
}

function putRows(db: Connection, rows: Iterable<TrafficRow>): void {
  const put = new BulkInsert(db, 'insert or fail', 'traffic', COLUMNS);
  for (const row of rows) addRow(put, row);
  put.flush();
}

function rowOf(quarter: number, traffic: Traffic): TrafficRow {
  const { newMessages, recipientsIn, recipientsOut, slow, ends, took } = traffic;
  return [
    quarter,
    newMessages,
    recipientsIn,
    recipientsOut,
    JSON.stringify(slow),
    JSON.stringify(inOrder(ends).flat()),
    JSON.stringify(
      inOrder(took).map(([stage, times]) => [
        stage,
        ...[...times].toSorted(([a], [b]) => a - b).flat(),
      ]),
    ),
  ];
}

/** Stages as their bits. */
function inOrder<Value>(byStage: ReadonlyMap<(typeof STAGES)[number], Value>): [number, Value][] {
  return [...byStage]
    .map(([stage, value]): [number, Value] => [STAGES.indexOf(stage), value])
    .toSorted(([a], [b]) => a - b);
}

/** What is kept of a span of whole quarters, by the number of the quarter, counted from its begin. */
export function keptTraffic(db: Connection, { from, to }: Span): Map<number, Traffic> {
  const rows = db
    .prepare<[number, number], TrafficRow>(
      `select ${COLUMNS.join(', ')} from traffic where quarter >= ? and quarter < ?`,
    )
    .raw()
    .all(from / QUARTER_MS, to / QUARTER_MS);
  return new Map(rows.map((row) => [row[0] - from / QUARTER_MS, trafficOf(row)]));
}

/** How much of the same, in all: how long it took is most of what is kept. */
export function keptCounts(db: Connection, { from, to }: Span): TrafficCounts {
  const rows = db
    .prepare<[number, number], CountsRow>(
      `select ${COUNTS.join(', ')} from traffic where quarter >= ? and quarter < ?`,
    )
    .raw()
    .all(from / QUARTER_MS, to / QUARTER_MS);
  const sum = emptyCounts();
  for (const row of rows) addCounts(sum, countsOf(row));
  return sum;
}

function countsOf([
  newMessages,
  recipientsIn,
  recipientsOut,
  slow,
  ends,
]: CountsRow): TrafficCounts {
  const slowMs: number[] = JSON.parse(slow);
  const endsOf: readonly number[] = JSON.parse(ends);
  const counts = { ...emptyCounts(), newMessages, recipientsIn, recipientsOut, slow: slowMs };
  for (const [stage, number] of pairsOf(endsOf)) {
    const name = STAGES[stage];
    if (name !== undefined) counts.ends.set(name, number);
  }
  return counts;
}

function trafficOf([, ...row]: TrafficRow): Traffic {
  const [newMessages, recipientsIn, recipientsOut, slow, ends, took] = row;
  const counts = countsOf([newMessages, recipientsIn, recipientsOut, slow, ends]);
  const tookBy: readonly (readonly number[])[] = JSON.parse(took);
  const traffic = { ...emptyTraffic(), ...counts };
  for (const [stage = -1, ...times] of tookBy) {
    const name = STAGES[stage];
    if (name !== undefined) traffic.took.set(name, new Map(pairsOf(times)));
  }
  return traffic;
}

function* pairsOf(numbers: readonly number[]): Generator<[number, number], void, undefined> {
  for (let i = 0; i + 1 < numbers.length; i += 2) yield [numbers[i] ?? 0, numbers[i + 1] ?? 0];
}
