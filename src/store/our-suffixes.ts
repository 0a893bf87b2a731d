import { LONGEST_HOST } from '../model/host-name.ts';
import { firstLabel, foldHost, suffixOf } from '../lifecycle/hosts.ts';
import { STAGES } from '../model/stage.ts';
import { likePattern } from './match-id.ts';
import type { Connection } from './open.ts';

/** One of so many hand-overs has to be told by both ends: the log of the other one may be there for a part of the time. */
const TOLD_SHARE = 20;

/** Clocks of two servers may differ by minutes. */
const NEAR_MS = 5 * 60_000;

/**
 * Learns DNS suffixes of our own servers: from ids of mail that was submitted on them, and from hand-overs that both ends tell: one server names a host, the server with
 * that first label logged the same recipient of the same message within minutes, and names the first one as its client.
 * Names alone would not do: a partner may well call a server as we do. What was learned before is learned anew, so that
 * it is the same in whatever runs the logs were read.
 */
export function learnSuffixes(db: Connection): void {
  putSuffixes(db, foundSuffixes(db));
}

export function putSuffixes(db: Connection, suffixes: Iterable<string>): void {
  db.exec('delete from our_suffix');
  const put = db.prepare('insert into our_suffix (suffix) values (?)');
  for (const suffix of suffixes) put.run(suffix);
}

/** Those that are to be learned, of a database that need not be written to. */
export function foundSuffixes(db: Connection): ReadonlySet<string> {
  const labels = new Map<string, number>();
  const servers = db
    .prepare<[], { id: number; name: string }>('select id, name from server order by name')
    .all();
  const told = toldSuffixes(db);
  // Whose own log says its full name is called nothing else.
  for (const { id, name } of servers) if (!told.has(id)) labels.set(firstLabel(foldHost(name)), id);
  const known = new Set(suffixesOfIds(db, servers));
  const names = new Map(servers.map(({ id, name }) => [id, firstLabel(foldHost(name))]));
  const hosts = candidates(db, labels, known);
  if (hosts.length === 0) return known;
  const tell = tellersOf(db, hosts);
  for (const { id, suffix } of hosts) {
    if (known.has(suffix)) continue;
    const isTold = tell.bothEndsTell(
      id,
      (pair) => firstLabel(foldHost(pair.host)) === names.get(pair.server),
    );
    if (isTold || tell.takesAlmostAll(id)) known.add(suffix);
  }
  return known;
}

/** Servers whose own lines tell their suffix. */
function toldSuffixes(db: Connection): ReadonlySet<number> {
  return new Set(
    db.prepare<[], number>('select distinct server_id from server_suffix').pluck().all(),
  );
}

/**
 * Ids of MAPI mail end in the full name of the server that it was submitted on (domain notes, 1.5), so an id that begins
 * with that server's first label tells the rest. Forwarded mail may keep a foreign id, so most ids of a server decide.
 */
function suffixesOfIds(db: Connection, servers: readonly { id: number; name: string }[]): string[] {
  const labels = new Map(servers.map(({ id, name }) => [id, firstLabel(foldHost(name))]));
  const counts = new Map(servers.map(({ id }) => [id, new Map<string, number>()]));
  for (const { server, host, count } of hostsOfIds(db)) {
    const suffix = suffixOf(foldHost(host));
    const ofServer = counts.get(server);
    if (suffix === null || ofServer === undefined || !/^[a-z0-9.-]+$/.test(suffix)) continue;
    if (firstLabel(foldHost(host)) === labels.get(server))
      ofServer.set(suffix, (ofServer.get(suffix) ?? 0) + count);
  }
  return [...counts.values()].flatMap((ofServer) => {
    const most = Math.max(0, ...ofServer.values());
    return [...ofServer].filter(([, count]) => count * 2 >= most).map(([suffix]) => suffix);
  });
}

/** What follows the `@` in ids of mail that was submitted on a server, and how many recipients had it. */
function hostsOfIds(db: Connection): { server: number; host: string; count: number }[] {
  return db
    .prepare<[], { server: number; host: string; count: number }>(
      `select server, substr(message.text, instr(message.text, '@') + 1) as host, sum(recipients) as count
       from (select server_id as server, message_id, count(*) as recipients from hop
             where stages & ${1 << STAGES.indexOf('submission')} group by message_id, server_id)
       join message on message.id = message_id
       group by 1, 2`,
    )
    .all();
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
    if (label.length > LONGEST_HOST) continue;
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
  readonly candidate: number;
  readonly server: number;
  readonly host: string;
  /** In how many hand-overs. */
  readonly told: number;
}

interface Tellers {
  /** Whether both ends tell of a good part of the hand-overs that name the candidate: of such whose other end is one. */
  bothEndsTell(candidate: number, isOtherEnd: (pair: Pair) => boolean): boolean;
  /** Logs may name no clients. Then almost all that is handed over to the candidate must have been taken in by its server. */
  takesAlmostAll(candidate: number): boolean;
}

/** Hops that name a candidate are few, but hops are many: they are looked for once, for all candidates. */
const NAMING = `
  create temp table naming as
    select candidate.server_id as ours, hop.next_hop_id as handed_to, null as taken_from, hop.message_id,
      hop.recipient_id, hop.server_id, hop.first_seen_at + hop.next_hop_ms as at, hop.end_ms
    from hop cross join candidate on candidate.host_id = hop.next_hop_id
    union all
    select candidate.server_id, null, hop.client_id, hop.message_id, hop.recipient_id, hop.server_id,
      hop.first_seen_at + hop.client_ms, hop.end_ms
    from hop cross join candidate on candidate.host_id = hop.client_id`;

/** Who handed over to a candidate, if its server took it in at that time: what that one calls the giver. */
const RECEIVERS = `
  select naming.handed_to as candidate, naming.server_id as server, host.text as host, count(*) as told
  from naming
  cross join hop as b on b.recipient_id = naming.recipient_id
    and b.message_id = naming.message_id and b.server_id = naming.ours
  join host on host.id = b.client_id
  where naming.handed_to is not null and b.server_id <> naming.server_id
    and abs(b.first_seen_at + b.client_ms - naming.at) <= ${NEAR_MS}
  group by 1, 2, 3`;

/** Who took in from a candidate, if its server handed over at that time: what that one calls the receiver. */
const GIVERS = `
  select naming.taken_from as candidate, naming.server_id as server, host.text as host, count(*) as told
  from naming
  cross join hop as a on a.recipient_id = naming.recipient_id
    and a.message_id = naming.message_id and a.server_id = naming.ours
  join host on host.id = a.next_hop_id
  where naming.taken_from is not null and a.server_id <> naming.server_id
    and abs(naming.at - a.first_seen_at - a.next_hop_ms) <= ${NEAR_MS}
  group by 1, 2, 3`;

/** What only came out of a mailbox there was given by nobody. */
const TAKEN_IN = 1 << STAGES.indexOf('accepted');

/** How often a candidate is named at all, as the one that a message was handed to or taken from. */
const NAMED = `
  select coalesce(handed_to, taken_from) as candidate, count(*) as named
  from naming where server_id <> ours group by 1, handed_to is null`;

const TAKEN = `
  select handed_to as candidate, count(*) as handed, sum(exists (
    select 1 from hop as b
    where b.recipient_id = naming.recipient_id and b.message_id = naming.message_id
      and b.server_id = naming.ours and b.client_ms is null and (b.stages & ${TAKEN_IN}) <> 0
      and abs(b.first_seen_at + b.arrival_ms - naming.at) <= ${NEAR_MS}
      and (b.next_hop_ms is null or b.first_seen_at + b.next_hop_ms >= naming.at))) as taken
  from naming
  where handed_to is not null and server_id <> ours and end_ms is not null
  group by 1`;

function tellersOf(db: Connection, candidateHosts: readonly Candidate[]): Tellers {
  db.exec('create temp table candidate (host_id integer primary key, server_id integer not null)');
  const put = db.prepare('insert or ignore into candidate (host_id, server_id) values (?, ?)');
  for (const { id, server } of candidateHosts) put.run(id, server);
  db.exec(NAMING);
  const pairs = [RECEIVERS, GIVERS].flatMap((sql) => db.prepare<[], Pair>(sql).all());
  const named = db.prepare<[], { candidate: number; named: number }>(NAMED).all();
  const taken = db.prepare<[], { candidate: number; handed: number; taken: number }>(TAKEN).all();
  db.exec('drop table naming; drop table candidate');
  return {
    bothEndsTell(candidate, isOtherEnd) {
      const told = pairs.filter((pair) => pair.candidate === candidate && isOtherEnd(pair));
      const most = Math.max(
        ...named.filter((one) => one.candidate === candidate).map((one) => one.named),
      );
      // A mail that went to and fro between two of ours may leave for a host of such a name in these minutes.
      return told.some((pair) => pair.told * TOLD_SHARE >= most);
    },
    takesAlmostAll(candidate) {
      const counts = taken.find((one) => one.candidate === candidate);
      return counts !== undefined && counts.taken > 0 && counts.taken >= counts.handed * 0.8;
    },
  };
}
