import type { StuckReport } from '../model/stuck-report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { ageTableLines } from './age-table.ts';
import { coverageLine } from './coverage-line.ts';
import { formatCount } from './numbers.ts';
import { listLines, oldestLines } from './oldest-lines.ts';
import type { View } from './style.ts';
import { traceCommand } from './trace-command.ts';
import { wrap } from './wrap.ts';

/** What fits a screen. */
const ROWS = 20;
const OLDEST = 10;

/** The queue for people: age × key, what is no part of it, the oldest. `listAll` lists each of `oldest` with its whole id. */
export function stuckText(report: StuckReport, view: View, listAll: boolean): string {
  const { style } = view;
  const coverage = coverageLine(report.coverage, view);
  const lines =
    report.total.count === 0
      ? [style.green('Nothing is stuck.'), ...apartLines(report, view, false)]
      : [
          ...wrap(titleOf(report, view), view.width).map((line) => style.bold(line)),
          ...ageTableLines(report, view, { asOf: report.asOf, rows: ROWS }),
          '',
          ...apartLines(report, view, true),
          ...oldest(report, view, listAll),
        ];
  return `${[...lines, style.dim(coverage)].join('\n')}\n`;
}

function titleOf({ unit, asOf, thresholdSeconds }: StuckReport, { zone }: View): string {
  const at = asOf === null ? '' : `, as of ${formatInZone(Date.parse(asOf), zone)}`;
  return `Open ${unit} by age (min)${at}, stuck from ${formatDuration(thresholdSeconds)}`;
}

/** What is in no row of the table; `all`: zeros too. */
function apartLines(
  { atLogEnd, inTransit, system }: StuckReport,
  { style }: View,
  all: boolean,
): string[] {
  const { lost, unlogged } = inTransit;
  const transit = `In transit: lost ${formatCount(lost)}, unlogged ${formatCount(unlogged)}`;
  return [
    ...(all || atLogEnd > 0
      ? [`Open at the end of the log: ${formatCount(atLogEnd)} (too young to judge)`]
      : []),
    ...(all || lost + unlogged > 0 ? [lost + unlogged > 0 ? style.red(transit) : transit] : []),
    ...(system > 0 ? [`System mail, not counted: ${formatCount(system)} (--with-system)`] : []),
  ];
}

function oldest({ oldest: records, total }: StuckReport, view: View, listAll: boolean): string[] {
  const first = records[0];
  if (first === undefined) return [];
  const { bold } = view.style;
  const next = `Next: ${traceCommand(first.messageId, view)}`;
  if (listAll) return ['', bold('All, the oldest first'), ...listLines(records, view), next];
  const head = total.count > OLDEST ? 'Oldest (--ids lists all)' : 'Oldest';
  return ['', bold(head), ...oldestLines(records.slice(0, OLDEST), view), next];
}
