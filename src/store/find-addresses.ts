import { foldAddress, plainAddress } from '../model/fold-names.ts';
import { hashText } from '../model/hash-text.ts';
import { readSeed } from './dictionary.ts';
import { likePattern } from './match-id.ts';
import type { Store } from './reader.ts';

/** SQLite takes no LIKE pattern of 50,000 bytes. */
const MAX_PATTERN = 4000;

/** Numbers of the addresses that are `text`; where none is, of those that hold it. `*` stands for anything. */
export function matchAddresses(store: Store, wanted: string): number[] {
  const text = plainAddress(wanted.trim());
  const exact = exactAddresses(store, text);
  if (exact.length > 0 || text.length > MAX_PATTERN) return exact;
  const found = held.get(store) ?? new Map<string, number[]>();
  held.set(store, found);
  const ids = found.get(text) ?? addressesHolding(store, text);
  found.set(text, ids);
  return ids;
}

/** A search for what stands in one box asks for the sender and for recipients; to find them is to go through all addresses. */
const held = new WeakMap<Store, Map<string, number[]>>();

function addressesHolding({ db }: Store, text: string): number[] {
  return db
    .prepare<[string], number>(`select id from address where text like ? escape '\\' order by id`)
    .pluck()
    .all(addressPattern(text));
}

/** The same choice as a test of folded addresses. */
export function matchAddressText(store: Store, address: string): (folded: string) => boolean {
  const text = plainAddress(address.trim());
  const wanted = foldAddress(text);
  if (exactAddresses(store, text).length > 0) return (folded) => folded === wanted;
  if (!text.includes('*')) return (folded) => folded.includes(wanted);
  const source = wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const regex = new RegExp(`^${source}$`, 's');
  return (folded) => regex.test(folded);
}

function exactAddresses(store: Store, text: string): number[] {
  const seed = readSeed(store.db);
  const folded = foldAddress(text.trim());
  return store.db
    .prepare<[number], { id: number; text: string }>('select id, text from address where hash = ?')
    .all(hashText(folded, seed))
    .filter((row) => foldAddress(row.text) === folded)
    .map(({ id }) => id);
}

function addressPattern(text: string): string {
  return text.includes('*')
    ? text.trim().split('*').map(likePattern).join('%')
    : `%${likePattern(text.trim())}%`;
}
