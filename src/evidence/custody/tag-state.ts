import { digestOf } from '../digest.ts';
import type { CustodyEntry, CustodySignature } from '../../model/custody-report.ts';
import type { BagFailure, BagFailureCode } from '../../model/verify-report.ts';
import { ALGORITHMS } from '../bag/manifest.ts';
import type { Algorithm } from '../bag/manifest.ts';
import { timestampQuery } from '../signing/timestamp-query.ts';
import { Findings } from '../verify/findings.ts';
import { parseManifest } from '../verify/manifest.ts';
import { CUSTODY, parseCustody } from './parse-custody.ts';
import { readSignatures, SIGNATURE_FILE } from './read-signatures.ts';

/** All files of a bag outside `data/`, by path. */
export type TagFiles = ReadonlyMap<string, Buffer>;

export const MANIFEST = 'manifest-sha256.txt';
export const QUERY = `${MANIFEST}.tsq`;

export interface TagState {
  readonly entries: readonly CustodyEntry[];
  readonly signatures: readonly CustodySignature[];
  readonly problems: readonly BagFailure[];
  /** The last entry, which the tag manifests do not know yet: the run that appended it was stopped. Null: they know it. */
  readonly unfinished: number | null;
  /** What tag manifests that are made anew list: what they list now, and what an unfinished run wrote. */
  readonly listed: ReadonlySet<string>;
}

type Fail = (code: BagFailureCode, path: string, detail: string) => void;

/** What the tag files say of the chain, and whether all of them are as the tag manifests say. */
export function judgeTags(tags: TagFiles): TagState {
  const findings = new Findings();
  const fail: Fail = (code, path, detail) => {
    findings.fail(code, path, detail);
  };
  const manifests = ALGORITHMS.map((algorithm) => tagManifest(tags, algorithm, findings));
  const custody = tags.get(CUSTODY);
  if (custody === undefined) fail('missing-file', CUSTODY, 'the bag has no chain of custody');
  const { entries, problems } =
    custody === undefined ? { entries: [], problems: [] } : parseCustody(custody);
  findings.failures.push(...problems);
  checkManifestHash(tags, entries, fail);
  const isBehind = manifests
    .map((manifest) => checkListed(tags, manifest, fail))
    .some((behind) => behind);
  const signatures = readSignatures(tags, entries);
  const listed = new Set(manifests.flatMap(({ digests }) => [...digests.keys()]));
  if (isBehind) for (const path of leftBehind(tags, listed, signatures, fail)) listed.add(path);
  else checkAgreement(manifests, fail);
  return {
    entries,
    signatures,
    problems: findings.failures,
    unfinished: isBehind ? (entries.at(-1)?.seq ?? null) : null,
    listed,
  };
}

interface TagManifest {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly digests: ReadonlyMap<string, string>;
}

function tagManifest(tags: TagFiles, algorithm: Algorithm, findings: Findings): TagManifest {
  const name = `tagmanifest-${algorithm}.txt`;
  const bytes = tags.get(name);
  if (bytes === undefined) {
    findings.fail('missing-file', name, 'every bag of mailtrail has it');
    return { name, algorithm, digests: new Map() };
  }
  const { entries } = parseManifest(name, bytes.toString('utf8'), true, findings);
  for (const path of [CUSTODY, MANIFEST, 'manifest-sha512.txt'])
    if (!entries.has(path)) findings.fail('unlisted-file', path, `${name} does not list it`);
  return { name, algorithm, digests: entries };
}

function checkManifestHash(tags: TagFiles, entries: readonly CustodyEntry[], fail: Fail): void {
  const manifest = tags.get(MANIFEST);
  if (manifest === undefined) {
    fail('missing-file', MANIFEST, 'every bag of mailtrail has it');
    return;
  }
  const actual = digestOf('sha256', manifest);
  for (const { seq, manifestSha256 } of entries)
    if (manifestSha256 !== actual)
      fail(
        'custody-wrong-manifest',
        CUSTODY,
        `entry ${seq} is of a ${MANIFEST} with SHA-256 ${manifestSha256}, that of the bag has ${actual}`,
      );
}

/** Compares each file with its digest; whether this manifest knows the chain without its last entry. */
function checkListed(
  tags: TagFiles,
  { name, algorithm, digests }: TagManifest,
  fail: Fail,
): boolean {
  let isBehind = false;
  for (const [path, digest] of digests) {
    const bytes = tags.get(path);
    if (bytes === undefined) fail('missing-file', path, `${name} lists it`);
    else if (digestOf(algorithm, bytes) === digest) continue;
    else if (path === CUSTODY && isWithoutLast(algorithm, bytes, digest)) isBehind = true;
    else fail('wrong-checksum', path, `its ${algorithm} is not what ${name} says`);
  }
  return isBehind;
}

/** Whether a digest is of the chain without its last entry; the first one is of the export, which no `--add` leaves behind. */
function isWithoutLast(algorithm: Algorithm, chain: Buffer, digest: string): boolean {
  const end = chain.lastIndexOf('\n', -2) + 1;
  return end > 0 && digestOf(algorithm, chain.subarray(0, end)) === digest;
}

/** Files that a run wrote after its entry and before it was stopped: a request for a time stamp, a signature of that entry. */
function leftBehind(
  tags: TagFiles,
  listed: ReadonlySet<string>,
  signatures: readonly CustodySignature[],
  fail: Fail,
): string[] {
  const left: string[] = [];
  const manifest = tags.get(MANIFEST);
  if (
    !listed.has(QUERY) &&
    manifest !== undefined &&
    tags.get(QUERY)?.equals(timestampQuery(manifest)) === true
  )
    left.push(QUERY);
  for (const path of tags.keys()) {
    const name = SIGNATURE_FILE.exec(path)?.[1];
    if (name === undefined || listed.has(path)) continue;
    if (signatures.some((signature) => signature.name === name && signature.ok)) left.push(path);
    else
      fail(
        'signature-invalid',
        path,
        'a run that was to sign was stopped before the signature was whole: delete this file, add again and sign again',
      );
  }
  return left;
}

function checkAgreement([first, second]: readonly TagManifest[], fail: Fail): void {
  if (first === undefined || second === undefined) return;
  for (const [one, other] of [
    [first, second],
    [second, first],
  ] as const)
    for (const path of one.digests.keys())
      if (!other.digests.has(path))
        fail('manifests-differ', other.name, `${path}, which ${one.name} lists, is not in it`);
}
