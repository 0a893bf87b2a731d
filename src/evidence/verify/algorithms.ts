/** Hexadecimal digits of a digest, by the name that a manifest file has. */
export const DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

/** Those of a bag of mailtrail. */
export const OURS: readonly string[] = ['sha256', 'sha512'];

/** Nobody can make a second file of the same digest. */
export const STRONG: readonly string[] = ['sha256', 'sha384', 'sha512'];
