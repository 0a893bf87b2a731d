import type { Digests } from './put-file.ts';

/** Digests by path, from the top of the bag. */
export type FileDigests = ReadonlyMap<string, Digests>;

export const ALGORITHMS = ['sha256', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** A manifest (RFC 8493, 2.1.3): a line for each file, in order of path, as `sha256sum -c` takes it. */
export function manifestText(files: FileDigests, algorithm: Algorithm): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digests]) => `${digests[algorithm]}  ${path}\n`)
    .join('');
}
