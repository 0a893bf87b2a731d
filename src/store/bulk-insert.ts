import type { Statement } from 'better-sqlite3';
import type { Connection } from './open.ts';

/** Rows a statement: fewer cost calls, more gain nothing. */
const ROWS_PER_STATEMENT = 64;
/** Of what is left over, which for small files is most. */
const FEWER_ROWS = [16, 4, 1];

export type Value = number | string | null | Uint8Array;

/** Inserts rows of one table, many by one statement. Values are set in place: no list is made for a row. */
export class BulkInsert {
  /** Values of the rows that wait. */
  readonly values: Value[];
  readonly width: number;
  readonly #prepare: (rows: number) => Statement;
  readonly #many: Statement;
  /** In the order of `FEWER_ROWS`, made when first needed. */
  readonly #few: Statement[] = [];
  #used = 0;

  constructor(db: Connection, verb: Verb, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => '?').join(', ')})`;
    this.#prepare = (rows) =>
      db.prepare(
        `${verb} into ${table} (${columns.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`,
      );
    this.width = columns.length;
    this.#many = this.#prepare(ROWS_PER_STATEMENT);
    this.values = Array.from<Value>({ length: this.width * ROWS_PER_STATEMENT }).fill(null);
  }

  /** Where the values of the next row go; all of them must be set. */
  row(): number {
    if (this.#used === this.values.length) this.flush();
    const at = this.#used;
    this.#used += this.width;
    return at;
  }

  /** Writes what is left over. */
  flush(): void {
    const { values } = this;
    // Arguments one by one: a list of them is looked up value by value, at three times the cost.
    if (this.#used === values.length) this.#many.run(...values);
    else this.#putFew();
    this.#used = 0;
  }

  #putFew(): void {
    let at = 0;
    for (const [index, rows] of FEWER_ROWS.entries())
      for (const size = rows * this.width; this.#used - at >= size; at += size) {
        const statement = (this.#few[index] ??= this.#prepare(rows));
        statement.run(...this.values.slice(at, at + size));
      }
  }
}

/**
 * `or fail`: what a statement wrote before it failed stays, and is undone with its transaction. Otherwise SQLite keeps a copy of each
 * page that a statement of many rows changes: where names are many, that costs more than all other writing.
 */
type Verb = 'insert or fail' | 'insert or replace';

/** Adds rows whose values come one after the other. */
export function addRows(insert: BulkInsert, values: readonly Value[]): void {
  for (let from = 0; from < values.length; from += insert.width) {
    const at = insert.row();
    for (let i = 0; i < insert.width; i++) insert.values[at + i] = values[from + i] ?? null;
  }
}

/** Adds one row of a table that few rows go to. */
export function addRow(insert: BulkInsert, row: readonly Value[]): void {
  const at = insert.row();
  for (let i = 0; i < row.length; i++) insert.values[at + i] = row[i] ?? null;
}
