import { isSameFolded } from './bytes';
import { indexIn } from './texts';

const SPACE: u8 = 0x20;
const APOSTROPHE: u8 = 0x27;
const SEMICOLON: i8 = 0x3b;

/** Where the quote is that ends an item; -1 where there is none. */
function closingQuote(from: i32, to: i32): i32 {
  for (let i = from; i < to; i++)
    if (load<u8>(i) == APOSTROPHE && (i + 1 == to || load<u8>(i + 1) == SEMICOLON)) return i;
  return -1;
}

/** Whether one of the addresses in the list is this one. */
function isKnown(list: i32, count: i32, from: i32, length: i32, shift: i32): bool {
  for (let at = list; at < list + (count << 3); at += 8) {
    const begin = load<i32>(at);
    if (load<i32>(at + 4) - begin == length && isSameFolded(from, begin - shift, length))
      return true;
  }
  return false;
}

/** How many there are with this item; -1 where there are too many. */
function keep(list: i32, most: i32, count: i32, from: i32, to: i32, shift: i32): i32 {
  let first = from;
  while (first < to && load<u8>(first) == SPACE) first += 1;
  let end = to;
  while (end > first && load<u8>(end - 1) == SPACE) end -= 1;
  if (first == end || isKnown(list, count, first, end - first, shift)) return count;
  if (count == most) return -1;
  store<i32>(list + (count << 3), first + shift);
  store<i32>(list + (count << 3) + 4, end + shift);
  return count + 1;
}

/**
 * Finds the addresses in a list of them: begin and end of each go to `list`, with `shift` added, without spaces around it. How many there are with the `known`
 * ones that were found before, each counted once; -1 where there are more than `most`. Items are those of `splitList` in src/formats/msgtrk-lists.ts.
 */
export function scanList(list: i32, most: i32, known: i32, from: i32, to: i32, shift: i32): i32 {
  let count = known;
  let mayClose = true;
  let begin = from;
  while (begin <= to && count >= 0) {
    const isQuoted = mayClose && begin < to && load<u8>(begin) == APOSTROPHE;
    const closing = isQuoted ? closingQuote(begin + 1, to) : -1;
    if (closing >= 0) {
      count = keep(list, most, count, begin + 1, closing, shift);
      begin = closing + 2;
      continue;
    }
    if (isQuoted) mayClose = false;
    const end = indexIn(SEMICOLON, begin, to);
    count = keep(list, most, count, begin, end, shift);
    begin = end + 1;
  }
  return count;
}
