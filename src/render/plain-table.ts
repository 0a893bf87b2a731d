import Table from 'cli-table3';

/** A table without lines, whose columns are parted by spaces alone. */
export interface PlainTable {
  /** Cells, coloured or not; the first row may be a head. */
  readonly rows: readonly (readonly string[])[];
  /** Characters of each column. What is longer is cut at its right end. */
  readonly widths: readonly number[];
  /** Columns whose cells stand at the right. */
  readonly right: ReadonlySet<number>;
  readonly gap: number;
}

export const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

/** A line for each row. */
export function plainLines({ rows, widths, right, gap }: PlainTable): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    colWidths: [...widths],
    colAligns: widths.map((_, column) => (right.has(column) ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: { ...BORDERLESS, middle: ' '.repeat(gap) },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** The widest cell of each column, as text without colours. */
export function widestCells(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return widths;
}
