import { STAGES } from '../model/stage.ts';
import type { Store } from './reader.ts';

/** How the index `hop_open` says it: neither ended nor ended last. A hop of which only notes are known is open too. */
export const OPEN = '(end_ms is null or move_code <> end_code)';

/** An address of the directory, which another form takes the place of once it is resolved. */
const IS_EX = `(address.text like 'EX:%' or address.text like '/o=%')`;

const REDIRECTED = 1 << STAGES.indexOf('redirected');

type OpenRow = readonly [
  message: number,
  server: number,
  stages: number,
  firstAt: number,
  isEx: number | null,
];
type OtherRow = readonly [server: number, stages: number, firstAt: number];

/**
 * Messages that may be open for anybody at `asOf` (null: at the end of the logs): all that are, and few others. In order of id. `slowMs`: an
 * address of the directory that was resolved in less time does not count.
 */
export function openMessages(store: Store, asOf: number | null, slowMs: number): number[] {
  const { db } = store;
  const before = asOf ?? Number.MAX_SAFE_INTEGER;
  const rows = db
    .prepare<[number], OpenRow>(
      `select hop.message_id, hop.server_id, hop.stages, hop.first_seen_at, ${IS_EX}
       from hop left join address on address.id = hop.recipient_id
       where ${OPEN} and hop.first_seen_at <= ? order by hop.message_id`,
    )
    .raw()
    .iterate(before);
  const found: number[] = [];
  const resolved: OpenRow[][] = [];
  let group: OpenRow[] = [];
  const close = (): void => {
    const [first] = group;
    if (first === undefined) return;
    if (group.every((row) => row[4] === 1)) resolved.push(group);
    else found.push(first[0]);
  };
  for (const row of rows) {
    if (group[0]?.[0] !== row[0]) {
      close();
      group = [];
    }
    group.push(row);
  }
  close();
  // A left join: for an inner one SQLite would look through all addresses each time, to build a filter.
  const others = db
    .prepare<[number, number], OtherRow>(
      `select hop.server_id, hop.stages, hop.first_seen_at
       from event_run join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       left join address on address.id = hop.recipient_id
       where event_run.message_id = ? and hop.first_seen_at <= ? and not ${IS_EX}`,
    )
    .raw();
  for (const ex of resolved) {
    const id = ex[0]?.[0] ?? 0;
    if (!areResolved(ex, others.all(id, before), slowMs)) found.push(id);
  }
  return asOf === null ? found : [...found, ...endedAfter(store, asOf)];
}

/** Whether on each server as many other recipients went on from where the directory's addresses stopped. */
function areResolved(ex: readonly OpenRow[], others: readonly OtherRow[], slowMs: number): boolean {
  const servers = new Set(ex.map((row) => row[1]));
  return [...servers].every((server) => {
    const here = ex.filter((row) => row[1] === server);
    const seen = here.reduce((stages, row) => stages | row[2], 0);
    const began = Math.min(...here.map((row) => row[3]));
    const there = others.filter((row) => row[0] === server);
    const next = there.filter((row) => (row[1] & seen) === 0 && row[2] - began < slowMs);
    return next.length >= here.length && there.every((row) => (row[1] & REDIRECTED) === 0);
  });
}

/** Those that were there at `asOf` and ended later. */
function endedAfter(store: Store, asOf: number): number[] {
  return store.db
    .prepare<[number, number], number>(
      `select distinct message_id from hop
       where first_seen_at + end_ms > ? and first_seen_at <= ? and end_ms is not null`,
    )
    .pluck()
    .all(asOf, asOf);
}

/** Messages with a hop that ended in the span: after at least so many milliseconds, or by one of these event ids. */
export function endedMessages(
  store: Store,
  span: { readonly from: number; readonly to: number },
  leastMs: number,
  codes: readonly number[],
): number[] {
  return store.db
    .prepare<[number, number, number, string], number>(
      `select distinct message_id from hop
       where first_seen_at + end_ms >= ? and first_seen_at + end_ms < ? and end_ms is not null
         and (end_ms >= ? or end_code in (select value from json_each(?)))`,
    )
    .pluck()
    .all(span.from, span.to, leastMs, JSON.stringify(codes));
}
