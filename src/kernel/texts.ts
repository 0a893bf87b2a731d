/** The first place of a byte from `from` on; `to` where it is not before that. */
export function indexIn(byte: i8, from: i32, to: i32): i32 {
  const sign = i8x16.splat(byte);
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), sign));
    if (found != 0) return min(at + ctz(found), to);
  }
  return to;
}

const DASH: i8 = 0x2d;
const ZERO: i8 = 0x30;
const NINE: i8 = 0x39;
const SMALL_A: i8 = 0x61;
const SMALL_F: i8 = 0x66;

/** The bits of the bytes that are a digit or a small letter up to f. */
function hexAmong(bytes: v128): i32 {
  const digits = v128.and(
    i8x16.ge_s(bytes, i8x16.splat(ZERO)),
    i8x16.le_s(bytes, i8x16.splat(NINE)),
  );
  const letters = v128.and(
    i8x16.ge_s(bytes, i8x16.splat(SMALL_A)),
    i8x16.le_s(bytes, i8x16.splat(SMALL_F)),
  );
  return i8x16.bitmask(v128.or(digits, letters));
}

/** Whether there are dashes where `dashes` has bits, and other digits everywhere else. */
function isPart(bytes: v128, dashes: i32): bool {
  return (
    i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(DASH))) == dashes &&
    hexAmong(bytes) == (dashes ^ 0xffff)
  );
}

/** Whether all digits are zeros. */
function isZero(bytes: v128, dashes: i32): bool {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(ZERO))) == (dashes ^ 0xffff);
}

/** Where the dashes of a GUID are, in its first, second and last sixteen bytes. */
const FIRST: i32 = (1 << 8) | (1 << 13);
const SECOND: i32 = (1 << 2) | (1 << 7);
const LAST: i32 = 1 << 3;

/** Whether the 36 bytes at `from` are a GUID in small letters, and one that is not all zeros. */
export function isGuid(from: i32): bool {
  const first = v128.load(from);
  const second = v128.load(from + 16);
  const last = v128.load(from + 20);
  if (!isPart(first, FIRST) || !isPart(second, SECOND) || !isPart(last, LAST)) return false;
  return !(isZero(first, FIRST) && isZero(second, SECOND) && isZero(last, LAST));
}
