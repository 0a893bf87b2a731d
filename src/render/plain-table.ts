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

const BORDERLESS = {
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

/** Tables grow slow with their rows; widths are set, so that pieces of one fit together. */
const ROWS_PER_TABLE = 200;

/** A line for each row; wide characters count as two. Cells have to be safe to print. */
export function plainLines({ rows, widths, right, gap }: PlainTable): string[] {
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_TABLE) {
    const table = new Table({
      colWidths: [...widths],
      colAligns: widths.map((_, column) => (right.has(column) ? 'right' : 'left')),
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
      chars: { ...BORDERLESS, middle: ' '.repeat(gap) },
    });
    table.push(...rows.slice(from, from + ROWS_PER_TABLE).map((row) => [...row]));
    lines.push(
      ...table
        .toString()
        .split('\n')
        .map((line) => line.trimEnd()),
    );
  }
  return lines;
}

/** The widest cell of each column, as text without colours. */
export function widestCells(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return widths;
}

/** What parts two columns of a list. */
export const COLUMN_GAP = 2;
