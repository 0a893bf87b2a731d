import { stringify } from 'csv-stringify/sync';
import { visible } from './visible.ts';

type Cell = string | number | bigint | boolean | null;

/**
 * One row of CSV that is safe in a spreadsheet: cells that would be formulas get an apostrophe (OWASP, CSV injection),
 * acting characters are written out. None is an empty cell. The exact values are in `--json`.
 */
export function csvRow(cells: readonly Cell[]): string {
  return stringify([cells.map((cell) => (typeof cell === 'string' ? visible(cell) : cell))], {
    escape_formulas: true,
    record_delimiter: 'unix',
  });
}
