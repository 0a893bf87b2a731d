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
      ? [style.green('Nothing is stuck.'), ...apartTexts(report, false)]
      : [
          ...wrap(stuckTitle(report, view.zone), view.width).map((line) => style.bold(line)),
          ...ageTableLines(report, view, { asOf: report.asOf, rows: ROWS }),
          '',
          ...apartTexts(report, true),
          ...oldest(report, view, listAll),
        ];
  return `${[...lines, style.dim(coverage)].join('\n')}\n`;
}

export function stuckTitle({ unit, asOf, thresholdSeconds }: StuckReport, zone: string): string {
  const at = asOf === null ? '' : `, as of ${formatInZone(Date.parse(asOf), zone)}`;
  return `Open ${unit} by age (min)${at}, stuck from ${formatDuration(thresholdSeconds)}`;
}

/** What is in no row of the table; `all`: zeros too. */
export function apartTexts({ atLogEnd, inTransit, system }: StuckReport, all: boolean): string[] {
  const { lost, unlogged } = inTransit;
  return [
    ...(all || atLogEnd > 0
      ? [`Open at the end of the log: ${formatCount(atLogEnd)} (too young to judge)`]
      : []),
    ...(all || lost + unlogged > 0
      ? [`In transit: lost ${formatCount(lost)}, unlogged ${formatCount(unlogged)}`]
      : []),
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
