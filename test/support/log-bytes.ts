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
