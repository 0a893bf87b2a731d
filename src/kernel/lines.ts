import { isSame } from './bytes';

/*
 * Finds the separators of one line after the other, sixteen bytes at a time. This is AssemblyScript, the part of TypeScript that compiles to
 * WebAssembly: JavaScript looks at four bytes at once, at most. `npm run kernel` compiles it into
 * src/formats/kernel-code.ts; src/formats/line-kernel.ts calls it.
 */

const TAB: u8 = 0x09;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const LAST_ASCII: u8 = 0x7f;

/** A line with more separators than this is not plain. */
const MOST: i32 = 64;

/** Where things lie in the memory, before the window: line-kernel.ts knows the same. What was found, then the edges. */
const NEXT: i32 = 0x400;
const IS_PLAIN: i32 = NEXT + 4;
const FIRST_OTHER: i32 = NEXT + 8;
const LAST_OTHER: i32 = NEXT + 12;
const EDGES: i32 = NEXT + 16;

/** The line does not end in the bytes that are looked at. */
const NOT_ENDED: i32 = -1;
/** The line is the one before from its message id on; less the sum of what else is the same. */
const SAME: i32 = -2;
const SAME_HEAD: i32 = 1;
const SAME_HOSTS: i32 = 2;

/** Tabs before the client, the recipient and the message id, in the usual order of columns. */
const HOSTS: i32 = 2;
const RECIPIENT: i32 = 7;
const MESSAGE: i32 = 9;

/** The line that was read last, in parts: up to its hosts; from there up to the recipient; from the message id on, with its end. */
let head: i32 = 0;
let headLength: i32 = -1;
let hosts: i32 = 0;
let hostsLength: i32 = -1;
let tail: i32 = 0;
let tailLength: i32 = -1;

/** The bytes are other ones: there is no line before. */
export function forget(): void {
  tailLength = -1;
}

/** Bytes up to `end` are new in the window. */
export function enter(end: i32): void {
  // A line that does not end in the window ends here.
  store<u8>(end, LF);
  forget();
}

/** The bits of the bytes that are a control character up to CR, or not ASCII. */
function oddAmongTabs(at: i32): i32 {
  return i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(CR + 1)));
}

/** The bits of the bytes that are a comma, a quote, a control character, or not ASCII. */
function oddAmongCommas(at: i32): i32 {
  const bytes = v128.load(at);
  const signs = v128.or(i8x16.eq(bytes, i8x16.splat(COMMA)), i8x16.eq(bytes, i8x16.splat(QUOTE)));
  return i8x16.bitmask(v128.or(signs, i8x16.lt_s(bytes, i8x16.splat(0x20))));
}

function begin(from: i32, shift: i32): void {
  store<i32>(EDGES, from - 1 + shift);
  store<i32>(IS_PLAIN, 1);
  store<i32>(FIRST_OTHER, -1);
  store<i32>(LAST_OTHER, -1);
}

function putEdge(index: i32, at: i32): void {
  if (index <= MOST) store<i32>(EDGES + (index << 2), at);
}

function noteOther(at: i32): void {
  if (load<i32>(FIRST_OTHER) < 0) store<i32>(FIRST_OTHER, at);
  store<i32>(LAST_OTHER, at);
}

/** What is odd among tabs, at `i`: not ASCII, or a control character that does not begin the line's end. */
function noteOdd(byte: u8, i: i32, shift: i32): void {
  if (byte > LAST_ASCII) noteOther(i + shift);
  else if (byte != CR || load<u8>(i + 1) != LF) store<i32>(IS_PLAIN, 0);
}

function finish(from: i32, lineEnd: i32, shift: i32, separators: i32): void {
  store<i32>(NEXT, lineEnd + 1 + shift);
  if (separators > MOST) store<i32>(IS_PLAIN, 0);
  const end = lineEnd > from && load<u8>(lineEnd - 1) == CR ? lineEnd - 1 : lineEnd;
  store<i32>(EDGES + (min(separators, MOST) << 2) + 4, end + shift);
}

function edge(index: i32, shift: i32): i32 {
  return load<i32>(EDGES + (index << 2)) - shift;
}

/** Remembers the line, whose last byte is before `next`, as the one before. */
function remember(from: i32, next: i32, shift: i32, tabs: i32): void {
  if (tabs < MESSAGE) {
    tailLength = -1;
    return;
  }
  head = from;
  hosts = edge(HOSTS, shift);
  headLength = hosts - from;
  hostsLength = edge(RECIPIENT, shift) - hosts;
  tail = edge(MESSAGE, shift) + 1;
  tailLength = next - tail;
}

/** Whether all that begins at `at` is what the line before had from its message id on. */
function isTail(at: i32, end: i32): bool {
  return at + tailLength <= end && isSame(at, tail, tailLength);
}

/** The same line from its message id on, which is behind the tab at `at`: what else is the same. */
function takeSame(from: i32, at: i32, shift: i32): i32 {
  const next = at + 1 + tailLength;
  const itsHosts = edge(HOSTS, shift);
  const itsHostsLength = edge(RECIPIENT, shift) - itsHosts;
  let same = 0;
  if (itsHosts - from == headLength && isSame(from, head, headLength)) same += SAME_HEAD;
  if (itsHostsLength == hostsLength && isSame(itsHosts, hosts, hostsLength)) same += SAME_HOSTS;
  store<i32>(NEXT, next + shift);
  remember(from, next, shift, MESSAGE);
  return SAME - same;
}

/**
 * Reads the line that begins at `from`, in bytes up to `end`: how many tabs it has. Positions are told with `shift` added.
 * `mayBeSame`: a line that is the one before from its message id on needs no more than that to be told.
 */
export function scanTabs(from: i32, end: i32, shift: i32, mayBeSame: bool): i32 {
  begin(from, shift);
  let tabs = 0;
  let isUsual = mayBeSame && tailLength > 0;
  let at = from;
  let odd = oddAmongTabs(at);
  while (true) {
    while (odd == 0) odd = oddAmongTabs((at += 16));
    const i = at + ctz(odd);
    odd &= odd - 1;
    const byte = load<u8>(i);
    if (byte == TAB) {
      tabs += 1;
      putEdge(tabs, i + shift);
      if (isUsual && tabs == MESSAGE && isTail(i + 1, end)) return takeSame(from, i, shift);
    } else if (byte == LF) {
      if (i >= end) return NOT_ENDED;
      finish(from, i, shift, tabs);
      remember(from, i + 1, shift, tabs);
      return tabs;
    } else {
      isUsual = false;
      noteOdd(byte, i, shift);
    }
  }
}

/** The same with commas, and without a line before; a line with a quote is not plain. */
export function scanCommas(from: i32, end: i32, shift: i32): i32 {
  begin(from, shift);
  let commas = 0;
  let at = from;
  let odd = oddAmongCommas(at);
  while (true) {
    while (odd == 0) odd = oddAmongCommas((at += 16));
    const i = at + ctz(odd);
    odd &= odd - 1;
    const byte = load<u8>(i);
    if (byte == COMMA) {
      commas += 1;
      putEdge(commas, i + shift);
    } else if (byte == LF) {
      if (i >= end) return NOT_ENDED;
      finish(from, i, shift, commas);
      return commas;
    } else if (byte == 0 || byte == QUOTE) store<i32>(IS_PLAIN, 0);
    else if (byte != CR || load<u8>(i + 1) != LF) noteOther(i + shift);
  }
}
