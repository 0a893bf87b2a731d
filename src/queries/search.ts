import { EXIT, UserError } from '../model/user-error.ts';
import { idsHolding } from '../store/match-id.ts';
import type { Store } from '../store/reader.ts';
import type { FindQuery } from './find.ts';
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
