import { READ_COLUMNS } from './msgtrk-columns.ts';
import type { MsgtrkColumn } from './msgtrk-columns.ts';

/** One line of a modern log: the text of a column without spaces around it, empty where there is none. */
export type MsgtrkRow = (column: MsgtrkColumn) => string;

/** Field number of each column that the line has. */
export type MsgtrkPlan = ReadonlyMap<MsgtrkColumn, number>;

export function planColumns(columns: readonly string[]): MsgtrkPlan {
  const entries = READ_COLUMNS.map((name) => [name, columns.indexOf(name)] as const);
  return new Map(entries.filter(([, field]) => field >= 0));
}

export function rowOf(fields: readonly string[], plan: MsgtrkPlan): MsgtrkRow {
  return (column) => fields[plan.get(column) ?? -1]?.trim() ?? '';
}
