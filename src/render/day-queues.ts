import type { DailyReport } from '../model/daily-report.ts';
import { ageTableLines } from './age-table.ts';
import { countsLines, REASON_WIDTH } from './day-counts.ts';
import { apartParts, endedParts } from './day-words.ts';
import { parted } from './parted.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';

const MOVES = 'A move between stages is cleared in one row, new in the other, not in TOTAL.';
const STAGE_ROWS = 5;

/** Stuck by stage over the day. `roomy`: there is room to explain. */
export function stageLines(report: DailyReport, view: View, roomy: boolean): string[] {
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
        limit: STAGE_ROWS,
      },
      view,
    ),
    ...(reason === null ? [] : [view.style.dim(clip(`Last reason: ${reason}`, view.width))]),
    ...(roomy && movedBetween(report) ? [view.style.dim(MOVES)] : []),
    ...parted('', apart, view.width),
  ];
}

function movedBetween({ total, stages }: DailyReport): boolean {
  return stages.reduce((sum, stage) => sum + stage.new, 0) !== total.new;
}

export function endedLines(report: DailyReport, { style, width }: View): string[] {
  const parts = endedParts(report);
  return parts.length === 0
    ? ['Ended badly: nothing']
    : parted('Ended badly: ', parts, width).map((line) => style.red(line));
}

/** The age table of what is open when the day ends. */
export function shapeLines(report: DailyReport, view: View, rows: number): string[] {
  const { shape, asOf } = report;
  if (shape.total.count === 0) return ['Nothing is open when the day ends.'];
  return ageTableLines(shape, view, { asOf, rows, trendRows: 0, title: 'Open by age (min)' });
}

/** Stuck by server, where more than one holds mail. */
export function serverLines({ servers }: DailyReport, view: View, limit: number): string[] {
  if (servers.filter(({ now }) => now > 0).length < 2) return [];
  const rows = servers.map((row) => ({ ...row, key: row.server, lastReason: null }));
  return countsLines({ title: 'Stuck by server', total: null, rows, limit }, view);
}
