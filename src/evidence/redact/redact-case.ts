import type { EvidenceCase, EvidenceLine } from '../../model/evidence.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { redactAsked } from './asked.ts';
import type { Asked } from './asked.ts';
import { evidenceEvent, evidenceReject, evidenceSource, otherSource } from './case-fields.ts';
import { dailyReport } from './daily-fields.ts';
import { foldCase } from './find-names.ts';
import { findLeaks } from './leaks.ts';
import type { Secrets } from './leaks.ts';
import { Pseudonyms, TOKEN_FORMS } from './pseudonyms.ts';
import { createLineRedactor } from './raw-line.ts';
import type { RedactLine } from './raw-line.ts';
import { KINDS } from './redaction-record.ts';
import type { RedactionRecord, RedactionRule } from './redaction-record.ts';
import { dailyCoverage, traceReport } from './report-fields.ts';
import { keyIdOf, sealTokens } from './seal.ts';
import { secretsOfCase } from './originals.ts';

export interface RedactOptions {
  readonly key: Buffer;
  /** Leaves the domains of addresses and the DNS suffixes of hosts as they are. */
  readonly keepDomains: boolean;
  /** SHA-256 of `manifest-sha256.txt` of the same export unredacted. */
  readonly parentManifestSha256: string;
  /** What the user asked for, for `method.md`. */
  readonly asked?: Asked;
}

export interface RedactedCase {
  readonly redacted: EvidenceCase;
  readonly redaction: RedactionRecord;
  readonly asked: Asked;
  /** What no file of the redacted bag may hold. */
  readonly secrets: Secrets;
}

/**
 * The case with tokens for addresses, hosts, IPs, ids, files and queries, and without subjects. Sources stand in order of their new names.
 * Throws UserError `telling-case-name` where the case is named after what is to be hidden.
 */
export function redactCase(given: EvidenceCase, options: RedactOptions): RedactedCase {
  const { key, keepDomains, parentManifestSha256 } = options;
  const names = new Pseudonyms({ key, caseName: given.name, keepDomains });
  // Sentences name what other fields hold, so those are read first.
  redactAll(given, names);
  names.knowAll();
  const asked = redactAsked(options.asked ?? [], names);
  const redacted = inOrder({ ...redactAll(given, names), name: given.name });
  const secrets = secretsOfCase(names.seen);
  refuseTellingName(given.name, secrets);
  const record = {
    schema: 'mailtrail/redaction/1',
    case: given.name,
    parentManifestSha256,
    keepDomains,
    keyId: keyIdOf(key),
  } as const;
  const sealed = sealTokens(key, record, names.tokens());
  return { redacted, redaction: { ...record, rules: rulesOf(names), sealed }, asked, secrets };
}

/** What no file of a redacted bag of this case may hold. */
export function secretsOf(
  given: EvidenceCase,
  options: { readonly keepDomains: boolean },
): Secrets {
  const names = new Pseudonyms({
    key: Buffer.alloc(32),
    caseName: given.name,
    keepDomains: options.keepDomains,
  });
  redactAll(given, names);
  names.knowAll();
  redactAll(given, names);
  return secretsOfCase(names.seen);
}

type Fields = Omit<EvidenceCase, 'name'>;

function redactAll(given: Fields, names: Pseudonyms): Fields {
  const { trace, daily, sources, otherSources, lines, rejects, coverage } = given;
  const bytes = redactBytes(given, names);
  return {
    trace: traceReport(trace, names),
    daily: daily === null ? null : dailyReport(daily, names),
    sources: sources.map((source) => evidenceSource(source, names)),
    otherSources: otherSources.map((source) => otherSource(source, names)),
    lines: lines.map((line, index) => redactLine(line, bytes[index] ?? null, names)),
    rejects: rejects.map((reject) => evidenceReject(reject, names)),
    coverage: dailyCoverage(coverage, names),
  };
}

function redactLine(
  { kind, source, line, offset, length, from, events }: EvidenceLine,
  bytes: Uint8Array | null,
  names: Pseudonyms,
): EvidenceLine {
  const redacted = events.map((event) => evidenceEvent(event, names));
  return { kind, source, line, offset, length, bytes, from, events: redacted };
}

function redactBytes({ sources, lines }: Fields, names: Pseudonyms): (Uint8Array | null)[] {
  const headless = new Set(
    lines
      .filter(({ kind, bytes }) => kind === 'directive' && bytes === null)
      .map(({ source }) => source),
  );
  const redactors = new Map<number, RedactLine>();
  return lines.map((line) => {
    const source = sources[line.source];
    if (source === undefined) return null;
    const redact =
      redactors.get(line.source) ?? createLineRedactor(source, !headless.has(line.source), names);
    redactors.set(line.source, redact);
    return redact(line);
  });
}

/** New names have a new order, which tells nothing of the old ones. */
function inOrder(given: EvidenceCase): EvidenceCase {
  const order = given.sources
    .map((source, index) => ({ source, index }))
    .toSorted((a, b) => compare(a.source.file, b.source.file) || a.index - b.index);
  const places = new Map(order.map(({ index }, place) => [index, place]));
  const moved = <T extends { readonly source: number }>(one: T): T => ({
    ...one,
    source: places.get(one.source) ?? one.source,
  });
  return {
    ...given,
    sources: order.map(({ source }) => source),
    otherSources: given.otherSources.toSorted(
      (a, b) => compare(a.file, b.file) || compare(a.sha256, b.sha256),
    ),
    lines: given.lines.map(moved).toSorted((a, b) => a.source - b.source || a.offset - b.offset),
    rejects: given.rejects.map(moved).toSorted((a, b) => a.source - b.source || a.line - b.line),
  };
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function rulesOf({ seen }: Pseudonyms): RedactionRule[] {
  return [
    ...KINDS.map((kind) => ({
      kind,
      becomes: TOKEN_FORMS[kind],
      originals: seen.countOf(kind),
      places: seen.placesOf(kind),
    })),
    {
      kind: 'subject',
      becomes: null,
      originals: seen.subjectCount,
      places: seen.placesOf('subject'),
    },
    { kind: 'reject', becomes: null, originals: null, places: seen.placesOf('reject') },
    { kind: 'other-field', becomes: null, originals: null, places: seen.placesOf('other-field') },
  ];
}

function refuseTellingName(name: string, secrets: Secrets): void {
  const leak =
    findLeaks(secrets, name, 'the name of the case')[0] ??
    secrets.values.get(foldCase(name.trim()));
  if (leak === undefined) return;
  throw new UserError(
    'telling-case-name',
    `the name of the case holds what is to be hidden: ${leak.kind}`,
    {
      hint: 'a redacted bag tells its case: name it with --case by a number or a word that tells nothing',
      exitCode: EXIT.usage,
    },
  );
}
