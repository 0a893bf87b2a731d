import { HAND_OVERS } from '../catalogue/events.ts';
import { SKEW_MS } from '../lifecycle/route.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import { headsOf } from './message-lives.ts';
import type { Store } from './reader.ts';
import { serverNumbers } from './server-names.ts';

/** Half-open, milliseconds UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Messages that a server handed to another one of ours in the span, which until its end has no line of that recipient: lost, unlogged, or
 * still on their way. All such, and few others. Null: up to the end of the logs.
 */
export function unfollowedMessages(
  store: Pick<Store, 'db'>,
  span: Span | null,
  resolve: ResolveHost,
): readonly number[] {
  return unfollowed(store, span, resolve, 'hop as a');
}

/** Those of the messages in the table `queue_task`, up to the end of the logs. */
export function unfollowedOfSome(
  store: Pick<Store, 'db'>,
  resolve: ResolveHost,
): readonly number[] {
  return unfollowed(
    store,
    null,
    resolve,
    `queue_task
    cross join event_run on event_run.message_id = queue_task.message_id
    cross join hop as a on a.id between event_run.first_hop_id and event_run.last_hop_id`,
  );
}

function unfollowed(
  store: Pick<Store, 'db'>,
  span: Span | null,
  resolve: ResolveHost,
  hops: string,
): readonly number[] {
  fillOurHosts(store, resolve);
  const inSpan =
    span === null
      ? ''
      : 'and a.end_ms is not null and a.first_seen_at + a.end_ms >= @from and a.first_seen_at + a.end_ms < @to';
  // What the next server logged longer before than clocks may differ is an earlier life there, whatever it did later than the span.
  const since = `a.first_seen_at + a.end_ms - ${SKEW_MS}`;
  const seen =
    span === null
      ? `and b.last_seen_at >= ${since}`
      : `and b.first_seen_at < @to and b.last_seen_at >= ${since}
          and (b.last_seen_at < @to or b.first_seen_at >= ${since})`;
  // Without a span all are gone through in the order that the next server's are looked up by. A next server that itself handed the
  // message to this one had it before, not after.
  const sql = `
    select distinct a.message_id from ${hops}
    cross join our_next_hop as next on next.host_id = a.next_hop_id and next.server_id <> a.server_id
    where a.end_code in (${HAND_OVERS.join(', ')}) ${inSpan}
      and not exists (
        select 1 from hop as b
        where b.recipient_id = a.recipient_id and b.message_id = a.message_id
          and b.server_id = next.server_id ${seen}
          and not exists (select 1 from our_next_hop as back
            where back.host_id = b.next_hop_id and back.server_id = a.server_id))`;
  const found = store.db
    .prepare<[Record<string, unknown>], number>(sql)
    .pluck()
    .all({ ...span });
  return headsOf(store.db, found);
}

/** Names that stand for servers of ours, with the server's number; 0: its log is not loaded. A temporary table is quicker to join with than a list. */
function fillOurHosts({ db }: Pick<Store, 'db'>, resolve: ResolveHost): void {
  db.exec(`
    drop table if exists temp.our_next_hop;
    create temp table our_next_hop (host_id integer primary key, server_id integer not null)`);
  const serverOf = serverNumbers(db);
  const hosts = db.prepare<[], { id: number; text: string }>('select id, text from host');
  const put = db.prepare('insert into our_next_hop (host_id, server_id) values (?, ?)');
  for (const { id, text } of hosts.all()) {
    const relation = resolve(text);
    if (relation.kind === 'loaded') put.run(id, serverOf(relation.server));
    else if (relation.kind === 'ours') put.run(id, 0);
  }
}
