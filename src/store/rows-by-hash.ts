import { createBloom, MAY_HOLD_ALL } from './bloom.ts';
import type { Bloom } from './bloom.ts';
import { HashTable } from './hash-table.ts';
import { KEY_PARTS, readMessageKey } from '../model/message-key.ts';
import { makeQueryIndex } from './open.ts';
import type { Connection } from './open.ts';
import type { WaitingMessages } from './waiting-messages.ts';

interface TextRow {
  readonly id: number;
  readonly text: string;
}

/** A text that is looked for, with its hashes as `NewTexts` has them. */
export interface HashedText {
  readonly text: string;
  readonly hash: number;
  readonly whole: number;
}

/** Finds rows of a dictionary by the hashes of their text. */
export interface RowsByHash {
  /** Rows that were written or wait to be, in order of id: those that may be of the text, and as a rule no others. */
  find(text: HashedText): readonly TextRow[];
  /** A row that is new; it may be written later. */
  add(whole: number, id: number): void;
}

/** What entries of a table are told apart by: messages by their key (model/message-key.ts). */
export function textColumn(table: 'message' | 'address' | 'host'): string {
  return table === 'message'
    ? `text || coalesce(char(${KEY_PARTS.charCodeAt(0)}) || network_id, '')`
    : 'text';
}

/** In 16 MiB, as its parts are just not full: of twice as many addresses a load of 20 million lines takes a seventh less time, and 315 MB. */
const MOST = 1400 * 1024;

interface RowsOptions {
  /** Hashes that a first load keeps in memory. */
  readonly most?: number | undefined;
  /** Rows that may not be written yet; all are where it is left out. */
  readonly waiting?: WaitingMessages | undefined;
}

/**
 * A first load keeps all hashes in memory, and so writes no index, whose pages are changed at random with each batch. Of very many names,
 * or where there were some before, the index is made and asked, but not for what was surely never added.
 */
export function createRowsByHash(
  db: Connection,
  table: 'message' | 'address' | 'host',
  isEmpty: boolean,
  { most = MOST, waiting }: RowsOptions = {},
): RowsByHash {
  const column = textColumn(table);
  const textOf = db
    .prepare<[number], string>(`select ${column} from ${table} where id = ?`)
    .pluck();
  const ask = createAsk(db, table);
  let inMemory: HashTable | null = isEmpty ? new HashTable() : null;
  let seen: Bloom = MAY_HOLD_ALL;
  if (waiting !== undefined) waiting.mayWait = isEmpty;
  if (!isEmpty) makeQueryIndex(db, `${table}_by_hash`);

  function rowsOf(ids: readonly number[]): TextRow[] {
    return ids.flatMap((id) => {
      const text = waiting?.keyOf(id) ?? textOf.get(id);
      return text === undefined ? [] : { id, text };
    });
  }

  function goOnWithIndex(hashes: HashTable): void {
    if (waiting !== undefined) waiting.mayWait = false;
    waiting?.flush();
    seen = createBloom();
    for (const hash of hashes.hashes()) seen.add(hash);
    makeQueryIndex(db, `${table}_by_hash`);
    inMemory = null;
  }

  return {
    find(text) {
      if (inMemory !== null) {
        const ids = inMemory.find(text.whole);
        return ids.length === 0 ? NONE : rowsOf(ids);
      }
      return seen.mayHold(text.whole) ? ask(text) : NONE;
    },
    add(whole, id) {
      if (inMemory === null) seen.add(whole);
      else {
        inMemory.add(whole, id);
        if (inMemory.count >= most) goOnWithIndex(inMemory);
      }
    },
  };
}

/** Of messages that share an id the index tells apart those of other network message ids. */
function createAsk(
  db: Connection,
  table: 'message' | 'address' | 'host',
): (text: HashedText) => readonly TextRow[] {
  const rows = `select id, ${textColumn(table)} as text from ${table} where hash = ?`;
  if (table !== 'message') {
    const ask = db.prepare<[number], TextRow>(`${rows} order by id`);
    return ({ hash }) => ask.all(hash);
  }
  const ask = db.prepare<[number, string | null], TextRow>(
    `${rows} and network_id is ? order by id`,
  );
  return ({ text, hash }) => ask.all(hash, readMessageKey(text).networkMessageId);
}

const NONE: readonly TextRow[] = [];
