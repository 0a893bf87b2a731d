import type { Command } from 'commander';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { TraceReport, UnresolvedReport } from '../../model/report.ts';
import type { QueryContext } from '../../queries/context.ts';
import { findRecords } from '../../queries/find.ts';
import { readMail } from '../../queries/mail.ts';
import type { Mail } from '../../queries/mail.ts';
import { receivedReport } from '../../queries/received.ts';
import { resolveEach } from '../../queries/resolve-ids.ts';
import { traceReport } from '../../queries/trace.ts';
import { traceText } from '../../render/trace-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createRawReader } from '../../store/raw-lines.ts';
import type { Store } from '../../store/reader.ts';
import { worstExit } from '../exit-code.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions, addOutputOptions, contextFor, isIncomplete, withStore } from '../options.ts';
import type { AsOfOptions, GlobalOptions, OutputOptions } from '../options.ts';
import { readFileText, readStdinLines } from '../read-input.ts';
import { addMessageOptions, rangeOf } from './find.ts';
import type { MessageOptions } from './find.ts';
import { traceCsv } from './trace-csv.ts';

type TraceOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  MessageOptions & { readonly raw?: boolean; readonly headers?: string };

/** Without an id, more messages than this are not traced: a list serves better. */
const MAX_TRACED = 20;

export function addTrace(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('trace')
    .argument('[ID...]', 'message ids, with or without <>, or fragments of at least 4 characters; - reads them from stdin')
    .summary('where is it: each message, each recipient, the way so far')
    .description('Says where a message is, since when, why, and how sure that is.');
  addMessageOptions(command)
    .option('--headers <FILE>', 'read the id from pasted headers, an .eml or an NDR (- for stdin)')
    .option('--raw', 'add the exact log lines');
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail trace F16E5DA74673964608D0CF1EEE@exch01.corp.example
  mailtrail trace F16E5DA7 --as-of "2004-02-18 12:00"
  mailtrail trace --from alice@corp.example --since yesterday
  mailtrail trace --headers undelivered.eml

Exit: 0 all is well, 4 stalled or failed, 3 not found, 2 an id fits several messages.`,
  );
  command.action(async (ids: string[]) => {
    done(await trace(ids, command.optsWithGlobals<TraceOptions>(), io));
  });
}

async function trace(args: readonly string[], options: TraceOptions, io: Io): Promise<ExitCode> {
  const mail = options.headers === undefined ? null : await readMail(await readFileText(options.headers, io));
  const fromStdin = args.includes('-') ? await readStdinLines(io) : [];
  const ids = [
    ...args.filter((arg) => arg !== '-'),
    ...fromStdin,
    ...(mail === null ? [] : [mail.messageId]),
  ];
  return withStore(options.db, (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const wanted =
      ids.length > 0 || args.includes('-')
        ? { query: ids, ...resolveEach(store, ids) }
        : searched(store, options, logEnd, context);
    const rawLine = options.raw ? createRawReader(store) : null;
    const report = traceReport(store, { ...wanted, rawLine, to: options.to ?? null }, context);
    print(mail === null ? report : withReceived(report, mail, context), options, io);
    return exitOf(report, context, options);
  });
}

function withReceived(report: TraceReport, mail: Mail, context: QueryContext): TraceReport {
  return { ...report, headers: receivedReport(mail, report, context.resolve) };
}

/** Without an id: messages as `find` finds them. */
function searched(
  store: Store,
  options: TraceOptions,
  logEnd: number,
  context: QueryContext,
): { query: string[]; ids: number[]; unresolved: UnresolvedReport[] } {
  const { from, to, subject } = options;
  const range = rangeOf(options, logEnd);
  if ([from, to, subject, range.since ?? undefined, range.until ?? undefined].every((value) => value === undefined))
    throw new UserError('no-id', 'trace needs a message id, or something to search by', {
      hint: 'mailtrail trace ID, or --from, --to, --subject, --since, --until; mailtrail trace --help shows examples',
      exitCode: EXIT.usage,
    });
  const query = {
    from: from ?? null,
    to: to ?? null,
    subject: subject ?? null,
    ids: null,
    ...range,
    server: null,
    state: null,
    stage: null,
  };
  const messageIds = new Set<string>();
  for (const { messageId } of findRecords(store, query, context)) {
    messageIds.add(messageId);
    if (messageIds.size > MAX_TRACED)
      throw new UserError('too-many', `more than ${MAX_TRACED} messages fit`, {
        hint: 'narrow the search with --since, --until or --subject, or list them with mailtrail find',
        exitCode: EXIT.usage,
      });
  }
  return { query: [], ...resolveEach(store, [...messageIds]) };
}

function print(report: TraceReport, options: TraceOptions, io: Io): void {
  if (options.json) io.out(`${safeJson(report, 2)}\n`);
  else if (options.jsonl) for (const message of report.messages) io.out(`${safeJson(message)}\n`);
  else if (options.csv) io.out(traceCsv(report));
  else if (report.messages.length + report.unresolved.length === 0) io.out('Nothing found.\n');
  else io.out(traceText(report, createView(io, options), { rawExact: !io.outIsTerminal }));
}

function exitOf(report: TraceReport, context: QueryContext, options: TraceOptions): ExitCode {
  const stalled = report.messages.some(({ recipients }) =>
    recipients.some(({ stall }) => stall !== null),
  );
  return worstExit([
    report.messages.length + report.unresolved.length === 0 ? EXIT.nothingFound : EXIT.done,
    ...report.unresolved.map(({ total }) => (total === 0 ? EXIT.nothingFound : EXIT.usage)),
    stalled ? EXIT.stalled : EXIT.done,
    options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
  ]);
}
