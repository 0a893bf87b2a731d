import { firstLabel, foldHost, suffixOf } from '../lifecycle/hosts.ts';
import { likePattern } from './match-id.ts';
import type { Connection } from './open.ts';

/** Submitted from the store. */
const SUBMITTED = 1027;
/** Clocks of two servers may differ by minutes. */
const NEAR_MS = 5 * 60_000;

/**
 * Learns DNS suffixes of our own servers: from ids of mail that was submitted on them, and from hand-overs that both ends tell: one server names a host, the server with
 * that first label logged the same recipient of the same message within minutes, and names the first one as its client.
 * Names alone would not do: a partner may well call a server as we do. What was learned before is learned anew, so that
 * it is the same in whatever runs the logs were read.
 */
export function learnSuffixes(db: Connection): void {
  const labels = new Map<string, number>();
  const servers = db
    .prepare<[], { id: number; name: string }>('select id, name from server order by name')
    .all();
  for (const { id, name } of servers) labels.set(firstLabel(foldHost(name)), id);
  db.exec('delete from our_suffix');
  const put = db.prepare('insert into our_suffix (suffix) values (?)');
  const known = new Set(suffixesOfIds(db, servers));
  for (const suffix of known) put.run(suffix);
  const names = new Map(servers.map(({ id, name }) => [id, firstLabel(foldHost(name))]));
  for (const { id, server, suffix } of candidates(db, labels, known)) {
    if (known.has(suffix)) continue;
    const pairs = [...receivers(db, id, server), ...givers(db, id, server)];
    const told = pairs.some((pair) => firstLabel(foldHost(pair.host)) === names.get(pair.server));
    if (!told && !takesAlmostAll(db, id, server)) continue;
    known.add(suffix);
    put.run(suffix);
  }
}

/**
 * Ids of MAPI mail end in the full name of the server that it was submitted on (domain notes, 1.5), so an id that begins
 * with that server's first label tells the rest. Forwarded mail may keep a foreign id, so most ids of a server decide.
 */
function suffixesOfIds(db: Connection, servers: readonly { id: number; name: string }[]): string[] {
  const submitted = db
    .prepare<[number, string], string>(
      `select distinct message.text from hop join message on message.id = hop.message_id
       where hop.first_code = ${SUBMITTED} and hop.server_id = ? and message.text like ? escape '\\'`,
    )
    .pluck();
  return servers.flatMap(({ id, name }) => {
    const label = firstLabel(foldHost(name));
    const counts = new Map<string, number>();
    for (const text of submitted.iterate(id, `%@${likePattern(label)}.%`)) {
      const host = foldHost(text.slice(text.lastIndexOf('@') + 1));
      const suffix = suffixOf(host);
      if (suffix !== null && firstLabel(host) === label && /^[a-z0-9.-]+$/.test(suffix))
        counts.set(suffix, (counts.get(suffix) ?? 0) + 1);
    }
    const most = Math.max(0, ...counts.values());
    return [...counts].filter(([, count]) => count * 2 >= most).map(([suffix]) => suffix);
  });
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
    `select id, text from host where text like ? escape '\\' order by id`,
  );
  for (const [label, server] of labels) {
    for (const { id, text } of like.all(`${likePattern(label)}.%`)) {
      const host = foldHost(text);
      const suffix = suffixOf(host);
      if (suffix !== null && firstLabel(host) === label && !known.has(suffix))
        found.push({ id, server, suffix });
    }
  }
  return found;
}

/** The server at one end of a hand-over, and the host that the other end names for it. */
interface Pair {
  readonly server: number;
  readonly host: string;
}

const HAND_OVER = `
  from hop as a
  join hop as b on b.message_id = a.message_id and b.recipient_id = a.recipient_id
    and b.server_id <> a.server_id and abs(b.client_at - a.next_hop_at) <= ${NEAR_MS}`;

/** Who handed over to `host`, if `server` took it in at that time: what that one calls the giver. */
function receivers(db: Connection, host: number, server: number): Pair[] {
  return db
    .prepare<[number, number], Pair>(
      `select distinct a.server_id as server, host.text as host ${HAND_OVER}
       join host on host.id = b.client_id
       where a.next_hop_id = ? and b.server_id = ?`,
    )
    .all(host, server);
}

/** Who took in from `host`, if `server` handed over at that time: what that one calls the receiver. */
function givers(db: Connection, host: number, server: number): Pair[] {
  return db
    .prepare<[number, number], Pair>(
      `select distinct b.server_id as server, host.text as host ${HAND_OVER}
       join host on host.id = a.next_hop_id
       where b.client_id = ? and a.server_id = ?`,
    )
    .all(host, server);
}

/** Logs may name no clients. Then almost all that is handed over to `host` must have been taken in by `server`. */
function takesAlmostAll(db: Connection, host: number, server: number): boolean {
  const counts = db
    .prepare<{ host: number; server: number }, { handed: number; taken: number }>(
      `select count(*) as handed, count(b.message_id) as taken
       from hop as a
       left join hop as b on b.message_id = a.message_id and b.recipient_id = a.recipient_id
         and b.server_id = @server and b.client_at is null
         and b.arrival_at between a.next_hop_at - ${NEAR_MS} and a.next_hop_at + ${NEAR_MS}
         and (b.next_hop_at is null or b.next_hop_at >= a.next_hop_at)
       where a.next_hop_id = @host and a.server_id <> @server and a.end_at is not null`,
    )
    .get({ host, server });
  return counts !== undefined && counts.taken > 0 && counts.taken >= counts.handed * 0.8;
}
