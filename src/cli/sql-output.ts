import { plainValue } from '../model/sql-value.ts';
import type { SqlRow, SqlValue } from '../model/sql-value.ts';
import { createSqlTable } from '../render/sql-text.ts';
import type { View } from '../render/style.ts';
import { safeJson } from '../render/visible.ts';
import { csvRow } from '../render/csv.ts';
import type { SqlJobOptions } from './sql-job.ts';

/** Prints rows as they come. */
export interface RowPrinter {
  readonly head: string;
  row(row: SqlRow): string;
  end(count: number, more: boolean): string;
}

/** Rows of a table for people, unless they ask for more. */
const TABLE_ROWS = 1000;

export function defaultLimit({ json, jsonl, csv }: SqlJobOptions): number {
  return json || jsonl || csv ? 0 : TABLE_ROWS;
}

export function rowPrinter(
  columns: readonly string[],
  { json, jsonl, csv }: SqlJobOptions,
  view: View,
): RowPrinter {
  if (csv)
    return {
      head: csvRow(columns),
      row: (row) => csvRow(row.map(plainValue)),
      end: () => '',
    };
  const object = objectPrinter(columns);
  if (jsonl) return { head: '', row: (row) => `${object(row)}\n`, end: () => '' };
  return json ? jsonPrinter(columns, object) : createSqlTable(columns, view);
}

/** One object, written as its rows come: memory does not grow with them. */
function jsonPrinter(columns: readonly string[], object: (row: SqlRow) => string): RowPrinter {
  let comma = '';
  return {
    head: `{\n  "schema": "mailtrail/sql/1",\n  "columns": ${safeJson(columns)},\n  "rows": [`,
    row(row) {
      const text = `${comma}\n    ${object(row)}`;
      comma = ',';
      return text;
    },
    end: (count, more) => `${count === 0 ? '' : '\n  '}],\n  "more": ${more}\n}\n`,
  };
}

/** An object by hand: one of JavaScript's would put columns that are named like numbers first. */
function objectPrinter(columns: readonly string[]): (row: SqlRow) => string {
  const keys = columns.map((name) => safeJson(name));
  return (row) =>
    `{${keys.map((key, index) => `${key}:${jsonValue(row[index] ?? null)}`).join(',')}}`;
}

/** Integers that JSON readers would round are texts. */
function jsonValue(value: SqlValue): string {
  const plain = plainValue(value);
  return safeJson(typeof plain === 'bigint' ? String(plain) : plain);
}
