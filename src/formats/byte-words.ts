/** The high bits of the four bytes of a word. */
export const HIGH_BITS = 0x80808080 | 0;
/** All their other bits: a sum of two bytes without the high bits carries into no other byte. */
export const LOW_BITS = 0x7f7f7f7f;

/** The bytes of a word from this position on. */
export function bytesFrom(position: number): number {
  return -1 << ((position & 3) << 3);
}

/** Which byte of a word is the first one whose high bit is set. */
export function firstOdd(odd: number): number {
  return (31 - Math.clz32(odd & -odd)) >> 3;
}

/** Whether bytes can be read as words where they lie. */
export function liesInWords(bytes: Uint8Array): boolean {
  return bytes.byteOffset === 0 && bytes.buffer.byteLength % 4 === 0;
}

/** Bytes as words, of the memory that they lie in; of a copy where they do not fit it. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  if (liesInWords(bytes)) return new Int32Array(bytes.buffer);
  const copy = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  copy.set(bytes);
  return new Int32Array(copy.buffer);
}
