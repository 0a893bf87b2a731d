import { hostname } from 'node:os';
import type { BagPlace } from '../../evidence/bag/bag-place.ts';
import type { WrittenBag } from '../../evidence/bag/write-bag.ts';
import { collectCase } from '../../evidence/collect.ts';
import type { CollectedCase } from '../../evidence/collect.ts';
import { makeBag } from '../../evidence/make-bag.ts';
import type { BagRequest } from '../../evidence/make-bag.ts';
import { readOrMakeKey } from '../../evidence/redact/key-file.ts';
import type { SigningKey } from '../../evidence/signing/ed25519.ts';
import { readSigningKeyFile } from '../../evidence/signing/read-key-file.ts';
import { isCaseName } from '../../evidence/signing/statement.ts';
import { wholeSources } from '../../evidence/whole-sources.ts';
import type { ExportReport } from '../../model/export-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { dailyCoverage } from '../../queries/daily-coverage.ts';
import { traceReport } from '../../queries/trace.ts';
import { exportText } from '../../render/export-text.ts';
import { counted } from '../../render/numbers.ts';
import { clip, safeJson } from '../../render/visible.ts';
import { createRowReader } from '../../store/msgtrk-rows.ts';
import { createArchiveReader } from '../../store/read-archive.ts';
import type { Store } from '../../store/reader.ts';
import { actorName } from '../actor.ts';
import { now } from '../clock.ts';
import { worstExit } from '../exit-code.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { noteCase, TOOL } from '../note-case.ts';
import { dbFile } from '../options.ts';
import { createProgress } from '../progress.ts';
import { readStdinLines } from '../read-input.ts';
import { removalAtExit } from '../removal-at-exit.ts';
import { withSnapshotAsync } from '../with-store.ts';
import { askedFor, chooseMessages } from './export-choice.ts';
import type { Choice } from './export-choice.ts';
import type { ExportOptions } from './export.ts';

export async function runExport(
  args: readonly string[],
  options: ExportOptions,
  io: Io,
): Promise<ExitCode> {
  const texts = args.includes('-')
    ? [...args.filter((arg) => arg !== '-'), ...(await readStdinLines(io))]
    : args;
  const removal = removalAtExit();
  const progress = createProgress<string>(io, (text, _, width) => clip(text, width));
  let report: ExportReport | null;
  try {
    report = await exportCase(texts, options, io, {
      onPlace: removal.watch,
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
    removal.dispose();
  }
  noteExport(texts, options, io, report);
  if (report === null) return nothingFound(io);
  io.out(options.json ? `${safeJson(report, 2)}\n` : exportText(report, createView(io, options)));
  return worstExit([EXIT.done, report.unresolved.length > 0 ? EXIT.nothingFound : EXIT.done]);
}

/** What is told while a bag is made. */
export type ExportHooks = Pick<Task, 'onPlace' | 'onProgress'>;

/** Makes the bag that options ask for; null: no message fits. Throws UserError. */
export async function exportCase(
  texts: readonly string[],
  options: ExportOptions,
  io: Io,
  hooks: ExportHooks,
): Promise<ExportReport | null> {
  checkOptions(options);
  const signingKey = options.sign === undefined ? null : readSigningKeyFile(options.sign);
  const redact = redactionOf(options, io);
  return withSnapshotAsync(dbFile(options, io.env), (store, logEnd) => {
    const choice = chooseMessages(store, texts, options, logEnd);
    return exportChoice(store, choice, { options, texts, io, signingKey, redact, ...hooks });
  });
}

/** Notes it in the database's audit, also that nothing was found. */
export function noteExport(
  texts: readonly string[],
  options: ExportOptions,
  io: Io,
  report: ExportReport | null,
): void {
  const { redact: redacted = false } = options;
  const query = {
    ids: texts,
    ...Object.fromEntries(askedFor([], options).map(([name, value]) => [name.slice(2), value])),
    redact: redacted,
  };
  const outcome =
    report === null
      ? { messages: 0 }
      : {
          messages: report.messages,
          recipients: report.recipients,
          manifestSha256: report.manifestSha256,
        };
  noteCase(io, dbFile(options, io.env), options, { action: 'export', query, outcome });
}

function checkOptions({ case: name, key, redact, keepDomains }: ExportOptions): void {
  if (!isCaseName(name))
    throw new UserError('bad-case', 'the name of a case is one line of up to 200 characters', {
      hint: 'for example --case INC-17',
      exitCode: EXIT.usage,
    });
  if (redact === true && key === undefined)
    throw new UserError('no-key', '--redact needs a key for its pseudonyms', {
      hint: 'name a file with --key FILE: it is made if it is not there; keep it away from the bag',
      exitCode: EXIT.usage,
    });
  if (redact !== true && (key !== undefined || keepDomains === true))
    throw new UserError('key-alone', '--key and --keep-domains go with --redact', {
      hint: 'add --redact, or leave them out',
      exitCode: EXIT.usage,
    });
}

/** The key is made before anything else: without it a redacted bag could not be mapped back. */
function redactionOf(
  { key: file, keepDomains = false }: ExportOptions,
  io: Io,
): BagRequest['redact'] {
  if (file === undefined) return null;
  const { key, made, warning } = readOrMakeKey(file);
  if (made) tell(io, `made the key ${file}: keep it private, and away from the bag`);
  if (warning !== null) tell(io, warning);
  return { key, keepDomains };
}

interface Task {
  readonly options: ExportOptions;
  readonly texts: readonly string[];
  readonly io: Io;
  readonly signingKey: SigningKey | null;
  readonly redact: BagRequest['redact'];
  readonly onPlace: (place: BagPlace) => void;
  readonly onProgress: (text: string) => void;
}

async function exportChoice(
  store: Store,
  choice: Choice,
  task: Task,
): Promise<ExportReport | null> {
  const { options, texts, io, signingKey, redact, onPlace, onProgress } = task;
  const { query, ids, unresolved, context, daily } = choice;
  if (ids.length === 0) return null;
  const trace = traceReport(
    store,
    { query, ids, unresolved, rawLine: null, rowOf: createRowReader(store), to: null },
    context,
  );
  // With --as-of, before anything told of them.
  if (trace.messages.length === 0) return null;
  const everything = { since: null, until: null };
  const collected = await collectCase(
    store,
    {
      name: options.case,
      ids,
      asOf: context.asOf,
      trace,
      daily,
      coverage: dailyCoverage(store, context, everything, options.tz).report,
    },
    (done, total, file) => {
      onProgress(`log ${done + 1} of ${total}: ${file}`);
    },
  );
  const bag = await makeBag({
    given: collected.given,
    out: options.out,
    zip: isZip(options),
    tz: options.tz,
    asked: askedFor(texts, options),
    wholeSources:
      options.includeSources === true
        ? wholeSources(collected.sources, createArchiveReader(store))
        : [],
    redact,
    tags: {
      caseName: options.case,
      at: now(io.env).getTime(),
      actor: actorName(options.by),
      host: hostname(),
      tool: TOOL,
      text: custodyText(collected, options),
      signingKey,
      timestampQuery: options.timestampQuery ?? false,
    },
    onPlace,
    onFile: onProgress,
  });
  return reportOf(collected, bag, unresolved, options);
}

/** Who writes a name that ends so means a zip file. */
function isZip({ out, zip = false }: ExportOptions): boolean {
  return zip || out.toLowerCase().endsWith('.zip');
}

function custodyText({ given }: CollectedCase, { reason }: ExportOptions): string {
  const { messages } = given.trace;
  const events = given.lines.filter(({ kind }) => kind === 'event').length;
  const files = counted(given.sources.length, 'log file');
  const what = `exported ${counted(messages.length, 'message')}, ${counted(events, 'line')} of ${files}`;
  return reason === undefined ? what : `${what}; reason: ${reason}`;
}

function reportOf(
  { given }: CollectedCase,
  bag: WrittenBag,
  unresolved: Choice['unresolved'],
  options: ExportOptions,
): ExportReport {
  const events = given.lines.filter(({ kind }) => kind === 'event');
  const from = (wanted: string | null): number =>
    events.filter((line) => line.from === wanted).length;
  return {
    schema: 'mailtrail/export/1',
    case: given.name,
    bag: options.out,
    messages: given.trace.messages.length,
    recipients: given.trace.messages.reduce((sum, one) => sum + one.recipients.length, 0),
    lines: events.length,
    linesFrom: { original: from('original'), archive: from('archive'), none: from(null) },
    sources: given.sources.length,
    files: bag.files,
    bytes: bag.bytes,
    manifestSha256: bag.manifestSha256,
    custodyHash: bag.custodyHash,
    signedBy: bag.signedBy,
    redacted: options.redact ?? false,
    redactionOf: bag.redactionOf,
    timestampQuery: options.timestampQuery === true ? 'manifest-sha256.txt.tsq' : null,
    unresolved,
  };
}

function nothingFound(io: Io): ExitCode {
  tell(io, 'nothing found, so no bag was made: widen the search, or load more logs');
  return EXIT.nothingFound;
}
