import type { FindRecord, FindReport } from '../../model/report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { QueryContext } from '../../queries/context.ts';
import { findRecords, findReport } from '../../queries/find.ts';
import type { FindQuery } from '../../queries/find.ts';
import { resolveIds } from '../../queries/resolve-ids.ts';
import { safeJson } from '../../render/visible.ts';
import type { Store } from '../../store/reader.ts';
import { worstExit } from '../exit-code.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { findQuery } from '../find-query.ts';
import { contextFor, isIncomplete, withSnapshot, withStore } from '../with-store.ts';
import type { FindOptions } from './find.ts';

export async function runFind(options: FindOptions, io: Io): Promise<ExitCode> {
  // What only one kind of output needs is loaded for that kind alone: the first answer must be quick.
  const recordText = await recordPrinter(options);
  const reportText = recordText === null ? await reportPrinter(options, io) : null;
  // What is open is read of all logs: as of one moment, and only once they are loaded.
  const withLogs = options.open ? withSnapshot : withStore;
  return withLogs(dbFile(options, io.env), (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const { id } = options;
    const query = findQuery(options, logEnd, id === undefined ? null : resolveIds(store, id));
    let count: number;
    if (reportText === null)
      count = printRecords(store, query, context, options.limit, recordText, io);
    else {
      const report = findReport(store, query, options.limit, context);
      io.out(reportText(report));
      count = report.total;
    }
    if (count === 0 && reportText === null)
      tell(io, 'nothing found: widen the search, or load more logs');
    return worstExit([
      count === 0 ? EXIT.nothingFound : EXIT.done,
      options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
    ]);
  });
}

/** Prints records one by one, as they are found. */
interface RecordPrinter {
  readonly head: string;
  readonly text: (record: FindRecord) => string;
}

async function recordPrinter(options: FindOptions): Promise<RecordPrinter | null> {
  if (options.jsonl) return { head: '', text: (record) => `${safeJson(record)}\n` };
  if (!options.csv) return null;
  const { csvRow } = await import('../../render/csv.ts');
  return { head: csvRow(CSV_COLUMNS), text: (record) => csvRow(recordCells(record)) };
}

async function reportPrinter(
  options: FindOptions,
  io: Io,
): Promise<(report: FindReport) => string> {
  if (options.json) return (report) => `${safeJson(report, 2)}\n`;
  const { findText } = await import('../../render/find-text.ts');
  return (report) => findText(report, createView(io, options));
}

function printRecords(
  store: Store,
  query: FindQuery,
  context: QueryContext,
  limit: number,
  printer: RecordPrinter | null,
  io: Io,
): number {
  let count = 0;
  if (printer === null) return count;
  let text = printer.head;
  for (const record of findRecords(store, query, context)) {
    if (limit > 0 && count >= limit) {
      tell(io, `there are more than ${limit}: --limit 0 gives all`);
      break;
    }
    count += 1;
    text += printer.text(record);
    if (text.length > 65_536) {
      io.out(text);
      text = '';
    }
  }
  io.out(text);
  return count;
}

const CSV_COLUMNS = [
  'messageId',
  'recipient',
  'sender',
  'subject',
  'state',
  'stage',
  'server',
  'since',
  'ageSeconds',
  'stallPlace',
  'nextHop',
  'confidence',
  'firstSeenAt',
  'lastSeenAt',
];

function recordCells(record: FindRecord): (string | number | null)[] {
  return [
    record.messageId,
    record.recipient,
    record.sender,
    record.subject,
    record.state,
    record.stage,
    record.server,
    record.since,
    record.ageSeconds,
    record.stall?.place ?? null,
    record.stall?.nextHop ?? null,
    record.confidence,
    record.firstSeenAt,
    record.lastSeenAt,
  ];
}
