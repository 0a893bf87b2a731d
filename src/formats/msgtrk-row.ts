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
  const read: MsgtrkRow = (column) => fields[plan.get(column) ?? -1]?.trim() ?? '';
  return plan.has('timestamp') ? withoutTypeNames(read) : read;
}

/** What PowerShell exports of a list that nobody joined: `System.String[]`. */
const TYPE_NAME = /^System\.[\w.`]+\[.*\]$/;

export function isTypeName(field: string | undefined): boolean {
  return field !== undefined && TYPE_NAME.test(field.trim());
}

function withoutTypeNames(read: MsgtrkRow): MsgtrkRow {
  return (column) => {
    const field = read(column);
    return isTypeName(field) ? '' : field;
  };
}
