import type { DailyReport, StageLatency } from '../model/daily-report.ts';
import { ageTableLines } from './age-table.ts';
import { countsLines, REASON_WIDTH } from './day-counts.ts';
import { dayCoverageParts } from './day-coverage.ts';
import { hourLines } from './day-hours.ts';
import { dayTitle } from './day-title.ts';
import {
  apartParts,
  changeParts,
  durationOr,
  endedParts,
  flowPhrase,
  latencyText,
  stuckPhrase,
} from './day-words.ts';
import { formatCount } from './numbers.ts';
import { oldestLines } from './oldest-lines.ts';
import type { View } from './style.ts';
import { traceCommand } from './trace-command.ts';
import { clip, visible } from './visible.ts';
import { wrap } from './wrap.ts';

const MOVES = 'A move to another stage is cleared in one row, new in the other, neither in TOTAL.';

/** Lines of a screen, by its width: nobody has 200 columns and 40 lines. The shell wants one for itself. */
const SCREENS = [
  { width: 140, lines: 49, rows: 8, servers: 5, wide: true },
  { width: 0, lines: 39, rows: 4, servers: 3, wide: false },
] as const;
type Screen = (typeof SCREENS)[number];
const LEAST_OLDEST = 3;
const MOST_OLDEST = 10;
/** Lines of the oldest that are none of them: heading, next command. */
const OLDEST_AROUND = 2;
/** Lines of the age table that are no rows: head, total, its sentence, the count of other rows. */
const SHAPE_AROUND = 4;

/** The day for people: problems first, on one screen. A quiet day is three lines. */
export function dailyText(report: DailyReport, view: View): string {
  const lines = report.verdict === 'quiet' ? quietLines(report, view) : dayLines(report, view);
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
  const blank = screen.wide ? [''] : [];
  const before = [
    ...headLines(report, view),
    '',
    ...stageLines(report, view, screen),
    ...endedLines(report, view),
    ...blank,
  ];
  const servers = serverLines(report, view, screen.servers);
  const after = [
    ...(servers.length === 0 ? [] : [...blank, ...servers]),
    ...blank,
    ...flowLines(report, view, screen),
    ...blank,
  ];
  const room = screen.lines - before.length - after.length - OLDEST_AROUND;
  const shape = shapeLines(
    report,
    view,
    between(1, room - LEAST_OLDEST - SHAPE_AROUND, screen.rows),
  );
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
  const problems = report.problems.map(visible).join(' ');
  return wrap(`DEGRADED: ${problems}`, width, '', '  ').map((line) => style.yellow(line));
}

function stageLines(report: DailyReport, view: View, { wide }: Screen): string[] {
  const { total, stages } = report;
  const apart = apartParts(report);
  if (total.carried + total.new === 0)
    return ['Nothing was stuck in the day.', ...parted('', apart, view.width)];
  const reason = view.width < REASON_WIDTH ? total.lastReason : null;
  return [
    ...countsLines(
      {
        title: 'Stuck (recipients)',
        total,
        rows: stages.map((row) => ({ ...row, key: row.stage })),
        limit: 5,
      },
      view,
    ),
    ...(reason === null ? [] : [view.style.dim(clip(`Last reason: ${reason}`, view.width))]),
    ...(wide && movedBetween(report) ? [view.style.dim(MOVES)] : []),
    ...parted('', apart, view.width),
  ];
}

function movedBetween({ total, stages }: DailyReport): boolean {
  return stages.reduce((sum, stage) => sum + stage.new, 0) !== total.new;
}

function endedLines(report: DailyReport, { style, width }: View): string[] {
  const parts = endedParts(report);
  return parts.length === 0
    ? ['Ended badly: nothing']
    : parted('Ended badly: ', parts, width).map((line) => style.red(line));
}

function shapeLines(report: DailyReport, view: View, rows: number): string[] {
  const { shape, asOf } = report;
  if (shape.total.count === 0) return ['Nothing is open when the day ends.'];
  return ageTableLines(shape, view, { asOf, rows, trendRows: 0, title: 'Open by age (min)' });
}

function serverLines({ servers }: DailyReport, view: View, limit: number): string[] {
  if (servers.filter(({ now }) => now > 0).length < 2) return [];
  const rows = servers.map((row) => ({ ...row, key: row.server, lastReason: null }));
  return countsLines({ title: 'Stuck by server', total: null, rows, limit }, view);
}

function flowLines(report: DailyReport, view: View, { wide }: Screen): string[] {
  const { latency } = report;
  const stages = latency.byStage.filter(({ count }) => count > 0);
  const byStage = wide
    ? stages.map((stage) => `  ${stage.stage} ${formatCount(stage.count)}: ${latencyText(stage)}`)
    : parted('  p95 by stage: ', stages.map(stageLatency), view.width);
  return [
    ...hourLines(report),
    ...wrap(`Latency: ${latencyText(latency)}`, view.width, '', '  '),
    ...(stages.length > 1 ? byStage : []),
    ...parted('Changes: ', changeParts(report), view.width),
  ];
}

function stageLatency({ stage, p95Seconds }: StageLatency): string {
  return `${stage} ${durationOr(p95Seconds)}`;
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

/** Parts with points between, broken where one has no room. */
function parted(label: string, parts: readonly string[], width: number): string[] {
  if (parts.length === 0) return [];
  const lines: string[] = [];
  let line = label;
  for (const [index, part] of parts.entries()) {
    const text = index === 0 ? part : ` · ${part}`;
    if (index > 0 && line.length + text.length > width) {
      lines.push(line);
      line = `  ${part}`;
    } else line += text;
  }
  return [...lines, line].flatMap((each) => wrap(each, width, '', '  '));
}
