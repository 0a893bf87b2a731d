import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { errorMessage } from '../../model/errors.ts';
import type { Bag } from './bag.ts';
import { unreadable } from './bag.ts';
import { parseCustodyEntry } from './custody-entry.ts';
import type { CustodyEntry } from './custody-entry.ts';
import type { Findings } from './findings.ts';
import { linesOf } from './read-bytes.ts';

const FILE = 'custody.jsonl';

/** Entries of the custody chain, in order of the file. */
export type CustodyChain = readonly CustodyEntry[];

/** Reads custody.jsonl and checks that nobody changed, dropped, added or moved an entry. */
export async function checkCustody(bag: Bag): Promise<CustodyChain> {
  const { reader, findings } = bag;
  if (!reader.files.has(FILE)) return [];
  const entries: CustodyEntry[] = [];
  let badLines = 0;
  let beforeLast: Hash | null = null;
  try {
    const seen = createHash('sha256');
    for await (const { number, bytes, isEnded, isTooLong } of linesOf(await reader.open(FILE))) {
      beforeLast = seen.copy();
      seen.update(bytes).update('\n');
      const entry = isTooLong ? 'the line is too long' : parseCustodyEntry(bytes, number);
      if (typeof entry === 'string') {
        findings.fail('custody-bad-line', FILE, entry, number);
        badLines += 1;
      } else entries.push(entry);
      if (!isEnded)
        findings.fail('custody-bad-line', FILE, 'the last line has no line end', number);
    }
  } catch (error) {
    findings.fail(unreadable(reader), FILE, errorMessage(error));
    return entries;
  }
  if (entries.length === 0) {
    if (badLines === 0) findings.fail('custody-dropped', FILE, 'there is no entry');
    return entries;
  }
  checkEntries(bag, entries);
  checkOrder(entries, badLines > 0, findings);
  checkLinks(entries, findings);
  noteClock(entries, findings);
  noteUnfinished(bag, beforeLast?.digest('hex') ?? '');
  return entries;
}

/** An entry is written before the tag manifests are: a run that was stopped in between is no forgery. */
function noteUnfinished({ manifests, hashed, findings }: Bag, sha256: string): void {
  const listed = manifests.get('tagmanifest-sha256.txt')?.entries.get(FILE);
  if (listed !== sha256 || hashed.get(FILE)?.digests.get('sha256') === listed) return;
  findings.note(
    'custody-unfinished',
    'the tag manifests know all custody entries but the last one, as a run of custody --add leaves it that was stopped: if it was, the next custody --add ends it; else somebody added that entry',
  );
}

function checkEntries({ hashed, findings }: Bag, entries: CustodyChain): void {
  const manifest = hashed.get('manifest-sha256.txt')?.digests.get('sha256');
  for (const { line, seq, hash, actualHash, manifestSha256, action } of entries) {
    if (hash !== actualHash)
      findings.fail(
        'custody-wrong-hash',
        FILE,
        `entry ${seq} was changed: its hash is ${actualHash}, it says ${hash}`,
        line,
      );
    if (manifest !== undefined && manifestSha256 !== manifest)
      findings.fail(
        'custody-wrong-manifest',
        FILE,
        `entry ${seq} is of a manifest-sha256.txt with SHA-256 ${manifestSha256}, that of the bag has ${manifest}`,
        line,
      );
    if ((action === 'export') !== (seq === 1))
      findings.fail(
        'custody-bad-line',
        FILE,
        `entry ${seq} has the action ${JSON.stringify(action.slice(0, 60))}; the first is export, no other is`,
        line,
      );
  }
}

/** Which numbers are missing, and which stand where they should not. */
function checkOrder(entries: CustodyChain, hasBadLines: boolean, findings: Findings): void {
  const seen = new Map<number, CustodyEntry>();
  let highest = 0;
  for (const entry of entries) {
    const { seq, line } = entry;
    const twin = seen.get(seq);
    if (twin !== undefined)
      findings.fail(
        'custody-reordered',
        FILE,
        `entry ${seq} is there twice, also in line ${twin.line}`,
        line,
      );
    else if (seq < highest)
      findings.fail('custody-reordered', FILE, `entry ${seq} stands after entry ${highest}`, line);
    seen.set(seq, entry);
    highest = Math.max(highest, seq);
  }
  // A line that could not be read may be the one that is missing; it was told.
  if (hasBadLines) return;
  let expected = 1;
  for (const entry of [...seen.values()].toSorted((a, b) => a.seq - b.seq)) {
    const { seq, line } = entry;
    if (seq > expected)
      findings.fail(
        'custody-dropped',
        FILE,
        seq - expected === 1
          ? `entry ${expected} is missing`
          : `entries ${expected} to ${seq - 1} are missing`,
        line,
      );
    expected = seq + 1;
  }
}

/** Each entry names the hash of the one before. Where numbers are missing there is nothing to compare with. */
function checkLinks(entries: CustodyChain, findings: Findings): void {
  let before: CustodyEntry | undefined;
  for (const entry of entries) {
    const { seq, line, previous } = entry;
    const isFirst = seq === 1;
    if (isFirst && previous !== null)
      findings.fail('custody-broken-chain', FILE, 'the first entry names one before it', line);
    // By its own hash as it is told: that it does not fit the entry is told there.
    const isNext = before !== undefined && before.seq === seq - 1;
    if (!isFirst && isNext && previous !== before?.hash)
      findings.fail(
        'custody-broken-chain',
        FILE,
        `entry ${seq} follows an entry with hash ${previous ?? 'null'}, entry ${seq - 1} has ${before?.hash ?? ''}`,
        line,
      );
    before = entry;
  }
}

function noteClock(entries: CustodyChain, findings: Findings): void {
  const later = entries.find((entry, index) => {
    const next = entries[index + 1];
    return next !== undefined && Date.parse(next.at) < Date.parse(entry.at);
  });
  if (later !== undefined)
    findings.note(
      'custody-clock',
      `the entry after custody entry ${later.seq} has an earlier time: a clock was wrong, or set back`,
    );
}
