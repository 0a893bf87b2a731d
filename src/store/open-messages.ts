import { STAGES } from '../model/stage.ts';
import { endsBy } from './ends-by.ts';
import { headsOf, readLives } from './message-lives.ts';
import type { Store } from './reader.ts';

/** How the index `hop_open` says it: neither ended nor ended last. A hop of which only notes are known is open too. */
const OPEN = '(hop.end_ms is null or hop.move_code <> hop.end_code)';

/**
 * Only notes about a recipient of whom no other server tells more: a modern server tells of each copy that it keeps in reserve, and where the
 * recipient is, it is told by others.
 */
const NOTED = `(hop.move_code is null and not exists (
  select 1 from hop as other
  where other.recipient_id = hop.recipient_id and other.message_id = hop.message_id
    and (other.first_seen_at + other.end_ms <= @until or other.first_seen_at + other.arrival_ms <= @until)))`;

/** An address of the directory, which another form takes the place of once it is resolved. */
const IS_EX = `(address.text like 'EX:%' or address.text like '/o=%')`;

const bit = (stage: (typeof STAGES)[number]): number => 1 << STAGES.indexOf(stage);

const EARLY = bit('routing') - 1;
const ARRIVED = bit('submission') | bit('accepted');

/** All stages up to the last one that directory addresses were seen in, the categorizer's at most. */
const UP_TO = [3, 2, 1, 0]
  .map((last) => `when open.stages >= ${1 << last} then ${(2 << last) - 1}`)
  .join(' ');

/** How many of the others that began after their last event, and soon, are as `are` says; none where one was redirected. */
const others = (are: string): string => `(
    select coalesce(sum(${are} and hop.first_seen_at >= open.seen_at
        and hop.first_seen_at < open.began_at + @slowMs), 0)
      - ${2 ** 40} * coalesce(max(hop.stages & ${bit('redirected')}), 0)
    from event_run
    cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
    left join address on address.id = hop.recipient_id
    where event_run.message_id = open.message_id and hop.server_id = open.server_id
      and hop.first_seen_at <= @until and hop.recipient_id <> 0 and not ${IS_EX})`;

/**
 * Addresses that others take the place of stay open: those of the directory once they are resolved, lists once they are expanded. They are gone
 * for sure where on the same server as many others went on from a later stage, or one that never arrived began later. Whom the
 * categorizer passed nobody takes the place of, nor of whom only notes are told.
 */
const openMessagesIn = (hops: string, own = ''): string => `
  with open as (
    select hop.message_id, hop.server_id, count(*) as number, max(hop.stages) as stages,
      min(hop.first_seen_at) as began_at, max(hop.last_seen_at) as seen_at,
      min(coalesce(${IS_EX}, 0)) as are_ex, max(coalesce(${IS_EX}, 0)) as any_ex,
      max(hop.move_code is not null) as any_moved, max(${NOTED}) as any_noted
    from ${hops} left join address on address.id = hop.recipient_id
    where ${OPEN} and hop.first_seen_at <= @until ${own}
    group by hop.message_id, hop.server_id)
  select distinct message_id from open
  where any_noted or any_moved and case
    when stages > ${EARLY} then true
    when are_ex then number > ${others(`(hop.stages & case ${UP_TO} else 0 end) = 0`)}
    when any_ex then true
    else 1 > ${others(`(hop.stages & ${ARRIVED}) = 0 and hop.first_seen_at > open.seen_at`)} end`;

/** A submission waits for nobody any more once a message came of it. */
const NO_SUBMISSION =
  'and not (hop.recipient_id = 0 and exists (select 1 from life where life.message_id = hop.message_id))';

const OF_ALL = 'hop';
const OF_SOME = 'queue_task cross join hop on hop.message_id = queue_task.message_id';

/**
 * Messages that may be open for anybody at `asOf` (null: at the end of the logs): all that are, and few others. `slowMs`: addresses that
 * gave way to others in less time do not count.
 */
export function openMessages(
  store: Pick<Store, 'db'>,
  asOf: number | null,
  slowMs: number,
): readonly number[] {
  const open = openNow(store, asOf, slowMs, OF_ALL);
  return asOf === null ? open : [...open, ...endedAfter(store, asOf)];
}

/** Those of the messages in the table `queue_task` that may be open at the end of the logs. */
export function openOfSome(store: Pick<Store, 'db'>, slowMs: number): readonly number[] {
  return openNow(store, null, slowMs, OF_SOME);
}

function openNow(
  { db }: Pick<Store, 'db'>,
  asOf: number | null,
  slowMs: number,
  hops: string,
): readonly number[] {
  const sql = openMessagesIn(hops, readLives(db).areAlone ? '' : NO_SUBMISSION);
  const found = db
    .prepare<[{ readonly until: number; readonly slowMs: number }], number>(sql)
    .pluck()
    .all({ until: asOf ?? Number.MAX_SAFE_INTEGER, slowMs });
  return headsOf(db, found);
}

/** Those that were there at `asOf` and ended later. */
function endedAfter({ db }: Pick<Store, 'db'>, asOf: number): readonly number[] {
  const found = db
    .prepare<[number, number], number>(
      `select distinct message_id from hop
       where first_seen_at + end_ms > ? and first_seen_at <= ? and end_ms is not null`,
    )
    .pluck()
    .all(asOf, asOf);
  return headsOf(db, found);
}

/** Messages with a hop that ended in the span: after at least so many milliseconds, or by one of these event ids. */
export function endedMessages(
  store: Store,
  span: { readonly from: number; readonly to: number },
  leastMs: number,
  codes: readonly number[],
): readonly number[] {
  const found = store.db
    .prepare<[number, number, number], number>(
      `select distinct message_id from hop
       where first_seen_at + end_ms >= ? and first_seen_at + end_ms < ? and end_ms is not null
         and (end_ms >= ? or ${endsBy(codes)})`,
    )
    .pluck()
    .all(span.from, span.to, leastMs);
  return headsOf(store.db, found);
}
