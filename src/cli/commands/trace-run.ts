import type { TraceReport, UnresolvedReport } from '../../model/report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { QueryContext } from '../../queries/context.ts';
import { findRecords } from '../../queries/find.ts';
import type { Mail } from '../../queries/mail.ts';
import { resolveEach } from '../../queries/resolve-ids.ts';
import { traceReport } from '../../queries/trace.ts';
import { safeJson } from '../../render/visible.ts';
import { holdsFormat } from '../../store/holds-format.ts';
import type { RowReader } from '../../store/msgtrk-rows.ts';
import type { Store } from '../../store/reader.ts';
import { worstExit } from '../exit-code.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { readFileBytes, readStdinLines } from '../read-input.ts';
import { noteCase, refuseWithoutCase } from '../note-case.ts';
import { dbFile } from '../options.ts';
import { findQuery } from '../find-query.ts';
import { contextFor, isIncomplete, withStoreAsync } from '../with-store.ts';
import type { TraceOptions } from './trace.ts';

/** Without an id, more messages than this are not traced: a list serves better. */
const MAX_TRACED = 20;

/** What is to be traced. */
interface Wanted {
  readonly query: readonly string[];
  readonly ids: readonly number[];
  readonly unresolved: readonly UnresolvedReport[];
}

export async function runTrace(
  args: readonly string[],
  options: TraceOptions,
  io: Io,
): Promise<ExitCode> {
  refuseWithoutCase(options);
  const mail = options.headers === undefined ? null : await mailOf(options.headers, io);
  const fromStdin = args.includes('-') ? await readStdinLines(io) : null;
  const given = args.filter((arg) => arg !== '-');
  const texts = [...given, ...(fromStdin ?? []), ...(mail === null ? [] : [mail.messageId])];
  if (texts.length > 0 || fromStdin !== null) refuseSearch(options);
  // What only some answers need is loaded for those alone: the first answer must be quick.
  const raw = options.raw ? await import('../../store/raw-lines.ts') : null;
  const received = mail === null ? null : await import('../../queries/received.ts');
  const draw = await drawer(options, io);
  const print = await printer(options, io);
  return withStoreAsync(dbFile(options, io.env), async (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const wanted =
      texts.length > 0 || fromStdin !== null
        ? { query: texts, ...resolveEach(store, texts) }
        : search(store, options, logEnd, context);
    const rawLine = raw?.createRawReader(store) ?? null;
    const rowOf = await rowReader(store);
    const to = options.to ?? null;
    const report = traceReport(store, { ...wanted, rawLine, rowOf, to }, context);
    const headers =
      mail === null ? undefined : received?.receivedReport(mail, report, context.resolve);
    const text = print(headers === undefined ? report : { ...report, headers });
    draw(report);
    if (options.case !== undefined) noteTrace(report, options, io);
    io.out(text);
    if (options.jsonl || options.csv) tellUnresolved(report, io);
    return exitOf(report, context, options);
  });
}

async function rowReader(store: Store): Promise<RowReader | null> {
  if (!holdsFormat(store, 'msgtrk')) return null;
  const { createRowReader } = await import('../../store/msgtrk-rows.ts');
  return createRowReader(store);
}

function noteTrace(report: TraceReport, options: TraceOptions, io: Io): void {
  const { from, to, subject, since, until, asOf, headers } = options;
  const ids = report.query.length === 0 ? undefined : report.query;
  noteCase(io, dbFile(options, io.env), options, {
    action: 'trace',
    query: { ids, from, to, subject, since, until, asOf, headers },
    outcome: {
      messages: report.messages.map(({ messageId }) => messageId),
      recipients: report.messages.reduce((sum, { recipients }) => sum + recipients.length, 0),
      notFound: report.unresolved.map(({ query }) => query),
    },
  });
}

/** With ids only `--to` narrows the answer; the rest would be passed over without a word. */
function refuseSearch({ from, subject, since, until }: TraceOptions): void {
  if ([from, subject, since, until].every((value) => value === undefined)) return;
  throw new UserError('id-and-search', '--from, --subject, --since and --until go without an id', {
    hint: 'leave them out, or leave the id out; --to ADDRESS shows one recipient of a message',
    exitCode: EXIT.usage,
  });
}

async function mailOf(file: string, io: Io): Promise<Mail> {
  const { readMail } = await import('../../queries/mail.ts');
  return readMail(await readFileBytes(file, io));
}

/** Without an id: messages as `find` finds them. */
function search(
  store: Store,
  options: TraceOptions,
  logEnd: number,
  context: QueryContext,
): Wanted {
  const { from, to, subject, since, until } = options;
  if ([from, to, subject, since, until].every((value) => value === undefined))
    throw new UserError('no-id', 'trace needs a message id, or something to search by', {
      hint: 'mailtrail trace ID, or --from, --to, --subject, --since, --until; mailtrail trace --help shows examples',
      exitCode: EXIT.usage,
    });
  const query = findQuery(options, logEnd);
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

/** With `--svg`, draws what was found. */
async function drawer({ svg, tz }: TraceOptions, io: Io): Promise<(report: TraceReport) => void> {
  if (svg === undefined) return () => undefined;
  const { writeLife } = await import('./trace-svg.ts');
  return (report) => {
    if (writeLife(report, svg, tz)) tell(io, `picture: ${svg}`);
  };
}

async function printer(options: TraceOptions, io: Io): Promise<(report: TraceReport) => string> {
  if (options.json) return (report) => `${safeJson(report, 2)}\n`;
  if (options.jsonl)
    return ({ messages }) => messages.map((message) => `${safeJson(message)}\n`).join('');
  if (options.csv) return (await import('./trace-csv.ts')).traceCsv;
  const { traceText } = await import('../../render/trace-text.ts');
  return (report) => traceText(report, createView(io, options), { rawExact: !io.outIsTerminal });
}

/** What records cannot say is said beside them. */
function tellUnresolved({ unresolved }: TraceReport, io: Io): void {
  for (const { query, total } of unresolved)
    tell(
      io,
      total === 0
        ? `nothing found for ${JSON.stringify(query)}`
        : `${total} messages fit ${JSON.stringify(query)}: name one of them`,
    );
}

function exitOf(report: TraceReport, context: QueryContext, options: TraceOptions): ExitCode {
  const stalled = report.messages.some(({ recipients }) =>
    recipients.some(({ stall }) => stall !== null),
  );
  const nothing = report.messages.length + report.unresolved.length === 0;
  return worstExit([
    nothing ? EXIT.nothingFound : EXIT.done,
    ...report.unresolved.map(({ total }) => (total === 0 ? EXIT.nothingFound : EXIT.usage)),
    stalled ? EXIT.stalled : EXIT.done,
    options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
  ]);
}
