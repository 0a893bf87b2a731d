import { stat } from 'node:fs/promises';
import { errorCode, errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { VerifiedCounts, VerifyProgress, VerifyReport } from '../../model/verify-report.ts';
import type { PublicKey } from '../signing/ed25519.ts';
import { DIGITS, OURS, STRONG } from './algorithms.ts';
import type { Bag } from './bag.ts';
import { readTag } from './bag.ts';
import { MAX_ENTRIES } from './bag-reader.ts';
import type { BagReader } from './bag-reader.ts';
import { checkChecksums, checkComplete } from './complete.ts';
import { checkCustody } from './custody.ts';
import type { CustodyChain } from './custody.ts';
import { checkEvents, checkTrace } from './events.ts';
import { Findings } from './findings.ts';
import { openFolderBag } from './folder-bag.ts';
import { hashFiles } from './hash-files.ts';
import { checkLogs } from './logs.ts';
import { manifestKind, parseManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { checkProvenance, PROVENANCE } from './provenance.ts';
import { checkRedaction } from './redaction.ts';
import type { Redaction } from './redaction.ts';
import { checkSignatures } from './signatures.ts';
import { checkDeclaration, checkLabels, checkOxum, infoValue, readBagInfo } from './tag-files.ts';
import type { BagInfo } from './tag-files.ts';
import { checkStamp } from './timestamp.ts';
import { checkWholeSources } from './whole-sources.ts';
import { openZipBag } from './zip-bag.ts';

export interface VerifyOptions {
  /** Folder of original logs; null: they are not compared. */
  readonly logs: string | null;
  /** Keys that signatures have to be of; null: any. */
  readonly trusted: readonly PublicKey[] | null;
  /** PEM file of certificates of time stamp authorities. */
  readonly caFile: string | null;
  /** Bytes that the bag may unpack to; null for what its kind allows. */
  readonly maxBytes: number | null;
  readonly onProgress: (progress: VerifyProgress) => void;
}

/** Checks a bag, all of it: whatever is wrong with it is a failure of the report. Throws UserError `no-such-bag` where there is none. */
export async function verifyBag(path: string, options: VerifyOptions): Promise<VerifyReport> {
  const container = await containerOf(path);
  const findings = new Findings();
  const limits = { maxBytes: options.maxBytes, maxEntries: MAX_ENTRIES };
  const reader = await (container === 'folder' ? openFolderBag : openZipBag)(
    path,
    limits,
    findings,
  );
  const base = { schema: 'mailtrail/verify/1', bag: path, container } as const;
  if (reader === null) return { ...base, ...REFUSED, ...endOf(findings) };
  try {
    return { ...base, ...(await checkAll(path, reader, findings, options)), ...endOf(findings) };
  } finally {
    await reader.close();
  }
}

async function containerOf(path: string): Promise<'folder' | 'zip'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    if (found.isFile()) return 'zip';
  } catch (error) {
    throw noBag(path, errorCode(error) === 'ENOENT' ? 'there is none' : errorMessage(error), error);
  }
  throw noBag(path, 'it is neither a folder nor a file');
}

function noBag(path: string, why: string, cause?: unknown): UserError {
  return new UserError('no-such-bag', `cannot read ${JSON.stringify(path)}: ${why}`, {
    hint: 'name the folder or the zip file that mailtrail export made',
    exitCode: EXIT.internal,
    cause,
  });
}

type Checked = Omit<
  VerifyReport,
  'schema' | 'bag' | 'container' | 'ok' | 'notes' | 'failures' | 'failuresNotListed'
>;

const NOTHING: VerifiedCounts = {
  files: 0,
  bytes: 0,
  algorithms: [],
  parts: 0,
  lines: 0,
  linesInRaw: 0,
  events: 0,
  sources: 0,
  wholeSources: 0,
};

const REFUSED: Checked = {
  kind: null,
  case: null,
  redactionOf: null,
  checked: NOTHING,
  custody: null,
  logs: null,
  signatures: [],
  timestamp: null,
};

function endOf({
  failures,
  notes,
  notListed,
}: Findings): Pick<VerifyReport, 'ok' | 'notes' | 'failures' | 'failuresNotListed'> {
  return { ok: failures.length === 0, notes, failures, failuresNotListed: notListed };
}

async function checkAll(
  path: string,
  reader: BagReader,
  findings: Findings,
  options: VerifyOptions,
): Promise<Checked> {
  if (!isBag(reader)) {
    findings.fail('missing-file', 'bagit.txt', noBagDetail(reader));
    return REFUSED;
  }
  if (reader.files.has('fetch.txt'))
    findings.fail('fetch-file', 'fetch.txt', 'parts of the bag are to be loaded from elsewhere');
  const { bag, info } = await openBag(reader, findings, options.onProgress);
  checkOxum(info, reader, findings);
  checkComplete(bag);
  checkChecksums(bag);
  const caseName = infoValue(info, 'External-Identifier');
  const checked = countsOf(bag);
  if (bag.kind === 'bagit') {
    noteForeign(bag, options);
    return { ...REFUSED, kind: 'bagit', case: caseName, checked };
  }
  const chain = await checkCustody(bag);
  const redaction = await checkRedaction(bag, info);
  const rows = await checkRows(path, bag, redaction, options);
  return {
    kind: 'mailtrail',
    case: caseName,
    redactionOf: redaction.parent,
    checked: { ...checked, ...rows.counts },
    custody: headOf(chain),
    logs: rows.logs,
    signatures: await checkSignatures(bag, chain, caseName, options.trusted),
    timestamp: await checkStamp(bag, options.caFile),
  };
}

/** A folder of anything else may be large: it is not read to its end only to say so. */
function isBag({ files }: BagReader): boolean {
  return files.has('bagit.txt') || [...files.keys()].some((path) => manifestKind(path) !== null);
}

function noBagDetail({ files }: BagReader): string {
  const within = [...files.keys()].find((path) => /^[^/]+\/bagit\.txt$/.test(path));
  const hint = within === undefined ? '' : `; there is one in ${within.slice(0, -10)}`;
  return `no bagit.txt and no manifest: this is no bag${hint}`;
}

/** Reads the tag files of a bag, then each file of it once. */
async function openBag(
  reader: BagReader,
  findings: Findings,
  onProgress: VerifyOptions['onProgress'],
): Promise<{ bag: Bag; info: BagInfo }> {
  const texts = await manifestTexts(reader, findings);
  const kind = isOurs(reader, texts) ? 'mailtrail' : 'bagit';
  const strict = kind === 'mailtrail';
  await checkDeclaration(reader, findings, strict);
  const info = await readBagInfo(reader, findings, strict);
  if (strict && reader.files.has('bag-info.txt')) checkLabels(info, findings);
  const manifests = new Map<string, Manifest>();
  for (const [name, text] of texts)
    manifests.set(name, parseManifest(name, text, strict, findings));
  const algorithms = new Set([...manifests.values()].map(({ algorithm }) => algorithm));
  if (strict) for (const algorithm of OURS) algorithms.add(algorithm);
  const hashed = await hashFiles(reader, [...algorithms], onProgress);
  return { bag: { reader, findings, kind, manifests, hashed }, info };
}

async function manifestTexts(reader: BagReader, findings: Findings): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of reader.files.keys()) {
    const kind = manifestKind(path);
    if (kind === null) continue;
    if (!(kind.algorithm in DIGITS)) {
      findings.note(
        'unknown-algorithm',
        `${path} was not checked: its algorithm is not known here`,
      );
      continue;
    }
    const text = await readTag(reader, findings, path);
    if (text !== null) texts.set(path, text);
  }
  return texts;
}

/** Any one sign is enough: taking one of them out must not make the check a looser one. */
function isOurs({ files }: BagReader, manifests: ReadonlyMap<string, string>): boolean {
  const signs = ['custody.jsonl', PROVENANCE, 'certification-template.md', 'data/trace.json'];
  return signs.some(
    (sign) =>
      files.has(sign) || [...manifests.values()].some((text) => text.includes(`  ${sign}\n`)),
  );
}

function countsOf({ hashed, manifests }: Bag): VerifiedCounts {
  const files = [...hashed.values()].filter(({ error }) => error === null);
  return {
    ...NOTHING,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    algorithms: [...new Set([...manifests.values()].map(({ algorithm }) => algorithm))].toSorted(),
    parts: [...hashed.keys()].filter((path) => path.startsWith('data/raw/')).length,
  };
}

function noteForeign({ findings, manifests }: Bag, options: VerifyOptions): void {
  const payload = [...manifests.values()].filter(({ isOfTags }) => !isOfTags);
  if (payload.length === 0)
    findings.fail('missing-file', 'manifest-sha256.txt', 'the bag has no manifest of its payload');
  else if (!payload.some(({ algorithm }) => STRONG.includes(algorithm)))
    findings.note(
      'weak-algorithm',
      'its manifests are of MD5 or SHA-1 alone: files can be made that have the digests of others',
    );
  findings.note(
    'not-of-mailtrail',
    'this is no bag of mailtrail: only what BagIt says was checked, as there is no custody chain, no provenance and no signature of ours',
  );
  if (options.trusted !== null)
    findings.fail('signature-missing', null, 'a bag of another program has no signature of ours');
  if (options.caFile !== null)
    findings.fail('timestamp-missing', null, 'a bag of another program has no time stamp of ours');
  if (options.logs !== null)
    findings.note('logs-not-compared', 'there are no lines to compare with --logs');
}

/** Compares the rows of the bag with each other, with raw/, and with the original logs. */
async function checkRows(
  path: string,
  bag: Bag,
  { isRedacted }: Redaction,
  { logs, onProgress }: VerifyOptions,
): Promise<{ counts: Partial<VerifiedCounts>; logs: VerifyReport['logs'] }> {
  const provenance = await checkProvenance(bag, isRedacted, onProgress);
  const { lines, linesInRaw, linesWithoutBytes, sources, index } = provenance;
  if (linesWithoutBytes > 0)
    bag.findings.note(
      'lines-without-bytes',
      `the bag holds no bytes of ${linesWithoutBytes} lines: neither the log nor the archive had them any more`,
    );
  const events = await checkEvents(bag, index);
  await checkTrace(bag, index);
  const counts = {
    lines,
    linesInRaw,
    events,
    sources: sources.all.length,
    wholeSources: await checkWholeSources(bag, provenance, isRedacted),
  };
  if (logs === null) {
    bag.findings.note(
      'logs-not-compared',
      'lines were compared with the copies in the bag, not with the original logs: --logs DIR does',
    );
    return { counts, logs: null };
  }
  return {
    counts,
    logs: await checkLogs(bag, { path, folder: logs }, provenance, isRedacted, onProgress),
  };
}

function headOf(chain: CustodyChain): VerifyReport['custody'] {
  const head = chain.at(-1);
  return head === undefined ? null : { entries: chain.length, seq: head.seq, hash: head.hash };
}
