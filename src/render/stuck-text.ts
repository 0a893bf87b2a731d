import type { QueueTable, StuckReport } from '../model/stuck-report.ts';
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
const LISTED = 10;

/** The queue for people: age × key, what is no part of it, the oldest or the newest. `listAll` lists each with its whole id. */
export function stuckText(report: StuckReport, view: View, listAll: boolean): string {
  const { style } = view;
  const coverage = coverageLine(report.coverage, view);
  const lines =
    report.total.count === 0
      ? [style.green(nothingText(report, view.zone)), ...apartTexts(report, false)]
      : [
          ...wrap(stuckTitle(report, view.zone), view.width).map((line) => style.bold(line)),
          ...ageTableLines(report, view, { asOf: report.asOf, rows: ROWS }),
          '',
          ...apartTexts(report, true),
          ...growthLines(report, view),
          ...listed(report, view, listAll),
        ];
  return `${[...lines, style.dim(coverage)].join('\n')}\n`;
}

export function stuckTitle(report: StuckReport, zone: string): string {
  const { unit, thresholdSeconds } = report;
  return `Open ${unit} by age (min)${asOfText(report, zone)}, stuck from ${formatDuration(thresholdSeconds)}`;
}

export function nothingText(report: StuckReport, zone: string): string {
  return `Nothing is stuck${asOfText(report, zone)}.`;
}

function asOfText({ asOf }: StuckReport, zone: string): string {
  return asOf === null ? '' : `, as of ${formatInZone(Date.parse(asOf), zone)}`;
}

/** What the log ends too soon for. */
export function atLogEndText({ atLogEnd, thresholdSeconds }: QueueTable): string {
  return `Open at the end of the log: ${formatCount(atLogEnd)} (younger than ${formatDuration(thresholdSeconds)}, too young to judge)`;
}

/** What is in no row of the table; `all`: zeros too. */
export function apartTexts(report: StuckReport, all: boolean): string[] {
  const { atLogEnd, inTransit, system } = report;
  const { lost, unlogged } = inTransit;
  const see = lost > 0 ? ' (find --state lost)' : '';
  return [
    ...(all || atLogEnd > 0 ? [atLogEndText(report)] : []),
    ...(all || lost + unlogged > 0
      ? [`In transit: lost ${formatCount(lost)}, unlogged ${formatCount(unlogged)}${see}`]
      : []),
    ...(system > 0 ? [`System mail, not counted: ${formatCount(system)} (--with-system)`] : []),
  ];
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar for each moment, the highest one for the most. */
function growthLines({ growth = [] }: StuckReport, { zone }: View): string[] {
  const [first] = growth;
  const last = growth.at(-1);
  if (first === undefined || last === undefined) return [];
  const most = Math.max(1, ...growth.map(({ open }) => open));
  const bars = growth.map(({ open }) => BARS[Math.round((open / most) * (BARS.length - 1))] ?? '');
  const from = `${formatCount(first.open)} at ${formatInZone(Date.parse(first.at), zone)}`;
  return [`By hour: ${bars.join('')} from ${from} to ${formatCount(last.open)}`];
}

function listed(report: StuckReport, view: View, listAll: boolean): string[] {
  const { name, all, more, records } = listOf(report);
  const first = records[0];
  if (first === undefined) return [];
  const { bold } = view.style;
  const next = `Next: ${traceCommand(first.messageId, view)}`;
  if (listAll) return ['', bold(all), ...listLines(records, view), next];
  const head = more ? `${name} (--ids lists all)` : name;
  return ['', bold(head), ...oldestLines(records.slice(0, LISTED), view), next];
}

/** What is listed below the table: the oldest, or what stalled last where that was asked for. */
export function listOf({ oldest, newest, total, stalled }: StuckReport) {
  return newest === undefined
    ? {
        name: 'Oldest',
        all: 'All, the oldest first',
        more: total.count > LISTED,
        records: oldest,
      }
    : {
        name: 'Newest stalls',
        all: 'All that stalled, the newest first',
        more: stalled > LISTED,
        records: newest,
      };
}
