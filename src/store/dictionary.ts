import type { NewTexts } from '../ingest/pack/intern-table.ts';
import type { Connection } from './open.ts';
import { readMessageKey } from '../model/message-key.ts';
import { createRowsByHash, textColumn } from './rows-by-hash.ts';
import type { HashedText } from './rows-by-hash.ts';
import type { WaitingMessages } from './waiting-messages.ts';

/** Numbers of one batch's new texts. */
export class Learned {
  readonly ids: Float64Array;
  readonly #before: number;

  constructor(ids: Float64Array, before: number) {
    this.ids = ids;
    this.#before = before;
  }

  /** Whether text n is new to the database: its row is still to be written. */
  isNew(index: number): boolean {
    return (this.ids[index] ?? 0) > this.#before;
  }
}

/** Gives each distinct text of one table a small number. */
export interface Dictionary {
  /** Numbers for texts that were hashed by the seed of this database; spellings of known ones are noted. */
  learn(news: NewTexts, ids: { get(number: number): number }): Learned;
}

interface DictionaryOptions {
  readonly table: 'message' | 'address' | 'host';
  /** Texts with the same fold are one entry. */
  readonly fold: (text: string) => string;
  /** How many hashes a first load keeps in memory. */
  readonly most?: number;
  /** Entries whose rows may not be written yet; all are where it is left out. */
  readonly waiting?: WaitingMessages;
  /** Is told of a number whose text is spelled anew. */
  readonly onRespelled?: (id: number) => void;
}

/**
 * A dictionary in the database. Rows are found by a 32-bit hash; the text decides.
 * Where several spellings are one entry, the last one in code-unit order is kept: the same for any order of reading.
 */
export function createDictionary(
  db: Connection,
  { table, fold, most, waiting, onRespelled }: DictionaryOptions,
): Dictionary {
  const textOf = db
    .prepare<[number], string>(`select ${textColumn(table)} from ${table} where id = ?`)
    .pluck();
  const update = db.prepare<[string, number]>(`update ${table} set text = ? where id = ?`);
  const respell = (text: string, id: number): void => {
    if (waiting?.isFresh(id) === true) waiting.flush();
    update.run(table === 'message' ? readMessageKey(text).messageId : text, id);
    onRespelled?.(id);
  };
  let last = db.prepare<[], number>(`select max(id) from ${table}`).pluck().get() ?? 0;
  const rows = createRowsByHash(db, table, last === 0, { most, waiting });

  function look(hashed: HashedText): number | null {
    const found = rows.find(hashed);
    if (found.length === 0) return null;
    const { text } = hashed;
    const folded = fold(text);
    const row = found.find((candidate) => fold(candidate.text) === folded);
    if (row === undefined) return null;
    if (text > row.text) respell(text, row.id);
    return row.id;
  }

  function idOf(hashed: HashedText): number {
    const found = look(hashed);
    if (found !== null) return found;
    last += 1;
    rows.add(hashed.whole, last);
    return last;
  }

  function spell(text: string, id: number): void {
    const kept = waiting?.keyOf(id) ?? textOf.get(id);
    if (kept !== undefined && text > kept) respell(text, id);
  }

  return {
    learn({ from, texts, hashes, wholeHashes, respelled }, known) {
      const before = last;
      const ids = new Float64Array(texts.length);
      for (const [index, text] of texts.entries())
        ids[index] = idOf({ text, hash: hashes[index] ?? 0, whole: wholeHashes[index] ?? 0 });
      for (const [number, text] of respelled) spell(text, ids[number - from] ?? known.get(number));
      return new Learned(ids, before);
    },
  };
}

/** A slice of a large string keeps all of it in memory; a key that stays must not. */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** The seed of a database's hashes. */
export function readSeed(db: Connection): number {
  return Number(db.prepare("select value from meta where key = 'hash_seed'").pluck().get());
}

/**
 * Small tables of few names: servers, whose names match without case, and slots. Of several spellings the last one in
 * code-unit order is kept, as in dictionaries.
 */
export function createNameTable(db: Connection, table: 'server' | 'slot'): NameTable {
  const insert = db.prepare<[string]>(`insert into ${table} (name) values (?)`);
  const respell = db.prepare<[string, number]>(`update ${table} set name = ? where id = ?`);
  const byName = new Map<string, number>();
  const names = new Map<number, string>();
  const rows = db
    .prepare<[], { id: number; name: string }>(`select id, name from ${table} order by id`)
    .all();
  for (const { id, name } of rows) {
    byName.set(name.toLowerCase(), id);
    names.set(id, name);
  }

  function add(name: string): number {
    const own = ownCopy(name);
    const folded = own.toLowerCase();
    const known = byName.get(folded);
    const id = known ?? Number(insert.run(own).lastInsertRowid);
    if (known === undefined) byName.set(folded, id);
    else respell.run(own, id);
    names.set(id, own);
    return id;
  }

  // Almost every line names a server that was named just so before.
  const spelled = new Map<string, number>();
  return {
    id(name) {
      const seen = spelled.get(name);
      if (seen !== undefined) return seen;
      const known = byName.get(name.toLowerCase());
      const id = known !== undefined && name <= (names.get(known) ?? '') ? known : add(name);
      if (spelled.size < 10_000) spelled.set(ownCopy(name), id);
      return id;
    },
    nameOf: (id) => names.get(id) ?? '',
  };
}

export interface NameTable {
  id(name: string): number;
  nameOf(id: number): string;
}
