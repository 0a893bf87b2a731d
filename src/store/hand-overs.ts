import { ALL_EVENTS } from '../catalogue/events.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import type { Store } from './reader.ts';

/** Half-open, milliseconds UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export const HAND_OVERS = ALL_EVENTS.filter(({ handsOver }) => handsOver).map(({ id }) => id);

/**
 * Messages that a server handed to another one of ours in the span, which until its end has no line of that recipient: lost, unlogged, or
 * still on their way. All such, and few others. Null: up to the end of the logs.
 */
export function unfollowedMessages(
  store: Store,
  span: Span | null,
  resolve: ResolveHost,
): number[] {
  const inSpan =
    span === null
      ? ''
      : 'and a.first_seen_at + a.end_ms >= @from and a.first_seen_at + a.end_ms < @to';
  const seen = span === null ? '' : 'and b.first_seen_at < @to';
  // A next server that itself handed the message to this one had it before, not after.
  const sql = `
    with our_host(host_id, server_id) as materialized (
      select value ->> 0, value ->> 1 from json_each(@hosts))
    select distinct a.message_id from hop as a
    cross join our_host as next on next.host_id = a.next_hop_id and next.server_id <> a.server_id
    where a.end_code in (${HAND_OVERS.join(', ')}) and a.end_ms is not null ${inSpan}
      and not exists (
        select 1 from hop as b
        where b.recipient_id = a.recipient_id and b.message_id = a.message_id and b.server_id = next.server_id ${seen}
          and not exists (select 1 from our_host as back
            where back.host_id = b.next_hop_id and back.server_id = a.server_id))`;
  const hosts = JSON.stringify(ourHosts(store, resolve));
  return store.db
    .prepare<[Record<string, unknown>], number>(sql)
    .pluck()
    .all({ hosts, ...(span ?? {}) });
}

/** Names that stand for servers of ours, with the server's number; 0: its log is not loaded. */
function ourHosts(
  { db }: Store,
  resolve: ResolveHost,
): (readonly [host: number, server: number])[] {
  const servers = new Map(
    db
      .prepare<[], { id: number; name: string }>('select id, name from server')
      .all()
      .map(({ id, name }) => [name, id]),
  );
  const found: (readonly [number, number])[] = [];
  for (const { id, text } of db
    .prepare<[], { id: number; text: string }>('select id, text from host')
    .iterate()) {
    const relation = resolve(text);
    if (relation.kind === 'loaded') found.push([id, servers.get(relation.server) ?? 0]);
    else if (relation.kind === 'ours') found.push([id, 0]);
  }
  return found;
}
