import { comparePositions } from '../store/message-order.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import type { FoundRecord } from './find-record.ts';
import { foundRecords } from './find.ts';
import type { FindQuery } from './find.ts';
import type { SearchBudget } from './search-budget.ts';

/** A record that searches find together. */
export interface SearchRecord extends FoundRecord {
  /** So many records of its message come before it. */
  readonly nth: number;
}

/** Records that any of the searches finds, each once, the newest message first. */
export function* searchRecords(
  store: Store,
  queries: readonly FindQuery[],
  context: QueryContext,
  budgets: readonly SearchBudget[] = [],
): Generator<SearchRecord, void, undefined> {
  const ways = queries.map((query, index) => foundRecords(store, query, context, budgets[index]));
  const heads = ways.map((way) => way.next().value ?? null);
  let message = -1;
  const told = new Set<string | null>();
  for (;;) {
    const next = firstOf(heads);
    const found = heads[next];
    if (found === null || found === undefined) return;
    heads[next] = ways[next]?.next().value ?? null;
    if (found.message.id !== message) told.clear();
    message = found.message.id;
    const { recipient } = found.record;
    if (told.has(recipient)) continue;
    yield { ...found, nth: told.size };
    told.add(recipient);
  }
}

/** Each search gives its records in their order, so the first of all is at the head of one of them. */
function firstOf(heads: readonly (FoundRecord | null)[]): number {
  let first = 0;
  for (const [index, head] of heads.entries()) {
    const before = heads[first] ?? null;
    if (head !== null && (before === null || comparePositions(head.message, before.message) < 0))
      first = index;
  }
  return first;
}
