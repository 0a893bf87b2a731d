import Database from 'better-sqlite3';
import { timeProgram, timingOf } from './measure.ts';

export const QUERIES = [
  'trace ID',
  'trace FRAGMENT',
  'find --to RARE',
  'find --to BUSIEST',
  'find --to NOBODY',
  'stuck',
  'daily',
  'daily BEFORE',
] as const;

type Query = (typeof QUERIES)[number];

/** Milliseconds; a query without an entry found nothing to ask for in this log. */
export type QueryTimes = ReadonlyMap<Query, number>;

interface Probe {
  readonly query: Query;
  readonly args: readonly string[];
}

/** Whole processes from a cold start, as users run them: the median of `runs` of each, after one that is not counted. */
export function timeQueries(db: string, runs: number): QueryTimes {
  const times = new Map<Query, number[]>();
  for (const { query, args } of probesOf(db)) {
    const ask = (): number => timeProgram(['--db', db, ...args, '--json'], [0, 2, 3, 4]);
    ask();
    const taken = Array.from({ length: runs }, ask);
    times.set(query, [...(times.get(query) ?? []), ...taken]);
  }
  return new Map([...times].map(([query, taken]) => [query, timingOf(taken).median]));
}

const find = (query: Query, to: string): Probe => ({ query, args: ['find', '--to', to] });

/** Messages and recipients spread over the database; found by its views, which outlive its tables. */
function probesOf(db: string): Probe[] {
  const store = new Database(db, { readonly: true });
  const count = Number(store.prepare('select count(*) from messages').pluck().get());
  const nth = store
    .prepare<[number], string>(
      'select message_id from messages where first_seen_at is not null limit 1 offset ?',
    )
    .pluck();
  const ids = [0.1, 0.5, 0.9].flatMap((part) => nth.all(Math.floor(count * part)));
  const { rare, busiest } = recipientsOf(store);
  const before = dayBefore(store);
  store.close();
  return [
    ...ids.map((id): Probe => ({ query: 'trace ID', args: ['trace', id] })),
    ...ids
      .slice(0, 1)
      .map((id): Probe => ({ query: 'trace FRAGMENT', args: ['trace', id.slice(0, 12)] })),
    ...(rare === null ? [] : [find('find --to RARE', rare)]),
    ...(busiest === null ? [] : [find('find --to BUSIEST', busiest)]),
    find('find --to NOBODY', 'nobody@nowhere.example'),
    { query: 'stuck', args: ['stuck'] },
    { query: 'daily', args: ['daily'] },
    { query: 'daily BEFORE', args: ['daily', before] },
  ];
}

/** The day before the last one, which later logs are loaded of. */
function dayBefore(store: Database.Database): string {
  const last = store.prepare("select date(max(last_seen_at), '-1 day') from messages").pluck();
  return String(last.get());
}

/** Rare: on 5 to 50 hops. */
function recipientsOf(store: Database.Database): { rare: string | null; busiest: string | null } {
  const rows = store
    .prepare<[], { recipient: string; hops: number }>(
      `select recipient, count(*) as hops from hops where recipient not like 'EX:%'
       group by recipient order by recipient`,
    )
    .iterate();
  let rare: string | null = null;
  let busiest: string | null = null;
  let most = 0;
  for (const { recipient, hops } of rows) {
    if (rare === null && hops >= 5 && hops <= 50) rare = recipient;
    if (hops <= most) continue;
    busiest = recipient;
    most = hops;
  }
  return { rare, busiest };
}
