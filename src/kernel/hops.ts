/*
 * Folds events into the hops of src/ingest/pack/hop-memory.ts, as `foldPacked` in src/lifecycle/packed-hops.ts does it: a property test holds them equal.
 */

/** Where parts of a list's header lie: hop-memory.ts knows the same. */
const SLOTS: i32 = 0;
const MASK: i32 = 4;
const HOPS: i32 = 8;
const GROUPS: i32 = 12;
const COUNT: i32 = 16;
const MOST: i32 = 20;

/** Where parts of a hop lie, in bytes, as `HOP` says: numbers of 64 bits. A mark is three of them: time, line, event id. */
const MESSAGE: i32 = 0;
const RECIPIENT: i32 = 8;
const SERVER: i32 = 2 * 8;
const FIRST_AT: i32 = 3 * 8;
const LAST_AT: i32 = 4 * 8;
const FIRST: i32 = 5 * 8;
const MOVE: i32 = 8 * 8;
const ARRIVAL: i32 = 11 * 8;
const OPENER: i32 = 14 * 8;
const END: i32 = 17 * 8;
const NEXT_HOP_MARK: i32 = 20 * 8;
const CLIENT_MARK: i32 = 23 * 8;
const NEXT_HOP: i32 = 26 * 8;
const CLIENT: i32 = 27 * 8;
const STAGES: i32 = 28 * 8;
const ATTEMPTS: i32 = 29 * 8;
const RETRIES: i32 = 30 * 8;
const EVENTS: i32 = 31 * 8;
const WIDTH: i32 = 32 * 8;

/** What an event id does to a hop, as bits. */
const MOVES: i32 = 1;
const ARRIVES: i32 = 2;
const OPENS: i32 = 4;
const ENDS: i32 = 8;
const NAMES_NEXT_HOP: i32 = 16;
const ATTEMPT: i32 = 32;
const RETRY: i32 = 64;
const STAGE_SHIFT: i32 = 7;

function hashOf(message: i32, recipient: i32, server: i32): i32 {
  let hash = ((message + 1) * 0x9e3779b1) ^ ((recipient + 2) * 0x85ebca6b);
  hash = (hash ^ (hash >>> 13) ^ server) * 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

function isOf(hop: i32, message: f64, recipient: f64, server: f64): bool {
  return (
    load<f64>(hop + MESSAGE) == message &&
    load<f64>(hop + RECIPIENT) == recipient &&
    load<f64>(hop + SERVER) == server
  );
}

/** The hop of this key, a new one is empty; 0: there is no room. */
function find(list: i32, message: i32, recipient: i32, server: i32, group: i32): i32 {
  const hops = load<i32>(list + HOPS);
  const slots = load<i32>(list + SLOTS);
  const mask = load<i32>(list + MASK);
  let i = hashOf(message, recipient, server) & mask;
  while (true) {
    const slot = slots + (i << 2);
    const known = load<i32>(slot);
    if (known == 0) return add(list, slot, message, recipient, server, group);
    const hop = hops + (known - 1) * WIDTH;
    if (isOf(hop, message, recipient, server)) return hop;
    i = (i + 1) & mask;
  }
}

function add(list: i32, slot: i32, message: i32, recipient: i32, server: i32, group: i32): i32 {
  const count = load<i32>(list + COUNT);
  if (count == load<i32>(list + MOST) || (count + 1) * 2 > load<i32>(list + MASK)) return 0;
  const hop = load<i32>(list + HOPS) + count * WIDTH;
  memory.fill(hop, 0, WIDTH);
  store<f64>(hop + MESSAGE, message);
  store<f64>(hop + RECIPIENT, recipient);
  store<f64>(hop + SERVER, server);
  store<i32>(load<i32>(list + GROUPS) + (count << 2), group);
  store<i32>(slot, count + 1);
  store<i32>(list + COUNT, count + 1);
  return hop;
}

function isUnset(mark: i32): bool {
  return load<f64>(mark + 8) == 0;
}

function set(mark: i32, at: f64, line: f64, code: f64): void {
  store<f64>(mark, at);
  store<f64>(mark + 8, line);
  store<f64>(mark + 16, code);
}

/** Of two at the same time the one that comes later is later. */
function setLater(mark: i32, at: f64, line: f64, code: f64): bool {
  if (!isUnset(mark) && at < load<f64>(mark)) return false;
  set(mark, at, line, code);
  return true;
}

function seeTime(hop: i32, at: f64): void {
  const isFirst = load<f64>(hop + EVENTS) == 0;
  if (isFirst || at < load<f64>(hop + FIRST_AT)) store<f64>(hop + FIRST_AT, at);
  if (isFirst || at > load<f64>(hop + LAST_AT)) store<f64>(hop + LAST_AT, at);
}

function move(hop: i32, at: f64, line: f64, code: f64): void {
  if (isUnset(hop + FIRST) || at < load<f64>(hop + FIRST)) set(hop + FIRST, at, line, code);
  setLater(hop + MOVE, at, line, code);
}

function arrive(hop: i32, at: f64, line: f64, code: f64, client: i32): void {
  setLater(hop + ARRIVAL, at, line, code);
  if (client >= 0 && setLater(hop + CLIENT_MARK, at, line, code)) store<f64>(hop + CLIENT, client);
}

function increase(part: i32): void {
  store<f64>(part, load<f64>(part) + 1);
}

function tell(hop: i32, bits: i32): void {
  store<f64>(hop + STAGES, i32(load<f64>(hop + STAGES)) | (bits >> STAGE_SHIFT));
  if ((bits & ATTEMPT) != 0) increase(hop + ATTEMPTS);
  if ((bits & RETRY) != 0) increase(hop + RETRIES);
  increase(hop + EVENTS);
}

/** Folds one event into its hop; hosts are numbers, -1: none. False: there is no room, and nothing was done. */
export function foldHop(
  list: i32,
  message: i32,
  recipient: i32,
  server: i32,
  group: i32,
  at: f64,
  line: f64,
  code: f64,
  bits: i32,
  nextHop: i32,
  client: i32,
): bool {
  const hop = find(list, message, recipient, server, group);
  if (hop == 0) return false;
  seeTime(hop, at);
  if ((bits & MOVES) != 0) move(hop, at, line, code);
  if ((bits & ARRIVES) != 0) arrive(hop, at, line, code, client);
  if ((bits & OPENS) != 0) setLater(hop + OPENER, at, line, code);
  if ((bits & ENDS) != 0) setLater(hop + END, at, line, code);
  if ((bits & NAMES_NEXT_HOP) != 0 && nextHop >= 0)
    if (setLater(hop + NEXT_HOP_MARK, at, line, code)) store<f64>(hop + NEXT_HOP, nextHop);
  tell(hop, bits);
  return true;
}
