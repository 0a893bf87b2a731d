import type { DailyCoverageReport, GapReport } from '../../model/report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { withHours } from '../../queries/covered-hours.ts';
import { dailyCoverage } from '../../queries/daily-coverage.ts';
import { coverageDaysText } from '../../render/coverage-days-text.ts';
import { rejectText } from '../../render/coverage-text.ts';
import { safeJson } from '../../render/visible.ts';
import { readRejects } from '../../store/read-rejects.ts';
import type { StoredReject } from '../../store/read-rejects.ts';
import type { Store } from '../../store/reader.ts';
import { csvRow } from '../../render/csv.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { contextFor, isIncomplete, rangeOf, withStore } from '../with-store.ts';
import type { CoverageOptions } from './coverage.ts';

const REJECT_COLUMNS = ['file', 'line', 'offset', 'length', 'code', 'detail', 'start'];
const SERVER_COLUMNS = [
  'server',
  'from',
  'to',
  'gapFrom',
  'gapTo',
  'gapWhy',
  'rejectedLines',
  'files',
  'day',
  'hours',
  'events',
  'rejected',
  'log',
  'gapFiles',
];

export function runCoverage(options: CoverageOptions, io: Io): ExitCode {
  return withStore(dbFile(options, io.env), (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const range = rangeOf(options, logEnd);
    const found = dailyCoverage(store, context, range, options.tz);
    const { hours } = found;
    const report = options.hours ? withHours(found, options.tz, null) : found.report;
    if (options.jsonl || options.csv)
      for (const row of options.rejects ? rejectRows(store, options) : serverRows(report, options))
        io.out(row);
    else if (options.json) {
      const rejects = options.rejects ? { rejects: [...readRejects(store)] } : {};
      io.out(`${safeJson({ schema: 'mailtrail/coverage/1', ...report, ...rejects }, 2)}\n`);
    } else {
      const view = createView(io, options);
      io.out(coverageDaysText({ report, hours, ...range }, view));
      if (options.rejects)
        for (const reject of readRejects(store)) io.out(rejectText(reject, view));
    }
    return options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done;
  });
}

function* rejectRows(store: Store, { csv }: CoverageOptions): Generator<string> {
  if (csv) yield csvRow(REJECT_COLUMNS);
  for (const reject of readRejects(store))
    yield csv ? csvRow(rejectCells(reject)) : `${safeJson(reject)}\n`;
}

function* serverRows(
  { servers }: DailyCoverageReport,
  options: CoverageOptions,
): Generator<string> {
  if (options.csv) yield csvRow(SERVER_COLUMNS);
  for (const server of servers) {
    if (options.csv) yield* csvRows(server);
    else yield `${safeJson(server)}\n`;
  }
}

/** A row for each gap, or one where there is none; then a row for each log of a modern server, and for each day. */
function* csvRows(report: DailyCoverageReport['servers'][number]): Generator<string> {
  const { server, from, to, gaps, rejectedLines, files, days, logs = [] } = report;
  const row = (
    gap: readonly (string | null)[],
    day: readonly (string | number | null)[],
    more: readonly (string | null)[] = [null, null],
  ): string => csvRow([server, from, to, ...gap, rejectedLines, files, ...day, ...more]);
  const noGap = [null, null, null];
  const noDay = [null, null, null, null];
  if (gaps.length === 0) yield row(noGap, noDay);
  for (const gap of gaps)
    yield row([gap.from, gap.to, gap.why], noDay, [gap.log ?? null, filesOf(gap)]);
  for (const one of logs)
    yield csvRow([server, one.from, one.to, ...noGap, null, one.files, ...noDay, one.log, null]);
  for (const { day, hours, events, rejected } of days)
    yield row(noGap, [day, hours, events, rejected]);
}

function filesOf({ file, lastFile }: GapReport): string | null {
  if (file === undefined) return null;
  return lastFile === undefined ? file : `${file} to ${lastFile}`;
}

function rejectCells(reject: StoredReject): (string | number | null)[] {
  const { file, line, offset, length, code, detail, start } = reject;
  return [file, line, offset, length, code, detail, start];
}
