import type { DailyReport, DayCounts } from '../model/daily-report.ts';
import { COUNT_HEAD, countCells } from './day-counts.ts';
import { dayCoverageParts } from './day-coverage.ts';
import { hourLines } from './day-hours.ts';
import { dayTitle } from './day-title.ts';
import {
  apartParts,
  changeParts,
  endedParts,
  flowPhrase,
  latencyText,
  stuckPhrase,
} from './day-words.ts';
import { mdBlock, mdCode, mdDocument, mdTable, mdText } from './markdown.ts';
import { mdAgeTable, mdOldest } from './markdown-parts.ts';
import { counted, formatCount } from './numbers.ts';
import { clip } from './visible.ts';

const ROWS = 20;
const OLDEST = 10;
const PROBLEM_ROOM = 400;
const RIGHT = new Set([1, 2, 3, 4, 5, 6]);

/** The day as Markdown, safe to mail: what `dailyText` tells, without the limits of a screen. */
export function dailyMarkdown(report: DailyReport): string {
  const title = `# Mail on ${mdText(dayTitle(report))}`;
  const coverage = mdText(dayCoverageParts(report).join(' · '));
  if (report.verdict === 'quiet')
    return mdDocument([[title], [`**QUIET:** ${mdText(flowPhrase(report))}`], [coverage]]);
  return mdDocument([
    [title],
    [verdictText(report)],
    report.problems.map((problem) => `- ${mdText(clip(problem, PROBLEM_ROOM))}`),
    [coverage],
    ...stageBlocks(report),
    section('Ended badly', bullets(endedParts(report))),
    ...openBlocks(report),
    countsBlock(
      'Stuck by server',
      report.servers.map((row) => [mdCode(row.server), row]),
    ),
    countsBlock(
      'Stuck by destination',
      report.destinations.map((row) => [mdCode(row.destination), row]),
    ),
    section('Flow', mdBlock(hourLines(report))),
    latencyLines(report),
    section('Changes', bullets(changeParts(report))),
    section('Oldest', mdOldest(report.oldest, OLDEST)),
  ]);
}

function verdictText(report: DailyReport): string {
  return report.verdict === 'stuck'
    ? `**STUCK:** ${mdText(stuckPhrase(report))}`
    : `**DEGRADED:** ${mdText(flowPhrase(report))}`;
}

function stageBlocks(report: DailyReport): string[][] {
  const { stages, total } = report;
  const table = countsBlock('Stuck by stage (recipients)', [
    ['**TOTAL**', { ...total, lastReason: null }],
    ...stages.map((row) => [row.stage, row] as const),
  ]);
  return [total.carried + total.new > 0 ? table : [], bullets(apartParts(report))];
}

function openBlocks({ shape, asOf, day }: DailyReport): string[][] {
  if (shape.total.count === 0) return [];
  return [section(`Open ${shape.unit} by age (min)`, mdAgeTable(shape, asOf, day.tz))];
}

type KeyedCounts = readonly [key: string, counts: DayCounts];

function countsBlock(title: string, keyed: readonly KeyedCounts[]): string[] {
  if (keyed.length === 0) return [];
  const rows = keyed
    .slice(0, ROWS)
    .map(([key, row]) => [
      key,
      ...countCells(row),
      row.lastReason === null ? '' : mdCode(row.lastReason),
    ]);
  const more = keyed.length - rows.length;
  return section(title, [
    ...mdTable(['', ...COUNT_HEAD, 'last reason'], rows, RIGHT),
    ...(more > 0 ? ['', `… ${counted(more, 'more row')}: \`--json\` has all.`] : []),
  ]);
}

function latencyLines({ latency }: DailyReport): string[] {
  return [
    `- Latency: ${mdText(latencyText(latency))}`,
    ...latency.byStage
      .filter(({ count }) => count > 0)
      .map(
        (stage) => `- ${stage.stage} ${formatCount(stage.count)}: ${mdText(latencyText(stage))}`,
      ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines];
}

function bullets(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${mdText(text)}`);
}
