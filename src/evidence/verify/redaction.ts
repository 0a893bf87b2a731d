import type { Bag } from './bag.ts';
import { readBytes } from './bag.ts';
import { jsonRow } from './json-row.ts';
import { infoValue } from './tag-files.ts';
import type { BagInfo } from './tag-files.ts';

const FILE = 'data/redaction.json';
const LABEL = 'Mailtrail-Redaction-Of';
/** What `reveal` needs of a large case. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface Redaction {
  readonly isRedacted: boolean;
  /** SHA-256 of `manifest-sha256.txt` of the unredacted bag. */
  readonly parent: string | null;
}

/** Whether a bag is redacted: `bag-info.txt` and `data/redaction.json` have to agree. */
export async function checkRedaction(bag: Bag, info: BagInfo): Promise<Redaction> {
  const label = infoValue(info, LABEL);
  const isThere = bag.reader.files.has(FILE);
  if (label === null && !isThere) return { isRedacted: false, parent: null };
  const fail = (detail: string): void => {
    bag.findings.fail('redaction-mismatch', isThere ? FILE : 'bag-info.txt', detail);
  };
  if (label === null) fail(`bag-info.txt has no ${LABEL}`);
  if (!isThere) fail(`${LABEL} names a parent, and there is no ${FILE}`);
  const bytes = await readBytes(bag.reader, bag.findings, FILE, MAX_BYTES);
  const parent = bytes === null ? null : jsonRow(bytes)?.['parentManifestSha256'];
  if (bytes !== null && (typeof parent !== 'string' || !/^[0-9a-f]{64}$/.test(parent)))
    fail('parentManifestSha256 is not a SHA-256');
  else if (typeof parent === 'string' && label !== null && parent !== label)
    fail(`parentManifestSha256 is not what ${LABEL} says`);
  return { isRedacted: true, parent: typeof parent === 'string' ? parent : label };
}
