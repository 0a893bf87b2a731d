import type { FindRecord, FindReport } from '../model/report.ts';
import type { SearchPlace } from '../model/search-place.ts';
import { isoTime } from '../model/time.ts';
import { comparePositions, positionOf, START } from '../store/message-order.ts';
import type { Position } from '../store/message-order.ts';
import type { StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { reportOf } from './find.ts';
import type { FindQuery } from './find.ts';
import { searchBudget } from './search-budget.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchRecords } from './search-records.ts';
import type { SearchRecord } from './search-records.ts';

/** As `findReport`, of several searches. */
export interface SearchReport extends FindReport {
  /** Only where the search was ended early: nothing from here on was looked for in every way, so `total` is the least there are. */
  readonly lookedBackTo?: string;
  /** Only of a bounded search. */
  readonly paging?: SearchPaging;
}

/** How one goes on from what a bounded search lists. */
export interface SearchPaging {
  /** So many records come before those that are listed. */
  readonly before: number;
  /** So many come before the place where the search ended: all there are, however much is looked for. */
  readonly settled: number;
  /** Some of those that were found beyond it; others may come among them. */
  readonly beyond: readonly FindRecord[];
  /** Where the next page begins; null: this is the last one. */
  readonly older: SearchPlace | null;
  /** Where the page before began, where that is known. */
  readonly newer?: SearchPlace;
  /** Where pages begin that the search came by, one after the other. */
  readonly starts: readonly SearchPlace[];
}

export interface SearchBounds {
  /** Records to pass over. */
  readonly skip: number;
  /** Records to list; 0: all. */
  readonly limit: number;
  /** What all searches may take together, as `searchBudget` counts it; null: whatever it takes. */
  readonly work: number | null;
  /** Where the list begins, rather than after `skip`. */
  readonly place?: SearchPlace;
}

/**
 * What searches find together, each recipient once. A bounded one begins at its place, and lists nothing beyond the place where one of them ended: so
 * nothing can come in between later, and pages that follow one another list all that an unbounded one does.
 */
export function searchReport(
  store: Store,
  queries: readonly FindQuery[],
  bounds: SearchBounds,
  context: QueryContext,
): SearchReport {
  const { skip, limit, work, place } = bounds;
  const begin = place === undefined ? null : beginOf(store, place);
  if (work === null) {
    const records = searchRecords(store, queries, context);
    const isBefore =
      begin === null
        ? (_: SearchRecord, index: number) => index < skip
        : (found: SearchRecord) => begin.isBefore(found);
    return wholeReport(records, isBefore, limit, context);
  }
  // Each has its own: one that finds nothing must not use up what the others need.
  const budgets = queries.map(() => searchBudget(Math.ceil(work / queries.length)));
  const from = begin === null ? queries : queries.map((query) => ({ ...query, begin: begin.at }));
  const records = searchRecords(store, from, context, budgets);
  const found = begin === null ? records : without(records, begin.isBefore);
  return boundedReport(found, bounds, budgets, context);
}

/** A place that is not of this database, or whose message is gone, begins with its moment. */
function beginOf(
  store: Store,
  { at, message, told }: SearchPlace,
): { readonly at: Position; readonly isBefore: (found: SearchRecord) => boolean } {
  const known = positionOf(store, message, at);
  const position = known ?? { ...START, firstAt: at };
  return {
    at: position,
    isBefore: (found) =>
      known !== null && found.message.id === message
        ? found.nth < told
        : comparePositions(found.message, position) < 0,
  };
}

function* without<Item>(items: Iterable<Item>, isOut: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (!isOut(item)) yield item;
}

/** All are counted. */
function wholeReport(
  records: Iterable<SearchRecord>,
  isBefore: (found: SearchRecord, index: number) => boolean,
  limit: number,
  context: QueryContext,
): SearchReport {
  const items: FindRecord[] = [];
  let total = 0;
  for (const found of records) {
    if (!isBefore(found, total) && (limit === 0 || items.length < limit)) items.push(found.record);
    total += 1;
  }
  return reportOf(items, total, context);
}

function boundedReport(
  records: Iterable<SearchRecord>,
  bounds: SearchBounds,
  budgets: readonly SearchBudget[],
  context: QueryContext,
): SearchReport {
  const { skip, place } = bounds;
  const first = place?.before ?? skip;
  const limit = bounds.limit === 0 ? Number.POSITIVE_INFINITY : bounds.limit;
  const { items, beyond, unsettled, starts, settled } = listed(
    records,
    { first, limit, place },
    budgets,
  );
  const stop = firstStop(budgets);
  const next = starts.find(({ before }) => before === first + limit) ?? null;
  const further = next === null && stop !== null ? [startAt(stop, 0, settled)] : [];
  return {
    ...reportOf(items, settled + unsettled, context),
    ...(stop === null ? {} : { lookedBackTo: isoTime(stop.firstAt) }),
    paging: {
      before: Math.min(first, settled),
      settled,
      beyond,
      older: next ?? further[0] ?? null,
      starts: [...starts, ...further],
    },
  };
}

interface Listed extends Pick<SearchPaging, 'settled' | 'beyond' | 'starts'> {
  readonly items: readonly FindRecord[];
  /** So many were found beyond the place where one of the searches ended. */
  readonly unsettled: number;
}

/** `first`: so many records come before what is listed. */
function listed(
  records: Iterable<SearchRecord>,
  {
    first,
    limit,
    place,
  }: Pick<SearchBounds, 'limit'> & {
    readonly first: number;
    readonly place: SearchPlace | undefined;
  },
  budgets: readonly SearchBudget[],
): Listed {
  const items: FindRecord[] = [];
  const further: FindRecord[] = [];
  const starts: SearchPlace[] = place === undefined ? [] : [place];
  let settled = place?.before ?? 0;
  let unsettled = 0;
  const onBeyond = (record: FindRecord): void => {
    unsettled += 1;
    if (further.length < limit) further.push(record);
  };
  for (const { message, record, nth } of settledRecords(records, budgets, onBeyond)) {
    if (settled !== place?.before && (settled - first) % limit === 0)
      starts.push(startAt(message, nth, settled));
    if (settled >= first && items.length < limit) items.push(record);
    settled += 1;
  }
  return { items, beyond: further.slice(0, limit - items.length), unsettled, starts, settled };
}

/** A search that goes on where another one ended gives nothing that comes before what it gave. */
function* settledRecords(
  records: Iterable<SearchRecord>,
  budgets: readonly SearchBudget[],
  onBeyond: (record: FindRecord) => void,
): Generator<SearchRecord> {
  for (const found of records)
    if (isBeyond(found.message, budgets)) onBeyond(found.record);
    else yield found;
}

function startAt({ id, firstAt }: StoredMessage, told: number, before: number): SearchPlace {
  return { at: firstAt, message: id, told, before };
}

/** Whether a search ended before it came to the message. */
function isBeyond(message: StoredMessage, budgets: readonly SearchBudget[]): boolean {
  return budgets.some(
    ({ stoppedAt }) => stoppedAt !== null && comparePositions(message, stoppedAt) >= 0,
  );
}

function firstStop(budgets: readonly SearchBudget[]): StoredMessage | null {
  const stops = budgets.flatMap(({ stoppedAt }) => (stoppedAt === null ? [] : [stoppedAt]));
  return stops.toSorted(comparePositions)[0] ?? null;
}
