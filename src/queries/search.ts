import type { FindRecord, FindReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { idsHolding } from '../store/match-id.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { findRecords, reportOf } from './find.ts';
import type { FindQuery } from './find.ts';
import { searchBudget } from './search-budget.ts';
import type { SearchBudget } from './search-budget.ts';
import type { SearchBox } from './search-box.ts';

type Change = Partial<Pick<FindQuery, 'from' | 'to' | 'subject' | 'ids'>>;

/**
 * The searches that words of a box stand for, each a way in which they fit: an address is that of the sender or of a recipient, a word may
 * be of an id, an address or a subject. An id that is there is meant alone. Throws UserError `too-many-addresses` (exit 2).
 */
export function searchQueries(
  store: Store,
  { addresses, words }: Pick<SearchBox, 'addresses' | 'words'>,
  given: FindQuery,
): FindQuery[] {
  const both = [addressChanges(store, addresses), wordChanges(store, words)];
  return both.reduce<FindQuery[]>(
    (queries, changes) =>
      queries.flatMap((query) => changes.flatMap((change) => narrowed(query, change))),
    [given],
  );
}

/** Nothing: the query asks for something else there already. */
function narrowed(query: FindQuery, change: Change): FindQuery[] {
  const { ids = null, ...others } = change;
  for (const name of ['from', 'to', 'subject'] as const)
    if (others[name] !== undefined && query[name] !== null) return [];
  const narrower = ids === null || query.ids === null ? (ids ?? query.ids) : common(ids, query.ids);
  return [{ ...query, ...others, ids: narrower }];
}

function common(some: readonly number[], others: readonly number[]): number[] {
  const known = new Set(others);
  return some.filter((id) => known.has(id));
}

function addressChanges(store: Store, addresses: readonly string[]): Change[] {
  const [first, second, ...more] = addresses;
  if (first === undefined) return [{}];
  if (second === undefined) return anywhere(store, first, false);
  if (more.length > 0)
    throw new UserError(
      'too-many-addresses',
      'a message has one sender and is looked for with one recipient',
      {
        hint: 'name at most two addresses',
        exitCode: EXIT.usage,
      },
    );
  return [
    { from: first, to: second },
    { from: second, to: first },
  ];
}

function wordChanges(store: Store, words: string | null): Change[] {
  if (words === null) return [{}];
  if (/\s/.test(words)) return [{ subject: words }];
  return anywhere(store, words, true);
}

/** What is the whole id of a message is meant as that; a part that one id alone holds may be meant for something else. */
function anywhere(store: Store, text: string, inSubject: boolean): Change[] {
  const { whole, all } = idsHolding(store, text);
  if (whole.length > 0) return [{ ids: whole }];
  return [
    { from: text },
    { to: text },
    ...(inSubject ? [{ subject: text }] : []),
    ...(all.length === 0 ? [] : [{ ids: all }]),
  ];
}

/** Records that any of the searches finds, each once, the newest message first. */
function* searchRecords(
  store: Store,
  queries: readonly FindQuery[],
  context: QueryContext,
  budgets: readonly SearchBudget[] = [],
): Generator<FindRecord, void, undefined> {
  const ways = queries.map((query, index) => findRecords(store, query, context, budgets[index]));
  const heads = ways.map((way) => way.next().value ?? null);
  let message = '';
  const told = new Set<string | null>();
  for (;;) {
    const next = firstOf(heads);
    const record = heads[next];
    if (record === null || record === undefined) return;
    heads[next] = ways[next]?.next().value ?? null;
    const its = `${record.messageId}\n${record.networkMessageId ?? ''}`;
    if (its !== message) told.clear();
    message = its;
    if (told.has(record.recipient)) continue;
    told.add(record.recipient);
    yield record;
  }
}

/** Each search gives its records in this order, so the first of all is at the head of one of them. */
function firstOf(heads: readonly (FindRecord | null)[]): number {
  let first = 0;
  for (const [index, head] of heads.entries()) {
    const before = heads[first] ?? null;
    if (head !== null && (before === null || compare(head, before) < 0)) first = index;
  }
  return first;
}

function compare(a: FindRecord, b: FindRecord): number {
  if (a.firstSeenAt !== b.firstSeenAt) return a.firstSeenAt > b.firstSeenAt ? -1 : 1;
  const byId = Buffer.compare(Buffer.from(a.messageId), Buffer.from(b.messageId));
  if (byId !== 0) return byId;
  const [one, other] = [a.networkMessageId ?? '', b.networkMessageId ?? ''];
  return one === other ? 0 : one < other ? -1 : 1;
}

/** As `findReport`, of several searches. */
export interface SearchReport extends FindReport {
  /** Only where the search was ended early: nothing older than this was looked for in every way, so `total` is the least there are. */
  readonly lookedBackTo?: string;
  /** Only there too: how many of them are newer than that. These are all there are, however much is looked for. */
  readonly lookedThrough?: number;
}

interface SearchBounds {
  /** Records to pass over. */
  readonly skip: number;
  /** Records to list; 0: all. */
  readonly limit: number;
  /** What all searches may take together, as `searchBudget` counts it; null: whatever it takes. */
  readonly work: number | null;
}

/** What searches find together, each recipient once. */
export function searchReport(
  store: Store,
  queries: readonly FindQuery[],
  { skip, limit, work }: SearchBounds,
  context: QueryContext,
): SearchReport {
  // Each has its own: one that finds nothing must not use up what the others need.
  const budgets =
    work === null ? [] : queries.map(() => searchBudget(Math.ceil(work / queries.length)));
  const times: string[] = [];
  const records = noting(searchRecords(store, queries, context, budgets), ({ firstSeenAt }) =>
    times.push(firstSeenAt),
  );
  const report = reportOf(records, { skip, limit }, context);
  const stops = budgets.flatMap(({ stoppedAt }) => (stoppedAt === null ? [] : [stoppedAt]));
  if (stops.length === 0) return report;
  const lookedBackTo = isoTime(Math.max(...stops));
  const lookedThrough = times.filter((time) => time > lookedBackTo).length;
  return { ...report, lookedBackTo, lookedThrough };
}

function* noting<Item>(items: Iterable<Item>, note: (item: Item) => void): Generator<Item> {
  for (const item of items) {
    note(item);
    yield item;
  }
}
