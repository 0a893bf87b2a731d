import type { Bag } from './bag.ts';
import { unreadable } from './bag.ts';
import { OURS } from './algorithms.ts';
import { manifestKind } from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** What each bag of mailtrail has; files are only ever added to it. */
const REQUIRED: readonly string[] = [
  'bag-info.txt',
  'bagit.txt',
  'certification-template.md',
  'custody.jsonl',
  'data/coverage.json',
  'data/events.csv',
  'data/events.jsonl',
  'data/provenance.jsonl',
  'data/rejects.jsonl',
  'data/report.html',
  'data/report.txt',
  'data/sources.csv',
  'data/trace.json',
  'manifest-sha256.txt',
  'manifest-sha512.txt',
  'method.md',
  'profile.json',
  'tagmanifest-sha256.txt',
  'tagmanifest-sha512.txt',
];

/** An authority's answer is put there by hand, and is in no manifest. */
export const TIMESTAMP_ANSWER = 'manifest-sha256.txt.tsr';

/** Files that only a desktop puts anywhere. */
const DESKTOP = /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i;

/** Tells files that are missing and those that nobody lists. */
export function checkComplete(bag: Bag): void {
  const listed = listedPaths(bag);
  const strays = straysByDigest(bag, listed);
  for (const [path, by] of listed)
    if (!bag.reader.files.has(path))
      bag.findings.fail(
        'missing-file',
        path,
        `${by.join(' and ')} ${lists(by)} it${movedTo(bag, strays, path, by)}`,
      );
  for (const path of bag.kind === 'mailtrail' ? REQUIRED : ['bagit.txt'])
    if (!bag.reader.files.has(path) && !listed.has(path))
      bag.findings.fail('missing-file', path, 'every bag has it');
  checkUnlisted(bag, listed);
  checkAgreement(bag);
}

function lists(by: readonly string[]): string {
  return by.length === 1 ? 'lists' : 'list';
}

/** Manifests that list a path. */
function listedPaths(bag: Bag): Map<string, string[]> {
  const listed = new Map<string, string[]>();
  for (const manifest of bag.manifests.values())
    for (const path of manifest.entries.keys()) {
      const by = listed.get(path);
      if (by === undefined) listed.set(path, [manifest.name]);
      else by.push(manifest.name);
    }
  return listed;
}

/** Files that nobody lists, by each of their digests. */
function straysByDigest(bag: Bag, listed: ReadonlyMap<string, unknown>): Map<string, string> {
  const strays = new Map<string, string>();
  for (const [path, { digests, bytes }] of bag.hashed)
    if (!listed.has(path) && bytes > 0)
      for (const digest of digests.values()) strays.set(digest, path);
  return strays;
}

/** Whether a file that nobody lists has the bytes of a missing one: it was renamed. */
function movedTo(
  bag: Bag,
  strays: ReadonlyMap<string, string>,
  missing: string,
  by: readonly string[],
): string {
  for (const name of by) {
    const digest = bag.manifests.get(name)?.entries.get(missing);
    const stray = digest === undefined ? undefined : strays.get(digest);
    if (stray !== undefined) return `; its bytes are there as ${stray}`;
  }
  return '';
}

function checkUnlisted(bag: Bag, listed: ReadonlyMap<string, readonly string[]>): void {
  for (const path of bag.reader.files.keys()) {
    const isTag = !path.startsWith('data/');
    if (listed.has(path) || (isTag && (bag.kind === 'bagit' || isFree(path)))) continue;
    const why = DESKTOP.test(path) ? '; a desktop makes files of this name' : '';
    bag.findings.fail('unlisted-file', path, `no manifest lists it${why}`);
  }
}

function isFree(path: string): boolean {
  return path === TIMESTAMP_ANSWER || isOurTagManifest(path);
}

function isOurTagManifest(path: string): boolean {
  const kind = manifestKind(path);
  return kind?.isOfTags === true && OURS.includes(kind.algorithm);
}

/** All manifests of the payload list the same files, those of a bag of ours the same tag files too: else one covers less. */
function checkAgreement(bag: Bag): void {
  for (const isOfTags of bag.kind === 'mailtrail' ? [false, true] : [false]) {
    const [first, ...others] = [...bag.manifests.values()].filter(
      (manifest) => manifest.isOfTags === isOfTags,
    );
    if (first === undefined) continue;
    for (const other of others) {
      tellAbsent(bag, first, other);
      tellAbsent(bag, other, first);
    }
  }
}

function tellAbsent(bag: Bag, manifest: Manifest, other: Manifest): void {
  for (const path of manifest.entries.keys())
    if (!other.entries.has(path))
      bag.findings.fail(
        'manifests-differ',
        other.name,
        `${path}, which ${manifest.name} lists, is not in it`,
      );
}

/** Compares each digest of each manifest; a file is told once, with all algorithms that say so. */
export function checkChecksums(bag: Bag): void {
  const owners = ownersOfDigests(bag);
  for (const [path, file] of bag.hashed) {
    if (file.error !== null) {
      bag.findings.fail(unreadable(bag.reader), path, file.error);
      continue;
    }
    const wrong: Manifest[] = [];
    for (const manifest of bag.manifests.values()) {
      const expected = manifest.entries.get(path);
      if (expected !== undefined && file.digests.get(manifest.algorithm) !== expected)
        wrong.push(manifest);
    }
    const [first] = wrong;
    if (first === undefined) {
      if (file.hasOtherCrc)
        bag.findings.fail(
          'zip-damaged',
          path,
          'the zip file names another CRC for it: other programs refuse it',
        );
      continue;
    }
    const actual = file.digests.get(first.algorithm) ?? '';
    const owner = owners.get(actual);
    const whose = owner === undefined || owner === path ? '' : `; these are the bytes of ${owner}`;
    bag.findings.fail(
      'wrong-checksum',
      path,
      `${first.algorithm} is ${actual}, ${wrong.map(({ name }) => name).join(' and ')} ${wrong.length === 1 ? 'says' : 'say'} otherwise${whose}`,
    );
  }
}

/** Paths by their listed digests: a file that was swapped with another is told by it. */
function ownersOfDigests(bag: Bag): Map<string, string> {
  const owners = new Map<string, string>();
  for (const manifest of bag.manifests.values())
    for (const [path, digest] of manifest.entries)
      if (!owners.has(digest)) owners.set(digest, path);
  return owners;
}
