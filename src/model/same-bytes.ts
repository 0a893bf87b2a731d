/** Whether ranges of the same length hold the same bytes. Ids that come together begin alike, so it begins at the end. */
export function isSameBytes(
  a: DataView,
  aFrom: number,
  b: DataView,
  bFrom: number,
  length: number,
): boolean {
  let left = length;
  for (; left >= 4; left -= 4)
    if (a.getInt32(aFrom + left - 4, true) !== b.getInt32(bFrom + left - 4, true)) return false;
  for (; left > 0; left--)
    if (a.getUint8(aFrom + left - 1) !== b.getUint8(bFrom + left - 1)) return false;
  return true;
}

/** The same but for ASCII capitals. */
export function isSameFolded(
  a: DataView,
  aFrom: number,
  b: DataView,
  bFrom: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++)
    if (lower(a.getUint8(aFrom + i)) !== lower(b.getUint8(bFrom + i))) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
