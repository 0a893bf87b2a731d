import { FIRST_MSGTRK_CODE } from '../catalogue/msgtrk-codes.ts';
import { eventEffect } from './effect.ts';

/*
 * The fold of hop.ts over many lines at once, in numbers alone. It holds for lines of one source that come in order of line:
 * there the total order (time, slot, line) is that of the time, then of coming. A property test holds it equal to `foldHop`.
 */

/** The marks of a hop in the order in which they are packed. */
export const PACKED_MARKS = [
  'first',
  'move',
  'arrival',
  'opener',
  'end',
  'nextHop',
  'client',
] as const;

/** Where the parts of one packed hop lie. A mark is three numbers from `mark` on: time, line, event id; line 0: none. */
export const HOP = {
  message: 0,
  recipient: 1,
  server: 2,
  firstAt: 3,
  lastAt: 4,
  mark: 5,
  nextHop: 26,
  client: 27,
  stages: 28,
  attempts: 29,
  retries: 30,
  events: 31,
  width: 32,
} as const;

/**
 * Where `places` has the hop of a key, or is free for it (0): places hold numbers of hops plus one, as many as a power of two, and never are full. Of the packed
 * `hops` each takes `width`.
 */
export function placeOfHop(
  places: Int32Array,
  hops: Float64Array,
  width: number,
  message: number,
  recipient: number,
  server: number,
): number {
  const mask = places.length - 1;
  for (let place = hashOfHop(message, recipient, server) & mask; ; place = (place + 1) & mask) {
    const known = places[place] ?? 0;
    if (known === 0) return place;
    const hop = (known - 1) * width;
    if (
      hops[hop + HOP.message] === message &&
      hops[hop + HOP.recipient] === recipient &&
      hops[hop + HOP.server] === server
    )
      return place;
  }
}

/** 32 bits that are spread well. */
function hashOfHop(message: number, recipient: number, server: number): number {
  let hash = Math.imul(message + 1, 0x9e3779b1) ^ Math.imul(recipient + 2, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ server, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const FIRST = HOP.mark;
const MOVE = HOP.mark + 3;
const ARRIVAL = HOP.mark + 6;
const OPENER = HOP.mark + 9;
const END = HOP.mark + 12;
const NEXT_HOP = HOP.mark + 15;
const CLIENT = HOP.mark + 18;

const MOVES = 1;
const ARRIVES = 2;
const OPENS = 4;
const ENDS = 8;
const NAMES_NEXT_HOP = 16;
const ATTEMPT = 32;
const RETRY = 64;
/** Bits of stages begin here. */
const STAGE_SHIFT = 7;

/** What an event id does to a hop, as the bits above. */
function readBits(code: number): number {
  const effect = eventEffect(code);
  return (
    (effect.moves ? MOVES : 0) |
    (effect.arrives ? ARRIVES : 0) |
    (effect.opens ? OPENS : 0) |
    (effect.ends ? ENDS : 0) |
    (effect.namesNextHop ? NAMES_NEXT_HOP : 0) |
    (effect.attempt ? ATTEMPT : 0) |
    (effect.retry ? RETRY : 0) |
    (effect.stageBit << STAGE_SHIFT)
  );
}

/** Old event ids below the first number are looked up in a table, and modern ones by how far they are above the first of them. */
const OLD_CODES = 2048;
const MODERN_CODES = 500_000;
const bitsOfOld = new Int32Array(OLD_CODES).fill(-1);
let bitsOfModern = new Int32Array(0);

/** What an event id does to a hop, as bits: those of src/kernel/hops.ts. */
export function bitsOf(code: number): number {
  if (code < OLD_CODES) return look(bitsOfOld, code, code);
  const modern = code - FIRST_MSGTRK_CODE;
  if (modern < 0 || modern >= MODERN_CODES) return readBits(code);
  // Most runs read logs of one kind.
  if (bitsOfModern.length === 0) bitsOfModern = new Int32Array(MODERN_CODES).fill(-1);
  return look(bitsOfModern, modern, code);
}

function look(table: Int32Array, index: number, code: number): number {
  const known = table[index] ?? -1;
  if (known >= 0) return known;
  return (table[index] = readBits(code));
}

/** Folds one line into the packed hop at `hop`, which may be empty (`events` 0). Hosts are numbers, -1: none. */
export function foldPacked(
  hops: Float64Array,
  hop: number,
  event: { readonly at: number; readonly code: number },
  line: number,
  nextHop: number,
  client: number,
): void {
  const { at, code } = event;
  const bits = bitsOf(code);
  seeTime(hops, hop, at);
  if ((bits & MOVES) !== 0) {
    if (isUnset(hops, hop + FIRST) || at < num(hops, hop + FIRST))
      set(hops, hop + FIRST, at, line, code);
    setLater(hops, hop + MOVE, at, line, code);
  }
  if ((bits & ARRIVES) !== 0) arrive(hops, hop, at, line, code, client);
  if ((bits & OPENS) !== 0) setLater(hops, hop + OPENER, at, line, code);
  if ((bits & ENDS) !== 0) setLater(hops, hop + END, at, line, code);
  if ((bits & NAMES_NEXT_HOP) !== 0 && nextHop >= 0) {
    if (setLater(hops, hop + NEXT_HOP, at, line, code)) hops[hop + HOP.nextHop] = nextHop;
  }
  count(hops, hop, bits);
}

function seeTime(hops: Float64Array, hop: number, at: number): void {
  const isFirst = hops[hop + HOP.events] === 0;
  if (isFirst || at < num(hops, hop + HOP.firstAt)) hops[hop + HOP.firstAt] = at;
  if (isFirst || at > num(hops, hop + HOP.lastAt)) hops[hop + HOP.lastAt] = at;
}

function arrive(
  hops: Float64Array,
  hop: number,
  at: number,
  line: number,
  code: number,
  client: number,
): void {
  setLater(hops, hop + ARRIVAL, at, line, code);
  if (client >= 0 && setLater(hops, hop + CLIENT, at, line, code)) hops[hop + HOP.client] = client;
}

function count(hops: Float64Array, hop: number, bits: number): void {
  hops[hop + HOP.stages] = num(hops, hop + HOP.stages) | (bits >> STAGE_SHIFT);
  if ((bits & ATTEMPT) !== 0) hops[hop + HOP.attempts] = num(hops, hop + HOP.attempts) + 1;
  if ((bits & RETRY) !== 0) hops[hop + HOP.retries] = num(hops, hop + HOP.retries) + 1;
  hops[hop + HOP.events] = num(hops, hop + HOP.events) + 1;
}

function num(hops: Float64Array, index: number): number {
  return hops[index] ?? 0;
}

function isUnset(hops: Float64Array, mark: number): boolean {
  return hops[mark + 1] === 0;
}

function set(hops: Float64Array, mark: number, at: number, line: number, code: number): void {
  hops[mark] = at;
  hops[mark + 1] = line;
  hops[mark + 2] = code;
}

/** Of two at the same time the one that comes later is later. */
function setLater(
  hops: Float64Array,
  mark: number,
  at: number,
  line: number,
  code: number,
): boolean {
  if (!isUnset(hops, mark) && at < num(hops, mark)) return false;
  set(hops, mark, at, line, code);
  return true;
}
