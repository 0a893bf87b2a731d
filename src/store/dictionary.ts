import type { Connection } from './open.ts';

/** Gives each distinct text of one table a small number. */
export interface Dictionary {
  /** The number of `text`; a text not seen before gets one. */
  id(text: string): number;
}

interface DictionaryOptions {
  readonly table: 'message' | 'address' | 'host';
  readonly seed: number;
  /** Texts with the same fold are one entry. */
  readonly fold: (text: string) => string;
  /** The text that is kept of one as it was read; the same text, if absent. */
  readonly plain?: (text: string) => string;
}

/** Entries kept in memory: two generations of this size. */
const GENERATION = 30_000;

/**
 * A dictionary in the database with a bounded cache before it. Rows are found by an indexed 32-bit hash; the text
 * decides. Where several spellings are one entry, the last one in code-unit order is kept: the same for any order
 * of reading.
 */
export function createDictionary(db: Connection, options: DictionaryOptions): Dictionary {
  const { table, seed, fold, plain = (text: string) => text } = options;
  const find = db.prepare<[number], { id: number; text: string }>(
    `select id, text from ${table} where hash = ? order by id`,
  );
  const insert = db.prepare<[number, string]>(`insert into ${table} (hash, text) values (?, ?)`);
  const respell = db.prepare<[string, number]>(`update ${table} set text = ? where id = ?`);
  let young = new Map<string, number>();
  let old = new Map<string, number>();

  function look(read: string): number {
    const text = plain(read);
    const folded = fold(text);
    const hash = hashText(folded, seed);
    const row = find.all(hash).find((candidate) => fold(candidate.text) === folded);
    if (row === undefined) return Number(insert.run(hash, text).lastInsertRowid);
    if (text > row.text) respell.run(text, row.id);
    return row.id;
  }

  return {
    id(text) {
      const cached = young.get(text);
      if (cached !== undefined) return cached;
      const id = old.get(text) ?? look(text);
      if (young.size >= GENERATION) {
        old = young;
        young = new Map();
      }
      young.set(ownCopy(text), id);
      return id;
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

/** FNV-1a over code units, begun with a seed; 32 bits, signed. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // Short texts that differ in the last letter only would lie side by side.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) | 0;
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
