import { errorMessage } from '../../model/errors.ts';
import type { BagReader } from './bag-reader.ts';
import type { Findings } from './findings.ts';
import type { HashedFile } from './hash-files.ts';
import type { Manifest } from './manifest.ts';
import { MAX_TAG_BYTES, readWhole } from './read-bytes.ts';

/** A bag while it is checked: each step adds what it found. */
export interface Bag {
  readonly reader: BagReader;
  readonly findings: Findings;
  readonly kind: 'mailtrail' | 'bagit';
  /** By name, such as `manifest-sha256.txt`. */
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly hashed: ReadonlyMap<string, HashedFile>;
}

/** A tag file as UTF-8 text; null where it is not there, or after it was told what is wrong with it. */
export async function readTag(
  reader: BagReader,
  findings: Findings,
  path: string,
  max = MAX_TAG_BYTES,
): Promise<string | null> {
  const bytes = await readBytes(reader, findings, path, max);
  if (bytes === null) return null;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    findings.fail('bad-encoding', path, 'the file begins with a byte order mark');
    return bytes.subarray(3).toString('utf8');
  }
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    findings.fail('bad-encoding', path, 'the file is not UTF-8');
  return text;
}

/** The bytes of a small file; null where it is not there, too large or cannot be read. */
export async function readBytes(
  reader: BagReader,
  findings: Findings,
  path: string,
  max = MAX_TAG_BYTES,
): Promise<Buffer | null> {
  if (!reader.files.has(path)) return null;
  try {
    const bytes = await readWhole(reader, path, max);
    if (bytes === null)
      findings.fail('too-large', path, `the file has more than ${max} bytes; such a file is small`);
    return bytes;
  } catch (error) {
    findings.fail(unreadable(reader), path, errorMessage(error));
    return null;
  }
}

/** What it is called when a file cannot be read. */
export function unreadable(reader: BagReader): 'zip-damaged' | 'unreadable-file' {
  return reader.container === 'zip' ? 'zip-damaged' : 'unreadable-file';
}
