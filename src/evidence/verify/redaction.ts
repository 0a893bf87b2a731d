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
  const parent = isThere ? await parentOf(bag) : null;
  const fault = redactionFault(label, isThere, parent);
  if (fault !== null)
    bag.findings.fail('redaction-mismatch', isThere ? FILE : 'bag-info.txt', fault);
  return { isRedacted: true, parent: parent ?? label };
}

async function parentOf(bag: Bag): Promise<string | null> {
  const bytes = await readBytes(bag.reader, bag.findings, FILE, MAX_BYTES);
  const parent = bytes === null ? null : jsonRow(bytes)?.['parentManifestSha256'];
  return typeof parent === 'string' && /^[0-9a-f]{64}$/.test(parent) ? parent : null;
}

function redactionFault(
  label: string | null,
  isThere: boolean,
  parent: string | null,
): string | null {
  if (label === null) return `bag-info.txt has no ${LABEL}`;
  if (!isThere) return `${LABEL} names a parent, and there is no ${FILE}`;
  if (parent === null) return 'parentManifestSha256 is not a SHA-256';
  return parent === label ? null : `parentManifestSha256 is not what ${LABEL} says`;
}
