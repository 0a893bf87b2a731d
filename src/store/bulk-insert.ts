import type { Statement } from 'better-sqlite3';
import type { Connection } from './open.ts';

/** Rows a statement: fewer cost calls, more gain nothing. */
const ROWS_PER_STATEMENT = 50;

/** Inserts rows of one table, many by one statement. `verb` is `insert` or `insert or replace`. */
export function bulkInsert(
  db: Connection,
  verb: 'insert' | 'insert or replace' | 'insert or ignore',
  table: string,
  columns: readonly string[],
): (values: readonly (number | string | null)[]) => void {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const statement = (rows: number): Statement =>
    db.prepare(
      `${verb} into ${table} (${columns.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const many = statement(ROWS_PER_STATEMENT);
  const one = statement(1);
  const width = columns.length;
  const perStatement = width * ROWS_PER_STATEMENT;

  return (values) => {
    let from = 0;
    for (; from + perStatement <= values.length; from += perStatement)
      many.run(values.slice(from, from + perStatement));
    for (; from < values.length; from += width) one.run(values.slice(from, from + width));
  };
}
