import type { DailyReport } from '../model/daily-report.ts';
import { dayCoverageParts } from './day-coverage.ts';
import { hourLines } from './day-hours.ts';
import { endedLines, serverLines, shapeLines, stageLines } from './day-queues.ts';
import { dayTitle } from './day-title.ts';
import { changeParts, flowPhrase, latencyText, stageLatencies, stuckPhrase } from './day-words.ts';
import { formatCount } from './numbers.ts';
import { oldestLines } from './oldest-lines.ts';
import { parted } from './parted.ts';
import type { View } from './style.ts';
import { traceCommand } from './trace-command.ts';
import { clip } from './visible.ts';
import { wrap } from './wrap.ts';

/** Lines of a screen, by its width: nobody has 200 columns and 40 lines. The shell wants one for itself. */
const SCREENS = [
  { width: 140, lines: 49, rows: 8, servers: 5, wide: true },
  { width: 0, lines: 39, rows: 4, servers: 3, wide: false },
] as const;
type Screen = (typeof SCREENS)[number];
const PROBLEMS_TOLD = 4;
const PROBLEM_ROOM = 160;
const LEAST_OLDEST = 3;
const MOST_OLDEST = 10;
/** Lines of the oldest that are none of them: heading, next command. */
const OLDEST_AROUND = 2;
/** Lines of the age table that are no rows: head, total, its sentence, the count of other rows. */
const SHAPE_AROUND = 4;

/** The day for people: problems first, on one screen. A quiet day is three lines. */
export function dailyText(report: DailyReport, view: View): string {
  const inZone = { ...view, zone: report.day.tz };
  const lines = report.verdict === 'quiet' ? quietLines(report, inZone) : dayLines(report, inZone);
  return `${lines.join('\n')}\n`;
}

function quietLines(report: DailyReport, { style, width }: View): string[] {
  return [
    style.bold(clip(titleOf(report), width)),
    style.dim(clip(dayCoverageParts(report).join(' · '), width)),
    style.green(clip(`QUIET: ${flowPhrase(report)}`, width)),
  ];
}

function titleOf(report: DailyReport): string {
  return `Mail on ${dayTitle(report)}`;
}

function dayLines(report: DailyReport, view: View): string[] {
  const screen = SCREENS.find(({ width }) => view.width >= width) ?? SCREENS[1];
  const airy = composed(report, view, screen, ['']);
  return airy.length <= screen.lines ? airy : composed(report, view, screen, []);
}

/** All parts, `blank` between them. Without blank lines rows make room for each other. */
function composed(
  report: DailyReport,
  view: View,
  screen: Screen,
  blank: readonly string[],
): string[] {
  const before = [
    ...headLines(report, view),
    '',
    ...stageLines(report, view, screen.wide || blank.length > 0),
    ...endedLines(report, view),
    ...blank,
  ];
  const servers = serverLines(report, view, screen.servers);
  const after = [
    ...(servers.length === 0 ? [] : [...blank, ...servers]),
    ...blank,
    ...flowLines(report, view, screen),
    ...(report.oldest.length === 0 ? [] : blank),
  ];
  const dense = blank.length === 0;
  const room = dense ? screen.lines - before.length - after.length - OLDEST_AROUND : Infinity;
  const rows = between(1, room - LEAST_OLDEST - SHAPE_AROUND, screen.rows);
  const shape = shapeLines(report, view, rows);
  const oldest = between(LEAST_OLDEST, room - shape.length, MOST_OLDEST);
  return [...before, ...shape, ...after, ...oldestBlock(report, view, oldest)];
}

function between(least: number, number: number, most: number): number {
  return Math.max(least, Math.min(number, most));
}

function headLines(report: DailyReport, view: View): string[] {
  const { style, width } = view;
  const coverage = dayCoverageParts(report);
  const paint = coverage.length > 1 ? style.yellow : style.dim;
  return [
    ...wrap(titleOf(report), width).map(style.bold),
    ...parted('', coverage, width).map(paint),
    ...verdictLines(report, view),
  ];
}

function verdictLines(report: DailyReport, { style, width }: View): string[] {
  if (report.verdict === 'stuck')
    return wrap(`STUCK: ${stuckPhrase(report)}`, width, '', '  ').map((line) => style.red(line));
  const told = report.problems
    .slice(0, PROBLEMS_TOLD)
    .map((problem) => clip(problem, PROBLEM_ROOM));
  const more = report.problems.length - told.length;
  const text = [...told, ...(more > 0 ? [`And ${more} more: --json has all.`] : [])].join(' ');
  return wrap(`DEGRADED: ${text}`, width, '', '  ').map((line) => style.yellow(line));
}

function flowLines(report: DailyReport, view: View, { wide }: Screen): string[] {
  const { latency } = report;
  const stages = latency.byStage.filter(({ count }) => count > 0);
  const byStage = wide
    ? stages.map((stage) => `  ${stage.stage} ${formatCount(stage.count)}: ${latencyText(stage)}`)
    : parted('  p95 by stage: ', stageLatencies(report), view.width);
  return [
    ...hourLines(report),
    ...wrap(`Latency: ${latencyText(latency)}`, view.width, '', '  '),
    ...(stages.length > 1 ? byStage : []),
    ...parted('Changes: ', changeParts(report), view.width),
  ];
}

function oldestBlock({ oldest }: DailyReport, view: View, limit: number): string[] {
  const first = oldest[0];
  if (first === undefined) return [];
  return [
    view.style.bold('Oldest'),
    ...oldestLines(oldest.slice(0, limit), view),
    `Next: ${traceCommand(first.messageId, view)}`,
  ];
}
