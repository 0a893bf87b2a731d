import { firstLabel, foldHost, suffixOf } from '../lifecycle/hosts.ts';
import type { Connection } from './open.ts';

/** Clocks of two servers may differ by minutes. */
const NEAR_MS = 5 * 60_000;

/**
 * Learns DNS suffixes of our own servers from hand-overs: one server names a host, and the server with that first
 * label logged the same recipient of the same message within minutes. Names alone would not do: a partner may
 * well call a server as we do.
 */
export function learnSuffixes(db: Connection): void {
  const labels = new Map<string, number>();
  const servers = db.prepare<[], { id: number; name: string }>('select id, name from server').all();
  for (const { id, name } of servers) labels.set(firstLabel(foldHost(name)), id);
  const known = new Set(
    db.prepare<[], string>('select suffix from our_suffix').pluck().all(),
  );
  const put = db.prepare('insert or ignore into our_suffix (suffix) values (?)');
  for (const { id, server, suffix } of candidates(db, labels, known)) {
    if (known.has(suffix) || !isConfirmed(db, id, server)) continue;
    known.add(suffix);
    put.run(suffix);
  }
}

interface Candidate {
  readonly id: number;
  readonly server: number;
  readonly suffix: string;
}

/** Hosts whose first label is one of our servers and whose suffix is not known yet. */
function candidates(
  db: Connection,
  labels: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
): Candidate[] {
  const found: Candidate[] = [];
  const like = db.prepare<[string], { id: number; text: string }>(
    'select id, text from host where text like ? order by id',
  );
  for (const [label, server] of labels) {
    for (const { id, text } of like.all(`${label}.%`)) {
      const host = foldHost(text);
      const suffix = suffixOf(host);
      if (suffix !== null && firstLabel(host) === label && !known.has(suffix))
        found.push({ id, server, suffix });
    }
  }
  return found;
}

function isConfirmed(db: Connection, host: number, server: number): boolean {
  const row = db
    .prepare<{ host: number; server: number; near: number }, number>(
      `select 1 from hop as a
       join hop as b on b.message_id = a.message_id and b.recipient_id = a.recipient_id
       where a.server_id <> b.server_id and (
         (a.next_hop_id = @host and b.server_id = @server and abs(b.arrival_at - a.next_hop_at) <= @near)
         or (a.client_id = @host and b.server_id = @server and b.next_hop_at is not null
           and abs(a.client_at - b.next_hop_at) <= @near))
       limit 1`,
    )
    .pluck()
    .get({ host, server, near: NEAR_MS });
  return row !== undefined;
}
