import { dateInZone } from '../model/zone.ts';
import type { Grid } from './coverage-grid.ts';

/** Labels above the columns: months, and below them days where there is room. */
export function headOf(grid: Grid, zone: string): string[] {
  const { cells, gap, days } = grid.form;
  const step = cells + gap;
  const dates = grid.bounds.slice(0, -1).map((at) => dateInZone(at, zone));
  const months = dates.flatMap((date, column) =>
    column === 0 || date.slice(0, 7) !== dates[column - 1]?.slice(0, 7)
      ? [{ at: column * step, text: date.slice(0, 7) }]
      : [],
  );
  // A month of which only the end is shown has no room for its name.
  const [first, second] = months;
  if (first !== undefined && second !== undefined && second.at <= first.text.length) months.shift();
  const width = dates.length * step;
  const lines = [placed(months, width)];
  if (days === 1)
    lines.push(
      placed(
        dates.flatMap((date, column) =>
          step > 2 || isMonday(date) ? [{ at: column * step, text: date.slice(8) }] : [],
        ),
        width,
      ),
    );
  return lines;
}

function isMonday(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
}

/** Texts at their places; one that would touch the one before, or goes beyond the columns, is left out. */
function placed(
  labels: readonly { readonly at: number; readonly text: string }[],
  width: number,
): string {
  let line = '';
  for (const { at, text } of labels)
    if ((line === '' || at > line.length) && at + text.length <= width)
      line = line.padEnd(at) + text;
  return line;
}
