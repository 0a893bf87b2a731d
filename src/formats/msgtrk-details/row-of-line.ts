import { COLUMNS_BY_COUNT } from '../msgtrk-columns.ts';
import { fieldsOf } from '../msgtrk-fields.ts';
import { planColumns, rowOf } from '../msgtrk-row.ts';
import type { MsgtrkRow } from '../msgtrk-row.ts';

/**
 * The columns of one line, by the header of its file or, where that has another number of them, as some version writes them. Null for a line
 * that is none of either.
 */
export function rowOfLine(line: string, columns: readonly string[]): MsgtrkRow | null {
  const fields = fieldsOf(line.replace(/^\uFEFF/, ''));
  if (fields === null) return null;
  const names = fields.length === columns.length ? columns : COLUMNS_BY_COUNT.get(fields.length);
  return names === undefined ? null : rowOf(fields, planColumns(names));
}
