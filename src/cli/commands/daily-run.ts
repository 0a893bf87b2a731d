import type { DailyReport } from '../../model/daily-report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { dateInZone, formatInZone } from '../../model/zone.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../queries/context.ts';
import type { QueryContext } from '../../queries/context.ts';
import { askedDay, dailyReport } from '../../queries/daily.ts';
import type { AskedDay } from '../../queries/daily.ts';
import { parseMoment } from '../../queries/parse-moment.ts';
import { safeJson } from '../../render/visible.ts';
import type { Store } from '../../store/reader.ts';
import { worstExit } from '../exit-code.ts';
import type * as Nagios from '../../render/nagios.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { answerOnce, isIncomplete } from '../with-store.ts';
import type { DailyOptions } from './daily.ts';
import { limitsOf, noLogsBefore, printNagios } from './queue-output.ts';

export async function runDaily(
  date: string | undefined,
  options: DailyOptions,
  io: Io,
): Promise<ExitCode> {
  const limits = limitsOf(options);
  const print = await printer(options, io);
  return answerOnce(dbFile(options, io.env), (store, logEnd) => {
    const { report, context } = askDaily(store, logEnd, date, options);
    if (typeof print !== 'function') return printNagios(print.dailyNagios(report, limits), io);
    io.out(print(report));
    return worstExit([
      isBad(report) ? EXIT.stalled : EXIT.done,
      options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
    ]);
  });
}

type Asked = Pick<DailyOptions, 'tz' | 'olderThan' | 'withSystem'>;

/** The summary of a day that has a name as users write it; absent: the last one with logs. Throws UserError `no-logs-yet`, `bad-time`. */
export function askDaily(
  store: Store,
  logEnd: number,
  date: string | undefined,
  options: Asked,
): { readonly report: DailyReport; readonly context: QueryContext } {
  const day = dayOf(date, options, logEnd);
  const thresholdMs = options.olderThan ?? DEFAULT_THRESHOLD_MS;
  const context = queryContext(store, { asOf: day.to, thresholdMs });
  // A log that begins with the next day tells nothing of this one.
  if (context.servers.every(({ from }) => from >= day.to))
    throw noLogsBefore(formatInZone(day.from, day.zone).slice(0, 10), store.file);
  return { report: dailyReport(store, day, context), context };
}

/** The day of such a name as `YYYY-MM-DD`. Throws UserError `bad-time`. */
export function dateOf(date: string, options: Pick<Asked, 'tz'>, logEnd: number): string {
  return dateInZone(dayOf(date, options, logEnd).from, options.tz);
}

function dayOf(date: string | undefined, options: Asked, logEnd: number): AskedDay {
  const moment = { logEnd, zone: options.tz, edge: 'start' } as const;
  return askedDay(date === undefined ? logEnd : parseMoment(date, 'daily', moment), options);
}

/** Something stalled or failed, or far more NDRs than usual; a day that is only covered in part is no failure. */
function isBad({ total, ended, changes }: DailyReport): boolean {
  const { lost, badmail, failed, absorbed, held } = ended;
  const manyNdrs = changes.some(({ measure, notable }) => measure === 'ndr' && notable);
  return manyNdrs || total.now + total.cleared + lost + badmail + failed + absorbed + held > 0;
}

/** What only one form needs is loaded for that form alone. */
async function printer(
  options: DailyOptions,
  io: Io,
): Promise<((report: DailyReport) => string) | typeof Nagios> {
  if (options.nagios) return import('../../render/nagios.ts');
  if (options.json) return (report) => `${safeJson(report, 2)}\n`;
  if (options.prometheus) return (await import('../../render/daily-prometheus.ts')).dailyPrometheus;
  if (options.md) return (await import('../../render/daily-markdown.ts')).dailyMarkdown;
  if (options.csv) {
    const { csvRow } = await import('../../render/csv.ts');
    const { dailyCsvRows } = await import('../../render/daily-csv.ts');
    return (report) => dailyCsvRows(report).map(csvRow).join('');
  }
  const view = createView(io, options);
  const { dailyText } = await import('../../render/daily-text.ts');
  return (report) => dailyText(report, view);
}
