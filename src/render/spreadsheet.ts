import { csvRow } from './csv.ts';
import { visible } from './visible.ts';

type Cell = string | number | null;

/**
 * Where a formula would begin (OWASP, CSV injection; full-width forms too): at the start of a cell, and after what programs in other countries
 * part cells at.
 */
const FORMULA = /(^|[;|])(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * A table that runs nothing in a spreadsheet, in whatever country it is opened. Its first column, `_escaped`, is 1 where a cell of the
 * row is not exactly what was logged: an apostrophe stands before what would be a formula, acting characters are written out.
 */
export function* spreadsheet(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<string> {
  yield csvRow(['_escaped', ...columns]);
  for (const cells of rows) yield row(cells);
}

function row(cells: readonly Cell[]): string {
  const safe = cells.map((cell) =>
    typeof cell === 'string' ? visible(cell).replaceAll(FORMULA, "$1'") : cell,
  );
  const changed = safe.some((cell, index) => cell !== cells[index]);
  return csvRow([changed ? 1 : 0, ...safe]);
}
