/** Whether the same bytes lie at two places. Ids that come together begin alike, so it begins at the end. */
export function isSame(a: i32, b: i32, length: i32): bool {
  let left = length;
  for (; left >= 16; left -= 16)
    if (v128.any_true(v128.xor(v128.load(a + left - 16), v128.load(b + left - 16)))) return false;
  if (left >= 8) {
    left -= 8;
    if (load<u64>(a + left) != load<u64>(b + left)) return false;
  }
  for (; left > 0; left--) if (load<u8>(a + left - 1) != load<u8>(b + left - 1)) return false;
  return true;
}

/** Letters without capitals: those from A to Z get the bit that small ones have. */
function lower(bytes: v128): v128 {
  const capitals = v128.and(
    i8x16.ge_s(bytes, i8x16.splat(0x41)),
    i8x16.le_s(bytes, i8x16.splat(0x5a)),
  );
  return v128.or(bytes, v128.and(capitals, i8x16.splat(0x20)));
}

/** The same but for ASCII capitals. */
export function isSameFolded(a: i32, b: i32, length: i32): bool {
  for (let i = 0; i < length; i += 16) {
    const same = i8x16.bitmask(i8x16.eq(lower(v128.load(a + i)), lower(v128.load(b + i))));
    const left = length - i;
    const asked = left < 16 ? (1 << left) - 1 : 0xffff;
    if ((same & asked) != asked) return false;
  }
  return true;
}
