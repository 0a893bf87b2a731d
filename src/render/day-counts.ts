import type { DayCounts } from '../model/daily-report.ts';
import { durationOr } from './day-words.ts';
import { counted, formatCount } from './numbers.ts';
import { plainLines, widestCells } from './plain-table.ts';
import type { View } from './style.ts';
import { clip, clipLeft, visible } from './visible.ts';

/** A row of the table: what it counts, and its key. */
type NamedCounts = DayCounts & { readonly key: string };

export const COUNT_HEAD = ['carried', '+new', '-cleared', '=now', 'oldest', 'p95 wait'];

/** From this width on the last reason has a column. */
export const REASON_WIDTH = 110;
const KEY_ROOM = 30;

export interface CountsTable {
  readonly title: string;
  readonly total: DayCounts | null;
  readonly rows: readonly NamedCounts[];
  /** Rows shown, those with most stuck; the order stays. */
  readonly limit: number;
}

/** Stuck recipients over the day: carried + new - cleared = now. */
export function countsLines({ title, total, rows, limit }: CountsTable, view: View): string[] {
  const shown = mostStuck(rows, limit);
  const all: NamedCounts[] = [...(total === null ? [] : [{ ...total, key: 'TOTAL' }]), ...shown];
  const withReason =
    view.width >= REASON_WIDTH && shown.some(({ lastReason }) => lastReason !== null);
  const head = [title, ...COUNT_HEAD, ...(withReason ? ['last reason'] : [])];
  const cells = all.map((row) => [
    clipLeft(row.key, KEY_ROOM),
    ...countCells(row),
    ...(withReason ? [visible(row.key === 'TOTAL' ? '' : (row.lastReason ?? '–'))] : []),
  ]);
  const widths = widestCells([head, ...cells]);
  const before = widths.slice(0, 7).reduce((sum, width) => sum + width + 2, 0);
  if (withReason) widths[7] = Math.max(12, Math.min(widths[7] ?? 0, view.width - before));
  const lines = plainLines({
    rows: [
      head.map((cell, column) => (column === 0 ? view.style.bold(cell) : view.style.dim(cell))),
      ...cells.map((row) =>
        paint(
          row.map((cell, column) => fit(cell, column, widths)),
          view,
        ),
      ),
    ],
    widths,
    right: new Set([1, 2, 3, 4, 5, 6]),
    gap: 2,
  });
  const more = rows.length - shown.length;
  return more > 0 ? [...lines, view.style.dim(`… ${counted(more, 'more row')}`)] : lines;
}

export function countCells(row: DayCounts): string[] {
  return [
    formatCount(row.carried),
    formatCount(row.new),
    formatCount(row.cleared),
    formatCount(row.now),
    durationOr(row.oldestSeconds),
    durationOr(row.p95Seconds),
  ];
}

function mostStuck(rows: readonly NamedCounts[], limit: number): NamedCounts[] {
  // A line that counts one row may as well be that row.
  if (rows.length <= limit + 1) return [...rows];
  const kept = new Set(
    rows
      .toSorted((a, b) => b.now - a.now || b.new - a.new || b.cleared - a.cleared)
      .slice(0, limit),
  );
  return rows.filter((row) => kept.has(row));
}

function fit(cell: string, column: number, widths: readonly number[]): string {
  return column === 7 ? clip(cell, widths[7] ?? 0) : cell;
}

/** What is stuck now stands out. */
function paint(cells: readonly string[], { style }: View): string[] {
  return cells.map((cell, column) => {
    if (column === 4) return cell === '0' ? cell : style.red(cell);
    return column === 7 ? style.dim(cell) : cell;
  });
}
