import { createHash } from 'node:crypto';

/** Lower-case hex, as manifests and hashes of bags have it; a text as UTF-8. */
export function digestOf(algorithm: 'sha256' | 'sha512', content: Uint8Array | string): string {
  return createHash(algorithm).update(content).digest('hex');
}
