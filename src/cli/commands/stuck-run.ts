import type { StuckReport } from '../../model/stuck-report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { formatInZone } from '../../model/zone.ts';
import type { QueryContext } from '../../queries/context.ts';
import { OLDEST, stuckReport } from '../../queries/stuck.ts';
import { safeJson } from '../../render/visible.ts';
import type { Store } from '../../store/reader.ts';
import { worstExit } from '../exit-code.ts';
import type * as Nagios from '../../render/nagios.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { answerOnce, contextFor, isIncomplete } from '../with-store.ts';
import { limitsOf, noLogsBefore, printNagios } from './queue-output.ts';
import type { StuckOptions } from './stuck.ts';

export async function runStuck(options: StuckOptions, io: Io): Promise<ExitCode> {
  const limits = limitsOf(options);
  const print = await printer(options, io);
  return answerOnce(dbFile(options, io.env), (store, logEnd) => {
    const limit = options.ids ? 0 : OLDEST;
    const growth = options.growth ? 'all' : undefined;
    const { report, context } = askStuck(store, logEnd, { ...options, limit, growth });
    if (typeof print !== 'function') return printNagios(print.stuckNagios(report, limits), io);
    io.out(print(report));
    return worstExit([
      report.stalled > 0 ? EXIT.stalled : EXIT.done,
      options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
    ]);
  });
}

type Asked = Pick<
  StuckOptions,
  'tz' | 'color' | 'by' | 'count' | 'withSystem' | 'newest' | 'asOf' | 'olderThan'
> & {
  /** How many are listed; 0: all. */
  readonly limit: number;
  readonly growth?: 'soon' | 'aside' | 'all' | undefined;
};

/** What is open at the moment asked about. Throws UserError `no-logs-yet`, `bad-time`. */
export function askStuck(
  store: Store,
  logEnd: number,
  options: Asked,
): { readonly report: StuckReport; readonly context: QueryContext } {
  const context = contextFor(store, logEnd, options);
  if (context.servers.length === 0)
    throw noLogsBefore(formatInZone(context.asOf ?? logEnd, options.tz), store.file);
  const { by, count: unit, limit, growth, withSystem = false, newest = false } = options;
  // Who made this its question waits for the answer.
  const asked = {
    by,
    unit,
    withSystem,
    limit,
    growth: growth === 'aside' ? 'all' : growth,
    newest,
  } as const;
  return { report: stuckReport(store, asked, context), context };
}

/** What only one form needs is loaded for that form alone. */
async function printer(
  options: StuckOptions,
  io: Io,
): Promise<((report: StuckReport) => string) | typeof Nagios> {
  if (options.nagios) return import('../../render/nagios.ts');
  if (options.json) return (report) => `${safeJson(report, 2)}\n`;
  if (options.prometheus) return (await import('../../render/stuck-prometheus.ts')).stuckPrometheus;
  const view = createView(io, options);
  if (options.md) {
    const { stuckMarkdown } = await import('../../render/stuck-markdown.ts');
    return (report) => stuckMarkdown(report, view, options.ids ?? false);
  }
  if (options.csv) {
    const { csvRow } = await import('../../render/csv.ts');
    const { stuckCsvRows } = await import('../../render/stuck-csv.ts');
    return (report) => stuckCsvRows(report).map(csvRow).join('');
  }
  const { stuckText } = await import('../../render/stuck-text.ts');
  return (report) => stuckText(report, view, options.ids ?? false);
}
