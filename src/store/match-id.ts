import { foldMessageId } from '../model/fold-names.ts';
import { hashText } from '../model/hash-text.ts';
import { jsonOfColumns } from './columns.ts';
import type { ColumnTexts } from './columns.ts';
import { readSeed } from './dictionary.ts';
import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';

/** A message whose id fits what was asked for. */
interface IdMatch {
  readonly id: number;
  readonly messageId: string;
  readonly firstAt: number;
}

export interface IdMatches {
  /** Several where messages share their id. */
  readonly exact: readonly IdMatch[];
  /** Ranked: ids that begin with the fragment first, then the newest. At most `limit`. */
  readonly candidates: readonly IdMatch[];
  readonly total: number;
}

const CANDIDATES = 20;

/** Shorter fragments fit too much. */
export const MIN_FRAGMENT = 4;
/** SQLite takes no LIKE pattern of 50,000 bytes, and no id is a tenth as long. */
const MAX_FRAGMENT = 4000;

/** The id as the store holds it: without `<>` and surrounding space. */
export function plainMessageId(text: string): string {
  // Tables cut long ids with an ellipsis; what is before it is a fragment.
  const trimmed = text.trim().replace(/…$/, '');
  return trimmed.length > 2 && trimmed.startsWith('<') && trimmed.endsWith('>')
    ? trimmed.slice(1, -1).trim()
    : trimmed;
}

/** Finds messages by id: exactly, then without case, then by a fragment of it. */
export function matchMessageId(store: Store, text: string): IdMatches {
  const wanted = plainMessageId(text);
  const exact = exactMatches(store, wanted);
  if (exact.length > 0) return { exact, candidates: [], total: exact.length };
  if (wanted.length > MAX_FRAGMENT) return { exact: [], candidates: [], total: 0 };
  const pattern = likePattern(wanted);
  const sameLetters = candidates(store, pattern, pattern);
  const [only] = sameLetters.candidates;
  if (sameLetters.total === 1 && only !== undefined)
    return { exact: [only], candidates: [], total: 1 };
  if (wanted.length < MIN_FRAGMENT) return { exact: [], candidates: [], total: 0 };
  const found = candidates(store, `%${pattern}%`, `${pattern}%`);
  const [single] = found.candidates;
  return found.total === 1 && single !== undefined
    ? { exact: [single], candidates: [], total: 1 }
    : { exact: [], ...found };
}

function exactMatches(store: Store, wanted: string): IdMatch[] {
  const seed = readSeed(store.db);
  const folded = foldMessageId(wanted);
  const rows = store.db
    .prepare<[number], IdMatch>(
      `select id, text as messageId, first_at as firstAt from message where hash = ? and first_at is not null
       order by first_at, network_id`,
    )
    .all(hashText(folded, seed));
  const { headOf } = readLives(store.db);
  const heads = new Map<number, IdMatch>();
  for (const row of rows)
    if (foldMessageId(row.messageId) === folded)
      heads.set(headOf(row.id), { ...row, id: headOf(row.id) });
  return [...heads.values()];
}

function candidates(
  store: Store,
  like: string,
  startsLike: string,
): { candidates: IdMatch[]; total: number } {
  const where = `where text like @like escape '\\' and first_at is not null
    and id not in (select message_id from life)`;
  const total = Number(
    store.db
      .prepare<{ like: string }, number>(`select count(*) from message ${where}`)
      .pluck()
      .get({ like }),
  );
  const rows = store.db
    .prepare<{ like: string; startsLike: string; limit: number }, IdMatch>(
      `select id, text as messageId, first_at as firstAt from message ${where}
       order by text like @startsLike escape '\\' desc, first_at desc, text limit @limit`,
    )
    .all({ like, startsLike, limit: CANDIDATES });
  return { candidates: rows, total };
}

/** Text as a LIKE pattern that means just itself. */
export function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Numbers of messages by their ids. */
interface IdsHolding {
  /** Those whose whole id is the text, in any case. */
  readonly whole: readonly number[];
  /** Those whose id holds it anywhere. */
  readonly all: readonly number[];
}

/** All messages whose id holds `text`. */
export function idsHolding(store: Store, text: string): IdsHolding {
  const wanted = plainMessageId(text);
  const exact = exactMatches(store, wanted).map(({ id }) => id);
  if (exact.length > 0 || wanted.length < MIN_FRAGMENT || wanted.length > MAX_FRAGMENT)
    return { whole: exact, all: exact };
  const pattern = likePattern(wanted);
  const isWhole = "text like @whole escape '\\' and first_at is not null";
  const texts = store.db
    .prepare<{ like: string; whole: string }, ColumnTexts>(
      `select group_concat(id), group_concat(case when ${isWhole} then id end)
       from (select * from message where text like @like escape '\\' order by id)`,
    )
    .raw()
    .get({ like: `%${pattern}%`, whole: pattern });
  const [all, whole]: readonly [readonly number[], readonly number[]] = JSON.parse(
    jsonOfColumns(texts),
  );
  return { whole, all };
}
