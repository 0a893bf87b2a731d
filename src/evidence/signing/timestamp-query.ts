import { createHash } from 'node:crypto';

/** TimeStampReq (RFC 3161, 2.4.1) up to the digest: version 1, SHA-256 with NULL parameters. */
const BEFORE_DIGEST = Buffer.from(
  '3039020101303130 0d0609608648016503040201 0500 0420'.replaceAll(' ', ''),
  'hex',
);

/** certReq TRUE: the answer shall hold the authority's certificate. */
const AFTER_DIGEST = Buffer.from('0101ff', 'hex');

/**
 * A request for a time stamp of a manifest, DER: byte for byte what `openssl ts -query -sha256 -cert -no_nonce -data FILE` writes. It has
 * no nonce, so that it is the same whenever it is made.
 */
export function timestampQuery(manifest: Uint8Array): Buffer {
  const digest = createHash('sha256').update(manifest).digest();
  return Buffer.concat([BEFORE_DIGEST, digest, AFTER_DIGEST]);
}
