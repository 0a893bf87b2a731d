import type { VerifiedTimestamp } from '../../model/verify-report.ts';
import { checkTimestamp } from '../signing/timestamp-check.ts';
import type { Bag } from './bag.ts';
import { readBytes } from './bag.ts';
import { TIMESTAMP_ANSWER } from './complete.ts';

const MANIFEST = 'manifest-sha256.txt';
const QUERY = 'manifest-sha256.txt.tsq';
const MAX_BYTES = 1024 * 1024;

/** Checks the answer of a time stamp authority, if it lies in the bag. */
export async function checkStamp(
  { reader, findings }: Bag,
  caFile: string | null,
): Promise<VerifiedTimestamp | null> {
  const answer = await readBytes(reader, findings, TIMESTAMP_ANSWER, MAX_BYTES);
  const manifest = await readBytes(reader, findings, MANIFEST);
  if (answer === null || manifest === null) {
    if (caFile !== null) findings.fail('timestamp-missing', TIMESTAMP_ANSWER, 'it is not there');
    else if (reader.files.has(QUERY))
      findings.note('no-timestamp', `a time stamp was prepared (${QUERY}); no answer lies there`);
    return null;
  }
  const query = await readBytes(reader, findings, QUERY, MAX_BYTES);
  const check = await checkTimestamp({ query, answer, manifest, caFile });
  if (check.state === 'failed') {
    findings.fail('timestamp-invalid', TIMESTAMP_ANSWER, check.reason);
    return { ok: false, at: null, authority: null, trusted: false };
  }
  const trusted = check.state === 'ok';
  if (!trusted)
    findings.note(
      'timestamp-not-checked',
      `the time stamp is of this manifest; that an authority signed it was not checked: ${check.reason} (--tsa-ca FILE)`,
    );
  return { ok: true, at: check.at, authority: check.tsa, trusted };
}
