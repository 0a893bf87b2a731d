const MULTIPLIER = 0x9e3779b1;

/** Folds ASCII letters, and a few signs into others, which a hash may. */
const ANY_CASE = 0x20202020;

/**
 * Hash of the UTF-8 bytes in a range, four at a time, begun with a seed; 32 bits, signed. Texts that differ only in ASCII capitals have
 * the same. For dictionaries, not for evidence: log text is hostile, so the seed is secret.
 */
export function hashBytes(view: DataView, from: number, to: number, seed: number): number {
  let hash = seed ^ (to - from);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    hash = Math.imul(hash ^ (view.getInt32(i, true) | ANY_CASE), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  for (; i < to; i++) {
    hash = Math.imul(hash ^ (view.getUint8(i) | 0x20), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  // Short texts that differ in the last letter only would lie side by side.
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}

/** The same of a text. */
export function hashText(text: string, seed: number): number {
  const bytes = Buffer.from(text, 'utf8');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return hashBytes(view, 0, bytes.length, seed);
}
