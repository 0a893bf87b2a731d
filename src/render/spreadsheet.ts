import { csvRow } from './csv.ts';
import { visible } from './visible.ts';

type Cell = string | number | null;

/** What a cell must not begin with (OWASP, CSV injection; csv-stringify's list). */
const FORMULA = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
/** The same after what other programs part cells at. */
const AFTER_SEPARATOR = /([;|])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * A table that runs nothing in a spreadsheet, in whatever country it is opened. Its first column, `_escaped`, is 1 where a cell of the
 * row is not exactly what was logged: an apostrophe stands before what would be a formula, acting characters are written out.
 */
export function spreadsheet(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const head = csvRow(['_escaped', ...columns]);
  return head + rows.map(row).join('');
}

function row(cells: readonly Cell[]): string {
  const safe = cells.map((cell) =>
    typeof cell === 'string' ? visible(cell).replaceAll(AFTER_SEPARATOR, "$1'") : cell,
  );
  const changed = safe.some(
    (cell, index) => typeof cell === 'string' && (cell !== cells[index] || FORMULA.test(cell)),
  );
  return csvRow([changed ? 1 : 0, ...safe]);
}
