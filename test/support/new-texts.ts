import type { NewTexts } from '../../src/ingest/pack/intern-table.ts';
import type { Tables } from '../../src/ingest/pack/packed-batch.ts';
import { hashText } from '../../src/model/hash-text.ts';
import { readSeed } from '../../src/store/dictionary.ts';
import { createNames } from '../../src/store/names.ts';
import type { Names } from '../../src/store/names.ts';
import type { Connection } from '../../src/store/open.ts';

const NO_TEXTS: NewTexts = {
  from: 0,
  texts: [],
  hashes: new Int32Array(),
  wholeHashes: new Int32Array(),
  respelled: [],
};

const NO_TABLES: Tables = {
  messages: NO_TEXTS,
  addresses: NO_TEXTS,
  hosts: NO_TEXTS,
  servers: NO_TEXTS,
};

/** Texts as a reader tells them that numbers them from `from` on. */
export function newTexts(
  texts: readonly string[],
  hash: (text: string) => number,
  from = 0,
): NewTexts {
  const hashes = Int32Array.from(texts, hash);
  return { from, texts, hashes, wholeHashes: hashes, respelled: [] };
}

/** Gives texts their numbers in a table that is written by its dictionary. */
export interface TextTable {
  /** A new generation of texts, each of which is to fold to something of its own. */
  learn(...texts: readonly string[]): number[];
  /** Later spellings of what `learn` was given last, by their place in it. */
  respell(...respelled: NewTexts['respelled']): void;
}

export function textTable(
  db: Connection,
  table: 'addresses' | 'hosts',
  fold: (text: string) => string,
): TextTable {
  const names: Names = createNames(db);
  const seed = readSeed(db);
  const idOf = table === 'addresses' ? names.numbers.recipient : names.numbers.host;
  let count = 0;
  return {
    learn(...texts) {
      count = texts.length;
      const news = newTexts(texts, (text) => hashText(fold(text), seed));
      names.learn({ ...NO_TABLES, [table]: news });
      return texts.map((_, number) => idOf(number));
    },
    respell(...respelled) {
      names.learn({ ...NO_TABLES, [table]: { ...NO_TEXTS, from: count, respelled } });
    },
  };
}
