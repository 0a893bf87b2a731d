import type { Connection } from './open.ts';

/** What a statement gives that selects `asColumns`: a text for each column; null: of no row. */
export type ColumnTexts = readonly (string | null)[];

/** Selects many rows as one text for each column, of numbers, null and JSON alone: a value of a row costs several times as much as one in a text. */
export function asColumns(columns: readonly string[]): string {
  return columns.map((column) => `group_concat(coalesce(${column}, 'null'))`).join(', ');
}

/** The texts as JSON: a list of values for each column. */
export function jsonOfColumns(texts: ColumnTexts | undefined): string {
  return `[${(texts ?? []).map((text) => `[${text ?? ''}]`).join(',')}]`;
}

/** All rows of a table or a query in brackets, as that JSON. */
export function readColumns(
  db: Connection,
  columns: readonly string[],
  rows: string,
  values: readonly number[] = [],
): string {
  const texts = db
    .prepare<number[], ColumnTexts>(`select ${asColumns(columns)} from ${rows}`)
    .raw()
    .get(...values);
  return jsonOfColumns(texts);
}
