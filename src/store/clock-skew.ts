import { LONGEST_HOST } from '../model/host-name.ts';
import { HAND_OVERS } from '../catalogue/events.ts';
import type { Roads } from '../lifecycle/route.ts';
import { hostResolver } from '../lifecycle/hosts.ts';
import type { OurHosts } from '../lifecycle/hosts.ts';
import type { Connection } from './open.ts';
import { readOurHosts } from './reader.ts';
import type { Store } from './reader.ts';
import { readServers } from './server-names.ts';

/** Fewer hand-overs tell nothing: one of them may be a message that came back. */
const ENOUGH = 3;
/** What lies further apart is no clock but another life. */
const FAR_MS = 3_600_000;

/** How far the clock of `to` is ahead of that of `from`, by the median of their hand-overs. */
export interface ClockSkew {
  readonly from: string;
  readonly to: string;
  readonly aheadMs: number;
  readonly handOvers: number;
}

interface SkewCount {
  readonly from_id: number;
  readonly to_id: number;
  readonly seconds: number;
  readonly count: number;
}

const BETWEEN_MS = '(b.first_seen_at + b.arrival_ms - a.first_seen_at - a.end_ms)';

const COUNTS = `
  select a.server_id as from_id, b.server_id as to_id, ${BETWEEN_MS} / 1000 as seconds, count(*) as count
  from hop as a
  cross join our_host on our_host.host_id = a.next_hop_id and our_host.server_id <> a.server_id
  cross join hop as b on b.recipient_id = a.recipient_id and b.message_id = a.message_id
    and b.server_id = our_host.server_id
  where a.end_code in (${HAND_OVERS.join(', ')}) and abs(${BETWEEN_MS}) < ${FAR_MS}
  group by 1, 2, 3 order by 1, 2, 3`;

/** Of two servers, by their numbers. */
export type SkewRow = readonly [from: number, to: number, aheadMs: number, handOvers: number];

/** Estimates the skew of each pair of servers anew from all hand-overs that both logged. */
export function learnSkews(db: Connection): void {
  putSkews(db, foundSkews(db, readOurHosts({ db })));
}

export function putSkews(db: Connection, rows: readonly SkewRow[]): void {
  db.exec('delete from clock_skew');
  const put = db.prepare(
    'insert into clock_skew (from_id, to_id, ahead_ms, hand_overs) values (?, ?, ?, ?)',
  );
  for (const row of rows) put.run(...row);
}

/** Those that are to be learned, of a database that need not be written to. */
export function foundSkews(db: Connection, ours: OurHosts): SkewRow[] {
  fillOurHosts(db, ours);
  const counts = db.prepare<[], SkewCount>(COUNTS).all();
  db.exec('drop table our_host');
  const found: SkewRow[] = [];
  for (const pair of pairsOf(counts)) {
    const total = pair.reduce((sum, { count }) => sum + count, 0);
    const [first] = pair;
    if (first !== undefined && total >= ENOUGH)
      found.push([first.from_id, first.to_id, medianOf(pair, total) * 1000, total]);
  }
  return found;
}

function pairsOf(counts: readonly SkewCount[]): Iterable<readonly SkewCount[]> {
  const pairs = new Map<string, SkewCount[]>();
  for (const one of counts) {
    const key = `${one.from_id} ${one.to_id}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [one]);
    else pair.push(one);
  }
  return pairs.values();
}

/** `counts` are in order of seconds. */
function medianOf(counts: readonly SkewCount[], total: number): number {
  let seen = 0;
  for (const { seconds, count } of counts) {
    seen += count;
    if (seen * 2 >= total) return seconds;
  }
  return 0;
}

/** The names that hand-overs give for our servers, as a table to join with. */
function fillOurHosts(db: Connection, ours: OurHosts): void {
  db.exec('create temp table our_host (host_id integer primary key, server_id integer not null)');
  const resolve = hostResolver(ours);
  const like = db.prepare<[string, string], { id: number; text: string }>(
    `select id, text from host where text like ? or text like ?`,
  );
  const put = db.prepare('insert or ignore into our_host (host_id, server_id) values (?, ?)');
  for (const { id: serverId, name } of readServers(db)) {
    const label = (name.split('.')[0] ?? '').replace(/[%_]/g, '_');
    if (label.length > LONGEST_HOST) continue;
    for (const { id, text } of like.all(label, `${label}.%`)) {
      const relation = resolve(text);
      if (relation.kind === 'loaded' && relation.server === name) put.run(id, serverId);
    }
  }
}

/** In order of name. */
export function readSkews({ db }: Pick<Store, 'db'>): ClockSkew[] {
  return db
    .prepare<[], ClockSkew>(
      `select a.name as "from", b.name as "to", ahead_ms as aheadMs, hand_overs as handOvers
       from clock_skew join server as a on a.id = from_id join server as b on b.id = to_id
       order by 1, 2`,
    )
    .all();
}

/** How far the second server's clock is ahead of the first one's; 0 where nothing is known. Asked for each hand-over: it makes no text of the two. */
export function skewsBetween(skews: readonly ClockSkew[]): Roads['skewMs'] {
  const ahead = new Map<string, Map<string, number>>();
  for (const { from, to, aheadMs } of skews) {
    const others = ahead.get(from) ?? new Map<string, number>();
    ahead.set(from, others.set(to, aheadMs));
  }
  return (from, to) => ahead.get(from)?.get(to) ?? 0;
}
