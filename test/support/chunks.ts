import fc from 'fast-check';

/** Bytes as logs are made of, and as they are not: line ends of all kinds, letters of several bytes, odd bytes. */
export const logBytes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      fc
        .constantFrom('\n', '\r\n', '\r', '\t', ' ', 'a', '# Date', '\u00e9\u20ac', '\uFEFF', '\0')
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.concat(parts));

/** Places to cut at, as parts of the whole. */
export const cuts: fc.Arbitrary<readonly number[]> = fc.array(
  fc.double({ min: 0, max: 1, noNaN: true }),
  { maxLength: 8 },
);

/** The same bytes in portions. */
export function portions(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => Math.round(place * bytes.length)), bytes.length];
  const ordered = at.toSorted((a, b) => a - b);
  return ordered.slice(1).map((to, i) => bytes.subarray(ordered[i], to));
}
