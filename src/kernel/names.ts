import { isSame } from './bytes';

/*
 * Looks names up in the tables of src/ingest/pack/intern-memory.ts, and adds those that are new. What is more than that, as other spellings and what
 * there is no room for, is told to src/ingest/pack/intern-table.ts, which does it.
 */

/** Where parts of a table's header lie: intern-memory.ts knows the same. */
const SEED: i32 = 0;
const SLOTS: i32 = 4;
const MASK: i32 = 8;
const HASHES: i32 = 12;
const STARTS: i32 = 16;
const ARENA: i32 = 20;
const IS_ODD: i32 = 24;
const COUNT: i32 = 28;
const MOST_ENTRIES: i32 = 32;
const MOST_BYTES: i32 = 36;
const WHOLE_HASHES: i32 = 40;

/** The other side has to look. */
const OTHER: i32 = -1;

const MULTIPLIER: i32 = 0x9e3779b1;
const LAST_MULTIPLIER: i32 = 0x2c1b3c6d;
const ANY_CASE: i32 = 0x20202020;

/** As `hashBytes` in src/model/hash-text.ts. */
function hashOf(from: i32, length: i32, seed: i32): i32 {
  let hash = seed ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    hash = (hash ^ (load<i32>(from + i) | ANY_CASE)) * MULTIPLIER;
    hash ^= hash >>> 15;
  }
  for (; i < length; i++) {
    hash = (hash ^ (load<u8>(from + i) | 0x20)) * MULTIPLIER;
    hash ^= hash >>> 15;
  }
  hash *= LAST_MULTIPLIER;
  return hash ^ (hash >>> 12);
}

function start(table: i32, index: i32): i32 {
  return load<i32>(load<i32>(table + STARTS) + (index << 2));
}

function isEntry(table: i32, index: i32, from: i32, length: i32): bool {
  const at = start(table, index);
  if (start(table, index + 1) - at != length) return false;
  return isSame(load<i32>(table + ARENA) + at, from, length);
}

/** Its spelling is that of the arena. */
function told(table: i32, index: i32): i32 {
  return load<u8>(load<i32>(table + IS_ODD) + index) == 0 ? index : OTHER;
}

/** `slot`: where it goes. `whole`: the hash of all of it. */
function add(table: i32, slot: i32, hash: i32, whole: i32, from: i32, length: i32): i32 {
  const index = load<i32>(table + COUNT);
  const at = start(table, index);
  const isFull =
    index == load<i32>(table + MOST_ENTRIES) || at + length > load<i32>(table + MOST_BYTES);
  if (isFull || (index + 1) * 2 > load<i32>(table + MASK)) return OTHER;
  memory.copy(load<i32>(table + ARENA) + at, from, length);
  store<i32>(load<i32>(table + HASHES) + (index << 2), hash);
  store<i32>(load<i32>(table + WHOLE_HASHES) + (index << 2), whole);
  store<i32>(load<i32>(table + STARTS) + (index << 2) + 4, at + length);
  store<u8>(load<i32>(table + IS_ODD) + index, 0);
  store<i32>(slot, index + 1);
  store<i32>(table + COUNT, index + 1);
  return index;
}

/** The number of the name at `from`, of which the hash is of `hashed` bytes; -1: the other side has to look. `likely` is tried first. */
export function findName(table: i32, from: i32, to: i32, hashed: i32, likely: i32): i32 {
  const length = to - from;
  if (likely < load<i32>(table + COUNT) && isEntry(table, likely, from, length))
    return told(table, likely);
  const hash = hashOf(from, hashed, load<i32>(table + SEED));
  const whole = hashed == length ? hash : hashOf(from + hashed, length - hashed, hash);
  const mask = load<i32>(table + MASK);
  const slots = load<i32>(table + SLOTS);
  for (let i = whole & mask; ; i = (i + 1) & mask) {
    const slot = slots + (i << 2);
    const index = load<i32>(slot) - 1;
    if (index < 0) return add(table, slot, hash, whole, from, length);
    if (load<i32>(load<i32>(table + WHOLE_HASHES) + (index << 2)) != whole) continue;
    return isEntry(table, index, from, length) ? told(table, index) : OTHER;
  }
}

/** Puts two names into one piece of memory, with a sign between them; gives how long it is. */
export function joinNames(
  to: i32,
  from: i32,
  length: i32,
  sign: u8,
  other: i32,
  otherLength: i32,
): i32 {
  memory.copy(to, from, length);
  store<u8>(to + length, sign);
  memory.copy(to + length + 1, other, otherLength);
  return length + 1 + otherLength;
}
