const SPACE = 0x20;

/** Where a text begins that spaces stand before; `to` where there is nothing else. */
export function skipSpaces(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && bytes[i] === SPACE) i += 1;
  return i;
}

/** Where a text ends that spaces stand behind. */
export function skipSpacesBack(bytes: Uint8Array, from: number, to: number): number {
  let i = to;
  while (i > from && bytes[i - 1] === SPACE) i -= 1;
  return i;
}

/** Whether two ranges hold the same ASCII text but for capitals. */
export function isSameAscii(
  bytes: Uint8Array,
  from: number,
  to: number,
  other: Uint8Array,
  otherFrom: number,
  otherTo: number,
): boolean {
  if (to - from !== otherTo - otherFrom) return false;
  for (let i = to - from - 1; i >= 0; i--)
    if (lower(bytes[from + i] ?? 0) !== lower(other[otherFrom + i] ?? 0)) return false;
  return true;
}

/** A letter without its capital. */
export function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** The last place of a byte in a range; -1 where it is not there. */
export function lastIndexIn(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let i = to - 1;
  while (i >= from && bytes[i] !== byte) i -= 1;
  return i < from ? -1 : i;
}
